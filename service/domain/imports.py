"""导入: a file of staff on its way into the pools. First it is tried, then somebody confirms, then it is stored in one transaction."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

FILES_MOST = 3
"""One workbook, or the three CSV files of one workbook."""
FILE_NAME_MOST_CHARACTERS = 120
SUFFIXES = (".xlsx", ".ods", ".csv", ".jsonl")
PROBLEMS_KEPT = 5_000
"""Of one file; how many there were in all is told."""
FIRMS_KEPT = 500
LINES_KEPT = 200
FILE_KEPT = timedelta(days=7)
"""How long an uploaded file lies on the server; afterwards only its report is left."""
CONFIRM_WITHIN = timedelta(days=2)
"""A tried file that nobody confirms goes with its decision."""


class ImportState(StrEnum):
    """Where an import stands."""

    CHECKING = "checking"
    """Promised or under way: tried without storing anything."""
    CHECKED = "checked"
    """Somebody looks at what would happen, and decides."""
    LOADING = "loading"
    """Promised or under way: stored in one transaction."""
    PREPARING = "preparing"
    """Stored. The vectors of new texts are being computed."""
    DONE = "done"
    REFUSED = "refused"
    """Nothing of the file can be stored."""
    FAILED = "failed"
    """The program ended in the middle; nothing was stored."""
    CANCELLED = "cancelled"
    DISCARDED = "discarded"
    EXPIRED = "expired"


RUNNING = frozenset({ImportState.CHECKING, ImportState.LOADING, ImportState.PREPARING})
"""One import at a time is in one of these."""


class ImportStep(StrEnum):
    """What staff may do with an import."""

    CONFIRM = "confirm"
    RECHECK = "recheck"
    DISCARD = "discard"
    CANCEL = "cancel"


STEPS: Mapping[ImportState, tuple[ImportStep, ...]] = {
    ImportState.CHECKING: (ImportStep.CANCEL,),
    ImportState.CHECKED: (ImportStep.CONFIRM, ImportStep.RECHECK, ImportStep.DISCARD),
    ImportState.LOADING: (ImportStep.CANCEL,),
    ImportState.REFUSED: (ImportStep.RECHECK, ImportStep.DISCARD),
    ImportState.FAILED: (ImportStep.RECHECK, ImportStep.DISCARD),
    ImportState.CANCELLED: (ImportStep.RECHECK, ImportStep.DISCARD),
}
"""State → what may be done. What does not stand here is over, or goes its way."""
STEP_WORDS: Mapping[ImportStep, str] = {
    ImportStep.CONFIRM: "确认导入",
    ImportStep.RECHECK: "重新检查",
    ImportStep.DISCARD: "不导入了",
    ImportStep.CANCEL: "取消",
}


@dataclass(frozen=True, slots=True)
class ReportLine:
    """All rows with the same trouble, as a clerk reads it. `where`: 第 3 行, 12 行（第 4、8 行）; empty where there is no place."""

    is_error: bool
    sheet: str
    where: str
    sentence: str
    code: str


@dataclass(frozen=True, slots=True)
class ReportProblem:
    """One thing wrong, at its place. `line` 0: nowhere."""

    severity: str
    sheet: str
    line: int
    column: str
    code: str
    value: str
    message: str


@dataclass(frozen=True, slots=True)
class ImportedFirm:
    """A firm of the file. `change` is added or changed; `fields`: names of what changes."""

    name: str
    uscc: str
    change: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of a file, or would. `outcome`: taken, partly or refused. `*_total`: how many there were before the list was cut."""

    outcome: str
    exit: int
    sha256: str
    providers: Mapping[str, int]
    rows: Mapping[str, int]
    lines: tuple[ReportLine, ...] = ()
    problems: tuple[ReportProblem, ...] = ()
    problems_total: int = 0
    firms: tuple[ImportedFirm, ...] = ()
    firms_total: int = 0

    def as_json(self) -> dict[str, Any]:
        """As it is stored."""
        return {
            "outcome": self.outcome, "exit": self.exit, "sha256": self.sha256, "providers": dict(self.providers), "rows": dict(self.rows),
            "lines": [[each.is_error, each.sheet, each.where, each.sentence, each.code] for each in self.lines],
            "problems": [
                [each.severity, each.sheet, each.line, each.column, each.code, each.value, each.message] for each in self.problems
            ],
            "problems_total": self.problems_total,
            "firms": [[each.name, each.uscc, each.change, list(each.fields)] for each in self.firms],
            "firms_total": self.firms_total,
        }  # fmt: skip


