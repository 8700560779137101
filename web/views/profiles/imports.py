"""导入: all of them with the form, and one of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import ClassVar

from service.domain.imports import FILE_KEPT, STEP_WORDS, SUFFIXES, ImportedFirm, ImportState, ImportStep, PoolImport, ReportLine
from service.errors import PlatformError
from service.flows.profiles.see_imports import ImportList, ImportSeen
from web.parts.paging import Paging, paging_of

_STATES: Mapping[ImportState, tuple[str, str]] = {
    ImportState.CHECKING: ("正在检查", "accent"),
    ImportState.CHECKED: ("检查好了，等您确认", "warn"),
    ImportState.LOADING: ("正在入库", "accent"),
    ImportState.PREPARING: ("已入库，正在计算检索向量", "accent"),
    ImportState.DONE: ("已导入", "good"),
    ImportState.REFUSED: ("不能导入", "bad"),
    ImportState.FAILED: ("中途停了，没有写入", "bad"),
    ImportState.CANCELLED: ("已取消，没有写入", "quiet"),
    ImportState.DISCARDED: ("没有导入", "quiet"),
    ImportState.EXPIRED: ("没人确认，已过期", "quiet"),
}
_REFRESH_SECONDS = 2
_STORED = frozenset({ImportState.PREPARING, ImportState.DONE})
_CLASHES = frozenset({"confirmed_against", "confirmed_left_out", "confirmed_gone"})
_FIRMS_SHOWN = 50
_CHANGES = {"added": "新增", "changed": "变更"}


@dataclass(frozen=True, slots=True)
class ImportLine:
    """One import in the list."""

    href: str
    name: str
    state: str
    tone: str
    at: datetime
    by: str
    counts: str


@dataclass(frozen=True, slots=True)
class ImportsPage:
    """`pools`: (code, name) for lists that do not say theirs; `problems`: field → sentence; `sentence`: why nothing was taken."""

    template: ClassVar[str] = "pages/profiles/imports.html"
    title: str
    lines: tuple[ImportLine, ...]
    total: int
    paging: Paging
    pools: tuple[tuple[str, str], ...]
    accept: str
    most_mb: int
    kept_days: int
    problems: Mapping[str, str] = field(default_factory=dict)
    sentence: str = ""

    def refused(self, error: PlatformError) -> "ImportsPage":
        """This, with why nothing was taken."""
        return replace(self, problems=error.fields, sentence="" if error.fields else error.message)


@dataclass(frozen=True, slots=True)
class FirmLine:
    """A firm that the file adds or changes."""

    name: str
    uscc: str
    change: str
    fields: str


@dataclass(frozen=True, slots=True)
class ImportPage:
    """`refresh`: seconds until a page of a running import asks again, 0: never. `share`: 0..100, or None when it is not known.

    `clashes`: what people confirmed and the file says otherwise. `counts`: (words, number) pairs.
    """

    template: ClassVar[str] = "pages/profiles/import.html"
    title: str
    here: str
    name: str
    state: str
    tone: str
    by: str
    at: datetime
    refresh: int
    progress: str
    share: int | None
    stored: bool
    waits: bool
    failure: str
    counts: tuple[tuple[str, int], ...]
    rows: str
    errors: tuple[ReportLine, ...]
    warnings: tuple[ReportLine, ...]
    clashes: tuple[ReportLine, ...]
    firms: tuple[FirmLine, ...]
    firms_total: int
    problems_total: int
    steps: tuple[tuple[str, str, bool], ...]
    has_report: bool
    file_gone: bool
    sentence: str = ""

    def refused(self, error: PlatformError) -> "ImportPage":
        """This, with why the step was not done."""
        return replace(self, sentence=error.message)


def imports_page(listed: ImportList) -> ImportsPage:
    """The newest first."""
    return ImportsPage(
        title="导入名单",
        lines=tuple(_line(each, listed.names) for each in listed.imports.items),
        total=listed.imports.total,
        paging=paging_of(listed.imports, "/imports", ()),
        pools=tuple((pool.code, pool.short_name) for pool in listed.codes.pools),
        accept=",".join(SUFFIXES),
        most_mb=listed.most_mb,
        kept_days=FILE_KEPT.days,
    )


def import_page(seen: ImportSeen) -> ImportPage:
    """One of them."""
    found, report = seen.found, seen.found.report
    words, tone = _STATES[found.state]
    running = found.state in {ImportState.CHECKING, ImportState.LOADING, ImportState.PREPARING}
    told = seen.progress
    lines = report.lines if report else ()
    return ImportPage(
        title=found.name,
        here=f"/imports/{found.id}",
        name=found.name,
        state="正在取消" if seen.stopping else words,
        tone=tone,
        by=seen.names.get(found.made_by, "已注销的账户"),
        at=found.made_at,
        refresh=_REFRESH_SECONDS if running else 0,
        progress=f"{told.what} {told.done:,}" + (f" / {told.of:,}" if told.of else "") if told.what else "等待开始",
        share=100 * told.done // told.of if told.of else None,
        stored=found.state in _STORED,
        waits=found.state is ImportState.CHECKED,
        failure=found.failure,
        counts=tuple((words, report.providers.get(key, 0)) for key, words in _COUNTS) if report else (),
        rows=_rows(report.rows) if report else "",
        errors=tuple(each for each in lines if each.is_error),
        warnings=tuple(each for each in lines if not each.is_error and each.code not in _CLASHES),
        clashes=tuple(each for each in lines if each.code in _CLASHES),
        firms=tuple(_firm(each) for each in report.firms[:_FIRMS_SHOWN]) if report else (),
        firms_total=report.firms_total if report else 0,
        problems_total=report.problems_total if report else 0,
        steps=tuple((str(step), _words(step, found), step is ImportStep.CONFIRM) for step in found.steps if not seen.stopping),
        has_report=report is not None,
        file_gone=found.file_gone,
    )


_COUNTS = (("added", "新增"), ("changed", "变更"), ("same", "不变"), ("refused", "拒收"))


def _words(step: ImportStep, found: PoolImport) -> str:
    partly = step is ImportStep.CONFIRM and found.report is not None and found.report.outcome == "partly"
    return "确认导入其余各行" if partly else STEP_WORDS[step]


def _rows(rows: Mapping[str, int]) -> str:
    return f"读到 {rows.get('read', 0):,} 行，拒收 {rows.get('refused', 0):,} 行，忽略 {rows.get('ignored', 0):,} 行"


def _firm(each: ImportedFirm) -> FirmLine:
    return FirmLine(each.name, each.uscc, _CHANGES.get(each.change, each.change), "" if each.change == "added" else "、".join(each.fields))


def _line(each: PoolImport, names: Mapping[str, str]) -> ImportLine:
    words, tone = _STATES[each.state]
    told = each.report.providers if each.report and each.state in _STORED else {}
    counts = f"新增 {told.get('added', 0)}、变更 {told.get('changed', 0)}、拒收 {told.get('refused', 0)}" if told else ""
    return ImportLine(f"/imports/{each.id}", each.name, words, tone, each.made_at, names.get(each.made_by, "已注销的账户"), counts)
