"""需求表格试读: every row is judged as a statement would be; nothing is registered, and what is wrong is told with its remedy."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from service.brokerage.statements import Statement, read_statement
from service.copies.kept_codes import read_codes
from service.domain.alike import SAID_AGAIN, shared_pairs
from service.domain.audit import AuditEntry
from service.domain.codes import CodeTables
from service.domain.need_sheets import SHEET_MOST_MB, YES, NeedSheet, SheetLine, header_of
from service.domain.needs import NeedFirm
from service.domain.permissions import Action, Actor, Subject
from service.errors import Invalid, NotFound, Unavailable
from service.identity.actors import require
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.base import new_id
from service.store.queries.audit import record_audit
from service.store.queries.need_sheets import add_need_sheet, find_need_sheet, newest_need_sheets
from service.store.queries.needs import needs_of_firm
from service.store.unit_of_work import reading, writing

READER = (sys.executable, "-m", "indexer.need_sheet")
"""Spreadsheets are opened by the indexer, in a process that can be stopped: docs/decisions/0018-spreadsheets-in-a-child.md."""
_READ_SECONDS = 60
_NAME_MOST = 120
_COMPARED_NEEDS = 12
_TEXT_LEAST = 4


@dataclass(frozen=True, slots=True)
class SentSheet:
    """A workbook as it came: its name as the browser tells it, and its bytes."""

    name: str
    content: bytes


def check_need_sheet(runtime: Runtime, actor: Actor, sent: SentSheet) -> str:
    """Read and judge a workbook; the id of what was read, which is kept for seven days.

    Raises:
        Refused: not for this actor.
        Invalid: it is no workbook of needs; told with the way out.
        Unavailable: the reader does not start.
    """
    require(actor, Action.BROKER_NEEDS, Subject())
    if not sent.content:
        raise _no_sheet("请选一个文件。")
    if len(sent.content) > SHEET_MOST_MB * 1_000_000:
        raise _no_sheet(f"文件最大 {SHEET_MOST_MB} MB。")
    name = PurePath(sent.name.replace("\\", "/")).name[-_NAME_MOST:] or "需求表格"
    told = _read(sent.content, PurePath(name).suffix)
    codes = read_codes(runtime.database, runtime.copies.codes)
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        lines = _judged(runtime, session, codes, told["rows"])
        sheet = NeedSheet(new_id("nsh"), actor.person_id, now, name, tuple(told["ignored"]), lines)
        add_need_sheet(session, sheet)
        detail: dict[str, object] = {"rows": len(lines), "ready": len(sheet.ready)}
        record_audit(session, [AuditEntry(now, actor, "need_sheet_read", "need_sheet", sheet.id, detail)])
    return sheet.id


def see_need_sheet(runtime: Runtime, actor: Actor, sheet_id: str) -> NeedSheet:
    """One that was read.

    Raises:
        Refused: not for this actor.
        NotFound: there is none such, or it was deleted.
    """
    require(actor, Action.BROKER_NEEDS, Subject())
    with reading(runtime.database) as session:
        sheet = find_need_sheet(session, sheet_id)
    if sheet is None:
        raise NotFound("没有这张表，或保留期已过、已经删除。")
    return sheet


def see_need_sheets(runtime: Runtime, actor: Actor) -> list[NeedSheet]:
    """The last twenty.

    Raises:
        Refused: not for this actor.
    """
    require(actor, Action.BROKER_NEEDS, Subject())
    with reading(runtime.database) as session:
        return newest_need_sheets(session)


def statement_of(line: SheetLine) -> Statement:
    """What a row says, as it would have been typed."""
    values = dict(line.values)
    return Statement(
        **{name: values.get(name, "") for name in Statement.__slots__ if name not in {"agreed", "visibility", "level"}},
        agreed=values.get("agreed", "").strip().lower() in YES,
    )


def _read(content: bytes, suffix: str) -> Mapping[str, list]:  # type: ignore[type-arg]
    """The rows as the reader gives them."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    try:
        done = subprocess.run(  # noqa: S603  our own module
            (*READER, suffix or ".xlsx"), input=content, capture_output=True, timeout=_READ_SECONDS, env=environment, check=False
        )
        told = json.loads(done.stdout)
    except (OSError, ValueError, subprocess.TimeoutExpired):
        raise Unavailable("这张表没有读出来，请稍后再传；总是这样，请另存为 .xlsx 再试。") from None
    if "problem" in told:
        raise _no_sheet(told["problem"])
    if not told["rows"]:
        raise _no_sheet("表头下面没有需求。请从表头下一行开始，一行写一条。")
    return told  # type: ignore[no-any-return]


def _judged(runtime: Runtime, session: Transaction, codes: CodeTables, rows: Sequence[Mapping[str, object]]) -> tuple[SheetLine, ...]:
    lines: list[SheetLine] = []
    said: list[SheetLine] = []
    for row in rows:
        values: Mapping[str, str] = row["values"]  # type: ignore[assignment]
        line = SheetLine(int(str(row["line"])), values)
        line = replace(line, problems=_problems(runtime, line, codes))
        if not line.problems:
            line = replace(line, alike=_alike(session, line, said))
            said.append(line)
        lines.append(line)
    return tuple(lines)


def _problems(runtime: Runtime, line: SheetLine, codes: CodeTables) -> dict[str, str]:
    """Header → what to mend."""
    found: dict[str, str] = {}
    text = line.values.get("text", "")
    if len(text) < _TEXT_LEAST:
        found["text"] = "请写一句话的需求，不要空着。"
    elif len(text) > runtime.settings.need_max_characters:
        found["text"] = f"太长了，最多 {runtime.settings.need_max_characters} 个字，请只写最要紧的。"
    if not line.values.get("firm"):
        found["firm"] = "请写企业名称。"
    try:
        read_statement(runtime, statement_of(line), codes)
    except Invalid as error:
        found.update(error.fields)
    return {header_of(name) or name: sentence for name, sentence in found.items()}


def _alike(session: Transaction, line: SheetLine, said: Sequence[SheetLine]) -> str:
    """What says nearly the same of the same firm: a row above, or a need that is registered."""
    text, firm = line.values["text"], line.values["firm"]
    for other in said:
        if other.values["firm"] == firm and shared_pairs(text, other.values["text"]) >= SAID_AGAIN:
            return f"第 {other.line} 行"
    known = needs_of_firm(session, NeedFirm(firm, line.values.get("uscc", "").upper()), _COMPARED_NEEDS)
    return next((need.number for need in known if shared_pairs(text, need.text) >= SAID_AGAIN), "")


def _no_sheet(sentence: str) -> Invalid:
    return Invalid(sentence, fields={"file": sentence})