def read_report(stored: Mapping[str, Any]) -> ImportReport | None:
    """The report that was stored; None where there is none."""
    if not stored:
        return None
    return ImportReport(
        outcome=stored["outcome"],
        exit=stored["exit"],
        sha256=stored["sha256"],
        providers=stored["providers"],
        rows=stored["rows"],
        lines=tuple(ReportLine(*each) for each in stored["lines"]),
        problems=tuple(ReportProblem(*each) for each in stored["problems"]),
        problems_total=stored["problems_total"],
        firms=tuple(ImportedFirm(name, uscc, change, tuple(fields)) for name, uscc, change, fields in stored["firms"]),
        firms_total=stored["firms_total"],
    )


@dataclass(frozen=True, slots=True)
class PoolImport:
    """One import. `pool`: taken for lists that say nowhere which pool they are of. `round`: counts every promise to work on it.

    `checked_at`: when it was tried last; `settled_at`: when it was over. `file_gone`: the uploaded file was deleted.
    """

    id: str
    state: ImportState
    file_names: tuple[str, ...]
    bytes: int
    pool: str
    round: int
    made_by: str
    made_at: datetime
    confirmed_by: str
    checked_at: datetime | None
    settled_at: datetime | None
    file_gone: bool
    failure: str
    report: ImportReport | None

    @property
    def name(self) -> str:
        """For people: the name of the file, or of the first and how many."""
        more = len(self.file_names) - 1
        return f"{self.file_names[0]} 等 {more + 1} 个文件" if more else self.file_names[0]

    @property
    def steps(self) -> tuple[ImportStep, ...]:
        """What may be done now."""
        possible = STEPS.get(self.state, ())
        return tuple(step for step in possible if not self.file_gone or step is ImportStep.DISCARD)


@dataclass(frozen=True, slots=True)
class ImportProgress:
    """How far a running import is. `of` 0: not known yet."""

    what: str = ""
    done: int = 0
    of: int = 0


@dataclass(frozen=True, slots=True)
class WishedFile:
    """A file that somebody sends: its name as the browser tells it."""

    name: str
    bytes: int


def file_name_of(told: str) -> str:
    """A name of which nothing leads out of its folder: the last part, without signs that no file needs."""
    last = told.replace("\\", "/").rpartition("/")[2]
    kept = "".join(sign for sign in last if sign.isprintable() and sign not in '<>:"|?*').strip(". ")
    stem, dot, suffix = kept.rpartition(".")
    most = FILE_NAME_MOST_CHARACTERS - len(dot) - len(suffix)
    return f"{stem[:most]}{dot}{suffix}" if stem else ""


def refuse_files(files: Sequence[WishedFile], most_mb: int) -> str:
    """Why these cannot be imported; empty when they can."""
    return next(_wrongs(files, most_mb), "")


def _wrongs(files: Sequence[WishedFile], most_mb: int) -> Iterator[str]:
    if not files:
        yield "请选一个文件。"
    if len(files) > FILES_MOST:
        yield f"一次最多 {FILES_MOST} 个文件：一个工作簿，或服务商、服务能力、案例三个 CSV。"
    for each in files:
        if not each.name.lower().endswith(SUFFIXES):
            yield f"“{each.name or '未命名'}”不是能导入的文件。请用 .xlsx、.ods、.csv 或 .jsonl；旧的 .xls 请先另存为 .xlsx。"
        if not each.bytes:
            yield f"“{each.name}”是空的。"
    if len(files) > 1 and not all(each.name.lower().endswith(".csv") for each in files):
        yield "几个文件一起导入时，都要是 CSV（服务商、服务能力、案例各一个）。"
    if len({each.name.lower() for each in files}) < len(files):
        yield "有两个文件同名，请改名后再选。"
    if sum(each.bytes for each in files) > most_mb * 1_000_000:
        yield f"文件太大，最多 {most_mb} MB。请分成几个文件，一个一个导入。"
