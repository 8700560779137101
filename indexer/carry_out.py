"""`python -m indexer carry-out-import ID`: the process behind an import in the browser. It is started by the platform, not by people."""

import os
import threading
import time
from itertools import islice
from typing import Annotated

import typer

from indexer.load import LoadOptions, load_files
from indexer.report import FileReport
from indexer.telling import report_lines
from service.bootstrap import build_runtime
from service.command_errors import ExitCode, tell_waiting
from service.domain.imports import (
    FIRMS_KEPT,
    LINES_KEPT,
    PROBLEMS_KEPT,
    ImportProgress,
    ImportReport,
    ImportState,
    ReportProblem,
)
from service.edge.log_lines import write_json_logs
from service.flows.profiles.open_import import CarriedImport, open_import
from service.flows.profiles.prepare_passages import prepare_passages
from service.settings import read_settings
from service.store.access import Transaction

_WISH_SECONDS = 0.3
_TELL_SECONDS = 0.5


def carry_out_command(import_id: Annotated[str, typer.Argument(metavar="ID")]) -> None:
    """由网站启动：检查或导入一个上传的文件。"""
    write_json_logs()
    runtime = build_runtime(read_settings(), tell_waiting=tell_waiting)
    carried = open_import(runtime, import_id)
    stored = threading.Event()
    threading.Thread(target=_end_when_cancelled, args=(carried, stored), daemon=True).start()
    carry_out(carried, stored)


def carry_out(carried: CarriedImport, stored: threading.Event) -> None:
    """Try the file, or store it and prepare its texts, as its state says; each step is told.

    Args:
        stored: set when the file is stored: from then on it is too late to cancel.
    """
    runtime = carried.runtime
    loads = carried.found.state is ImportState.LOADING

    def settle(session: Transaction, report: FileReport) -> None:
        if loads and report.outcome != "refused":
            carried.keep_load(session, stored_report(report))

    options = LoadOptions(dry_run=not loads, pool=carried.found.pool or None, actor=carried.actor, settle=settle)
    told = _Told(carried)
    (report,) = load_files(
        [carried.path], settings=runtime.settings, database=runtime.database, clock=runtime.clock, options=options, progress=told
    )
    if not loads:
        carried.keep_check(stored_report(report))
    elif report.outcome == "refused":
        carried.keep_refusal(stored_report(report))
    else:
        stored.set()
        prepare_passages(runtime, progress=lambda done, of: told("计算检索向量", done, of))
        carried.keep_end()


def stored_report(report: FileReport) -> ImportReport:
    """A report as the platform keeps it: for people first, and cut where nobody reads on."""
    providers, rows = report.providers, report.rows
    return ImportReport(
        outcome=report.outcome,
        exit=int(report.exit),
        sha256=report.sha256 or "",
        providers={"added": providers.added, "changed": providers.changed, "same": providers.same, "refused": providers.refused},
        rows={"read": rows.read, "taken": rows.taken, "refused": rows.refused, "ignored": rows.ignored},
        lines=tuple(islice(report_lines(report), LINES_KEPT)),
        problems=tuple(
            ReportProblem(
                each.severity.value, each.sheet or "", each.line or 0, each.column or "", each.code, each.value or "", each.message
            )
            for each in report.problems[:PROBLEMS_KEPT]
        ),
        problems_total=len(report.problems),
        firms=report.firms[:FIRMS_KEPT],
        firms_total=len(report.firms),
    )


class _Told:
    """Tells how far it is, not more often than anybody looks; something new at once."""

    def __init__(self, carried: CarriedImport) -> None:
        self._carried = carried
        self._last = 0.0
        self._what = ""

    def __call__(self, what: str, done: int, of: int | None) -> None:
        if what != self._what or done == of or time.monotonic() - self._last >= _TELL_SECONDS:
            self._last, self._what = time.monotonic(), what
            self._carried.tell(ImportProgress(what, done, of or 0))


def _end_when_cancelled(carried: CarriedImport, stored: threading.Event) -> None:
    """End this process as soon as somebody wishes it: the database takes back what was not committed."""
    while not stored.wait(_WISH_SECONDS):
        if carried.is_cancelled():
            os._exit(ExitCode.PARTLY)
