"""导入: the report as files, for a program as the command writes it, and for a clerk as a workbook."""

import io
import json
from datetime import datetime

from service.domain.cells import is_like_a_formula
from service.domain.imports import ImportReport, PoolImport
from service.domain.permissions import Action, Actor, Subject
from service.errors import NotFound
from service.identity.actors import require
from service.runtime import Runtime
from service.store.queries.imports import find_import
from service.store.unit_of_work import reading

_SEVERITIES = {"error": "错误", "warning": "提醒"}
_COLUMNS = (("程度", 8), ("表", 14), ("行", 8), ("列", 18), ("原来的内容", 30), ("说明", 70), ("代码", 24))


def export_import_report(runtime: Runtime, actor: Actor, import_id: str, kind: str) -> bytes:
    """The report of one import.

    Args:
        kind: `json`, as `load --report` writes it; else a workbook.

    Raises:
        Refused: not for this actor.
        NotFound: there is no such import, or no report yet.
    """
    require(actor, Action.IMPORT_POOLS, Subject())
    with reading(runtime.database) as session:
        found = find_import(session, import_id)
    if found is None or found.report is None:
        raise NotFound("这次导入还没有报告。")
    return _as_json(found, found.report) if kind == "json" else _as_workbook(found.report)


def _as_json(found: PoolImport, report: ImportReport) -> bytes:
    told = {
        "file": found.name, "sha256": report.sha256 or None, "outcome": report.outcome, "exit": report.exit,
        "providers": dict(report.providers), "rows": dict(report.rows), "problems_total": report.problems_total,
        "problems": [
            {
                "severity": each.severity, "sheet": each.sheet or None, "line": each.line or None, "column": each.column or None,
                "code": each.code, "value": each.value or None, "message": each.message,
            }
            for each in report.problems
        ],
    }  # fmt: skip
    return json.dumps({"files": [told]}, ensure_ascii=False, indent=1).encode("utf-8") + b"\n"


def _as_workbook(report: ImportReport) -> bytes:
    from xlsxwriter.workbook import Workbook  # here: a start need not wait for it

    buffer = io.BytesIO()
    book = Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    book.set_properties({"title": "导入报告", "created": datetime(2000, 1, 1)})  # noqa: DTZ001  the library wants a naive one
    head, quoted = book.add_format({"bold": True, "bottom": 1}), book.add_format({"quote_prefix": True})
    sheet = book.add_worksheet("问题")
    for column, (title, width) in enumerate(_COLUMNS):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, head)
    for row, each in enumerate(report.problems, start=1):
        line = str(each.line) if each.line else ""
        cells = (_SEVERITIES.get(each.severity, each.severity), each.sheet, line, each.column, each.value, each.message, each.code)
        for column, text in enumerate(cells):
            sheet.write_string(row, column, text, quoted if is_like_a_formula(text) else None)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, len(report.problems)), len(_COLUMNS) - 1)
    book.close()
    return buffer.getvalue()
