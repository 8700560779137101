"""Open a spreadsheet in a process of its own, which can be stopped: a file made to hurt ends within its limits of time and memory.

Why not in this process: see docs/decisions/0018-spreadsheets-in-a-child.md.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from typing import Any

from indexer.problems import unusable
from indexer.records import Limits, Merge, Sheet, SheetRow
from indexer.sources.kinds import SheetKind
from indexer.sources.packed_rows import unpacked

_SECONDS = 5
_SECONDS_A_MB = 4
READER = (sys.executable, "-m", "indexer.sources.child")


@contextmanager
def sheets_of(content: bytes, kind: SheetKind, *, limits: Limits, command: Sequence[str] = READER) -> Iterator[list[Sheet]]:
    """The sheets of a spreadsheet; their rows are read while they are gone through, inside the `with`.

    Raises:
        SourceUnusable: damaged, over a limit, or too costly to read; while rows are read, too.
    """
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "start_new_session": True}
    with subprocess.Popen(command, env=environment, **pipes) as process:  # noqa: S603  our own module
        try:
            yield _Reading(process).sheets(content, kind, limits)
        finally:
            process.kill()
            with suppress(OSError):
                process.stdin.close()  # type: ignore[union-attr]


class _Reading:
    """One side of the talk with the child."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._process = process

    def sheets(self, content: bytes, kind: SheetKind, limits: Limits) -> list[Sheet]:
        seconds = _SECONDS + _SECONDS_A_MB * len(content) // 1_000_000
        order = {"kind": kind.value, "bytes": len(content), "seconds": seconds, "limits": asdict(limits)}
        answer = self._ask(json.dumps(order).encode() + b"\n" + content)
        return [
            Sheet(name, self._rows(place), tuple(Merge(*each) for each in merges), hidden=hidden, hidden_columns=tuple(columns))
            for place, (name, merges, hidden, columns) in enumerate(answer["sheets"])
        ]

    def _rows(self, place: int) -> Iterator[SheetRow]:
        while lines := self._ask(b"%d\n" % place)["rows"]:
            yield from unpacked(lines)

    def _ask(self, words: bytes) -> dict[str, Any]:
        asked, told = self._process.stdin, self._process.stdout
        if asked is None or told is None:
            raise unusable("file_not_readable", other="读取程序没有启动，请稍后重试")
        with suppress(BrokenPipeError):  # it has stopped; what it said last, or nothing, is read below
            asked.write(words)
            asked.flush()
        line = told.readline()
        if not line:
            stopped = self._process.wait()
            # Stopped by a signal of the system: processor time is up, or there is no memory left.
            raise unusable("file_too_costly") if stopped < 0 else unusable("file_not_readable", other="读取程序意外停止，请重新导出后再试")
        answer: dict[str, Any] = json.loads(line)
        if "problem" in answer:
            raise unusable(**answer["problem"])
        return answer
