"""From a path to source rows: which kind of file it is, and what of it belongs together."""

import hashlib
import os
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from indexer.columns import RowKind
from indexer.problems import ProblemLog, SourceUnusable, unusable
from indexer.records import Limits, Sheet, SourceItem, Tally
from indexer.sources.contained import sheets_of
from indexer.sources.csv_table import csv_sheet, kind_of_csv
from indexer.sources.jsonl import read_jsonl
from indexer.sources.kinds import SheetKind, check_spreadsheet, check_text, refuse_suffix
from indexer.tables.reading import TableReader
from indexer.tables.titles import Surroundings
from indexer.tables.workbook import tables_of

_JSON_LINES = frozenset({".jsonl", ".ndjson"})
_SPREADSHEETS = {".xlsx": SheetKind.XLSX, ".xlsm": SheetKind.XLSX, ".ods": SheetKind.ODS}
_TABLES_BESIDE = frozenset({*_JSON_LINES, *_SPREADSHEETS, ".xls", ".xlsb", ".et", ".numbers"})
_FILES_IN_FOLDER_MOST = 100


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """The content of a file, or of every CSV file of a folder, by name. `left_out`: other tables of that folder."""

    path: Path
    contents: tuple[tuple[str, bytes], ...]
    is_folder: bool = False
    left_out: tuple[str, ...] = ()

    @property
    def sha256(self) -> str:
        """Of the file; of a folder: of its lines `name:sha256`, ordered by name."""
        digests = [(name, hashlib.sha256(content).hexdigest()) for name, content in self.contents]
        if not self.is_folder:
            return digests[0][1]
        return hashlib.sha256("".join(f"{name}:{digest}\n" for name, digest in digests).encode()).hexdigest()


def open_file(path: Path, *, limits: Limits) -> OpenedFile:
    """Read a file, or the CSV files of a folder, into memory.

    Raises:
        SourceUnusable: missing, not a kind we read, over the size limit.
    """
    try:
        if path.is_dir():
            return _open_folder(path, limits)
        if not path.is_file():
            raise unusable("file_missing")
        if path.suffix.lower() not in {*_JSON_LINES, *_SPREADSHEETS, ".csv"}:
            raise refuse_suffix(path.suffix.lower())
        return OpenedFile(path, ((path.name, _content(path, limits.file_mb * 1_000_000, limits)),))
    except (OSError, ValueError):
        raise unusable("file_missing") from None


def _open_folder(path: Path, limits: Limits) -> OpenedFile:
    files = sorted(file for file in path.iterdir() if file.suffix.lower() == ".csv" and file.is_file() and file.name[0] not in ".~")
    if not files:
        raise unusable("rows_missing")
    if len(files) > _FILES_IN_FOLDER_MOST:
        raise unusable("file_not_readable", other=f"文件夹里超过 {_FILES_IN_FOLDER_MOST} 个 CSV 文件，请重新导出后再试")
    contents: list[tuple[str, bytes]] = []
    left = limits.file_mb * 1_000_000
    for file in files:
        content = _content(file, left, limits)
        left -= len(content)
        contents.append((file.name, content))
    return OpenedFile(path, tuple(contents), is_folder=True, left_out=tuple(_tables_beside(path)))


def _tables_beside(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir() if file.suffix.lower() in _TABLES_BESIDE and file.name[0] not in ".~")


def _content(path: Path, most: int, limits: Limits) -> bytes:
    with path.open("rb") as file:
        before = os.fstat(file.fileno())
        # Its own size and one byte more: a read of the whole limit would set that much memory aside for the smallest file.
        content = file.read(min(before.st_size, most) + 1)
        after = path.stat()
    if len(content) > most:
        raise unusable("file_too_large", other=limits.file_mb)
    if _version(before) != _version(after) or len(content) != after.st_size:
        raise unusable("file_changed")
    return content


def _version(found: os.stat_result) -> tuple[int, int, int]:
    """What changes when somebody writes the file, or puts another in its place."""
    return found.st_ino, found.st_size, found.st_mtime_ns


def read_items(
    file: OpenedFile, *, surroundings: Surroundings, limits: Limits, log: ProblemLog, tally: Tally
) -> Generator[SourceItem, None, None]:
    """All source rows of a file; what is wrong with single rows goes to `log`.

    Raises:
        SourceUnusable: the file as a whole cannot be used.
    """
    suffix = file.path.suffix.lower()
    if not file.is_folder and suffix in _JSON_LINES:
        check_text(file.contents[0][1], suffix)
        yield from read_jsonl(file.contents[0][1], limits=limits, log=log, tally=tally)
        return
    for name in file.left_out[:_FILES_IN_FOLDER_MOST]:
        log.add("file_left_out", value=name)
    with _sheets(file, limits) as sheets:
        for table in tables_of(sheets, surroundings, log, tally):
            yield from TableReader(table, surroundings, limits=limits, log=log, tally=tally).items()
    if tally.read == tally.ignored:
        raise unusable("rows_missing")


def csv_kind(path: Path, *, limits: Limits) -> RowKind | None:
    """What a single CSV file is about, by its header; None when that cannot be told (loading it will say why)."""
    if path.suffix.lower() != ".csv" or path.is_dir():
        return None
    try:
        return kind_of_csv(open_file(path, limits=limits).contents[0][1])
    except SourceUnusable:
        return None


@contextmanager
def _sheets(file: OpenedFile, limits: Limits) -> Iterator[list[Sheet]]:
    kind = _SPREADSHEETS.get(file.path.suffix.lower())
    if kind is None or file.is_folder:
        yield [csv_sheet(content, sheet=Path(name).stem if file.is_folder else None) for name, content in file.contents]
        return
    content = file.contents[0][1]
    check_spreadsheet(content, kind)
    with sheets_of(content, kind, limits=replace(limits, file_bytes=len(content))) as sheets:
        yield sheets
