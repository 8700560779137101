"""The audit log as a file: CSV and XLSX for people, JSON lines for programs that check the chain again."""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from service.domain.audit import AuditEntry
from service.domain.audit_chain import AuditLine
from service.domain.audit_reading import ACTION_WORDS, KIND_WORDS, VALUE_WORDS, AuditQuery
from service.domain.calendar import day_in_shanghai, time_in_shanghai
from service.domain.cells import csv_cell, is_like_a_formula
from service.domain.permissions import Action, Actor, Subject
from service.errors import TooLarge
from service.identity.actors import require
from service.runtime import Runtime
from service.store.queries.audit import list_lines, record_audit
from service.store.queries.people import person_names
from service.store.unit_of_work import writing

LINES_MOST = 50_000
ERASED_WORD = "（已擦除）"
_HEADS = ("序号", "时间（北京）", "谁", "做了什么", "对象", "对象编号", "明细", *VALUE_WORDS.values(), "摘要")
_CELL_MOST = 32_000
"""A cell of a workbook holds 32,767 characters."""


class AuditFormat(StrEnum):
    """Which file."""

    CSV = "csv"
    XLSX = "xlsx"
    JSONL = "jsonl"


MEDIA_TYPES: Mapping[AuditFormat, str] = {
    AuditFormat.CSV: "text/csv; charset=utf-8",
    AuditFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    AuditFormat.JSONL: "application/x-ndjson",
}


@dataclass(frozen=True, slots=True)
class AuditFile:
    """The file, and how many lines it holds."""

    file_name: str
    content: bytes
    lines: int


def export_audit(runtime: Runtime, actor: Actor, query: AuditQuery, kind: AuditFormat) -> AuditFile:
    """All lines that `query` leaves, newest first. That somebody took them away is an entry itself.

    Raises:
        Refused: not for this actor.
        TooLarge: more lines than `LINES_MOST`.
    """
    require(actor, Action.READ_AUDIT, Subject())
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        page = list_lines(session, replace(query, number=1, size=LINES_MOST))
        if page.total > LINES_MOST:
            raise TooLarge(f"符合条件的有 {page.total} 条，一个文件最多 {LINES_MOST} 条，请先按日期筛选再下载。")
        names = person_names(session, {line.actor for line in page.items})
        record_audit(session, [AuditEntry(now, actor, "audit_exported", "audit", "", {"format": kind, "lines": page.total})])
    match kind:
        case AuditFormat.CSV:
            content = _csv(page.items, names)
        case AuditFormat.XLSX:
            content = _xlsx(page.items, names)
        case AuditFormat.JSONL:
            content = "".join(json.dumps(_record(line), ensure_ascii=False) + "\n" for line in page.items).encode()
    return AuditFile(f"审计日志_{day_in_shanghai(now):%Y%m%d}.{kind}", content, page.total)


def _record(line: AuditLine) -> dict[str, object]:
    """Everything of a line, so that its digest can be computed again."""
    return {
        "seq": line.seq, "at": line.at.isoformat(timespec="microseconds"), "actor": line.actor, "action": line.action,
        "subject_kind": line.subject_kind, "subject_id": line.subject_id, "detail": line.detail, "value_digests": line.value_digests,
        "digest": line.digest,
        "values": {
            value.name: {"salt": value.salt, "text": value.text} if value.text is not None else {"erased_by": value.erased_by}
            for value in line.values
        },
    }  # fmt: skip


def _cells(line: AuditLine, names: Mapping[str, str]) -> list[str]:
    values = {value.name: ERASED_WORD if value.text is None else value.text for value in line.values}
    return [
        str(line.seq), f"{time_in_shanghai(line.at):%Y-%m-%d %H:%M:%S}", names.get(line.actor, line.actor),
        ACTION_WORDS.get(line.action, line.action), KIND_WORDS.get(line.subject_kind, line.subject_kind), line.subject_id,
        json.dumps(line.detail, ensure_ascii=False) if line.detail else "",
        *(_plain(values.get(name, "")) for name in VALUE_WORDS), line.digest,
    ]  # fmt: skip


def _plain(text: str) -> str:
    """A text without the quotes of its JSON."""
    return str(json.loads(text)) if text.startswith('"') else text


def _csv(lines: Iterable[AuditLine], names: Mapping[str, str]) -> bytes:
    written = io.StringIO(newline="")
    rows = csv.writer(written)
    rows.writerow(_HEADS)
    rows.writerows([csv_cell(cell) for cell in _cells(line, names)] for line in lines)
    return ("\ufeff" + written.getvalue()).encode()  # without the mark, Excel reads UTF-8 as GBK


def _xlsx(lines: Iterable[AuditLine], names: Mapping[str, str]) -> bytes:
    from xlsxwriter.workbook import Workbook  # here: a start need not wait for it

    buffer = io.BytesIO()
    book = Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    quoted = book.add_format({"quote_prefix": True})
    sheet = book.add_worksheet("审计日志")
    sheet.set_column(1, len(_HEADS) - 1, 20)
    for row, cells in enumerate([list(_HEADS), *(_cells(line, names) for line in lines)]):
        for column, cell in enumerate(cells):
            sheet.write_string(row, column, cell[:_CELL_MOST], quoted if is_like_a_formula(cell) else None)
    sheet.freeze_panes(1, 1)
    book.close()
    return buffer.getvalue()
