"""What became of each file: the report, and its JSON. `telling` says the same in sentences."""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.problems import Problem
from service.command_errors import ExitCode
from service.domain.imports import ImportedFirm
from service.errors import Invalid


@dataclass(frozen=True, slots=True)
class ProviderCounts:
    """Firms of one file."""

    added: int = 0
    changed: int = 0
    same: int = 0
    refused: int = 0


@dataclass(frozen=True, slots=True)
class RowCounts:
    """Rows of one file. `ignored` are repeats, footers and prefilled forms; read = taken + refused + ignored."""

    read: int = 0
    taken: int = 0
    refused: int = 0
    ignored: int = 0


@dataclass(frozen=True, slots=True)
class FileReport:
    """One file. `sha256` is None when it could not be read. `firms`: those that the file adds or changes."""

    file: str
    sha256: str | None
    exit: ExitCode
    providers: ProviderCounts
    rows: RowCounts
    problems: tuple[Problem, ...]
    firms: tuple[ImportedFirm, ...] = ()

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
