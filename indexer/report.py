"""What became of each file: the report as JSON, and as sentences on a terminal."""

import json
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.problems import Problem, Severity
from service.command_errors import ExitCode
from service.errors import Invalid

_SHOWN_MOST = 20
_SHOWN_OF_ONE_KIND = 5


@dataclass(frozen=True, slots=True)
class ProviderCounts:
    """Firms of one file."""

    added: int = 0
    changed: int = 0
    same: int = 0
    refused: int = 0


@dataclass(frozen=True, slots=True)
class RowCounts:
    """Rows of one file: firms, capabilities and cases. `ignored` are repeats."""

    read: int = 0
    taken: int = 0
    refused: int = 0
    ignored: int = 0


@dataclass(frozen=True, slots=True)
class FileReport:
    """One file. `sha256` is None when it could not be read."""

    file: str
    sha256: str | None
    exit: ExitCode
    providers: ProviderCounts
    rows: RowCounts
    problems: tuple[Problem, ...]

    @property
    def outcome(self) -> str:
        """`taken`, `partly`, or `refused` when nothing of it is stored."""
        if self.exit is ExitCode.TAKEN:
            return "taken"
        return "partly" if self.exit is ExitCode.PARTLY and self.rows.taken else "refused"


def highest_exit(reports: Sequence[FileReport]) -> ExitCode:
    """The exit code of the whole command."""
    return max((report.exit for report in reports), default=ExitCode.TAKEN)


def check_writable(path: Path) -> None:
    """Tell before any work whether a report can be written to `path`.

    Raises:
        Invalid: its folder is missing or not writable.
    """
    if path.is_dir() or not path.parent.is_dir() or not os.access(path.parent, os.W_OK):
        raise Invalid(f"报告写不到 {path}，请换一个已有且可写的文件夹。")


def write_report(path: Path, reports: Sequence[FileReport]) -> None:
    """Write all reports as JSON; an earlier file of that name is replaced as a whole."""
    content = json.dumps({"files": [_as_json(report) for report in reports]}, ensure_ascii=False, indent=1)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_text(content + "\n", encoding="utf-8")
    draft.replace(path)


def _as_json(report: FileReport) -> dict[str, object]:
    providers, rows = report.providers, report.rows
    return {
        "file": report.file.encode("utf-8", "backslashreplace").decode("utf-8"),
        "sha256": report.sha256,
        "outcome": report.outcome,
        "exit": int(report.exit),
        "providers": {
            "added": providers.added, "changed": providers.changed, "same": providers.same, "refused": providers.refused,
        },
        "rows": {"read": rows.read, "taken": rows.taken, "refused": rows.refused, "ignored": rows.ignored},
        "problems": [
            {
                "severity": found.severity.value, "sheet": found.sheet, "line": found.line, "column": found.column,
                "code": found.code, "value": found.value, "message": found.message,
            }
            for found in report.problems
        ],
    }  # fmt: skip


def told_on_terminal(report: FileReport, *, dry_run: bool) -> Iterator[str]:
    """The lines a person reads: what happened, then the gravest problems."""
    providers, rows = report.providers, report.rows
    verb = {"taken": "可全部导入" if dry_run else "已全部导入", "partly": "可部分导入" if dry_run else "已部分导入", "refused": "未导入"}
    yield (
        f"{report.file}：{verb[report.outcome]}。服务商 新增 {providers.added}、变更 {providers.changed}、不变 {providers.same}、"
        f"拒收 {providers.refused}；行 读到 {rows.read}、拒收 {rows.refused}、忽略 {rows.ignored}。"
    )
    shown = 0
    seen: Counter[str] = Counter()
    for found in sorted(report.problems, key=lambda each: each.severity is Severity.WARNING):
        seen[found.code] += 1
        if shown < _SHOWN_MOST and seen[found.code] <= _SHOWN_OF_ONE_KIND:
            shown += 1
            word = "错误" if found.severity is Severity.ERROR else "提醒"
            sheet = f"{found.sheet} " if found.sheet else ""
            line = f"第 {found.line} 行 " if found.line else ""
            yield f"  {word} {sheet}{line}{found.message}（{found.code}）"
    if len(report.problems) > shown:
        yield f"  另有 {len(report.problems) - shown} 条未显示，用 --report 文件名.json 查看全部。"
