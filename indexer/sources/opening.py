"""From a path to source rows: which kind of file it is, and what of it belongs together."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.columns import SHEET_NAMES, RowKind, header_key
from indexer.problems import ProblemLog, SourceUnusable, unusable
from indexer.records import Limits, SourceItem, Tally
from indexer.sources.csv_table import open_csv
from indexer.sources.jsonl import read_jsonl
from indexer.sources.tables import SheetRow, Table, open_table, read_table
from indexer.sources.xlsx import Workbook

_JSON_LINES = frozenset({".jsonl", ".ndjson"})
_SPREADSHEETS = frozenset({".xlsx", ".xlsm"})
_FILES_IN_FOLDER_MOST = 100
_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """The content of a file, or of every CSV file of a folder, by name."""

    path: Path
    contents: tuple[tuple[str, bytes], ...]
    is_folder: bool = False

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
            raise unusable("file_kind_unknown")
        return OpenedFile(path, ((path.name, _content(path, limits.file_mb * 1_000_000, limits)),))
    except (OSError, ValueError):
        raise unusable("file_missing") from None


def _open_folder(path: Path, limits: Limits) -> OpenedFile:
    files = sorted(file for file in path.iterdir() if file.suffix.lower() == ".csv" and file.is_file() and file.name[0] not in ".~")
    if not files:
        raise unusable("rows_missing")
    if len(files) > _FILES_IN_FOLDER_MOST:
        raise unusable("file_not_readable", other=f"文件夹里超过 {_FILES_IN_FOLDER_MOST} 个 CSV 文件")
    contents: list[tuple[str, bytes]] = []
    left = limits.file_mb * 1_000_000
    for file in files:
        content = _content(file, left, limits)
        left -= len(content)
        contents.append((file.name, content))
    return OpenedFile(path, tuple(contents), is_folder=True)


def _content(path: Path, most: int, limits: Limits) -> bytes:
    # Chunk by chunk: one read of the whole limit would set that much memory aside for the smallest file.
    content = bytearray()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            content += chunk
            if len(content) > most:
                raise unusable("file_too_large", other=limits.file_mb)
    return bytes(content)


def read_items(file: OpenedFile, *, limits: Limits, log: ProblemLog, tally: Tally) -> Iterator[SourceItem]:
    """All source rows of a file; what is wrong with single rows goes to `log`.

    Raises:
        SourceUnusable: the file as a whole cannot be used.
    """
    suffix = file.path.suffix.lower()
    if not file.is_folder and suffix in _JSON_LINES:
        yield from read_jsonl(file.contents[0][1], limits=limits, log=log, tally=tally)
        return
    for table in _tables(file, limits, log):
        yield from read_table(table, limits=limits, log=log, tally=tally)
    if not tally.read:
        raise unusable("rows_missing")


def csv_kind(path: Path, *, limits: Limits) -> RowKind | None:
    """What a single CSV file is about, by its header; None when that cannot be told (loading it will say why)."""
    if path.suffix.lower() != ".csv" or path.is_dir():
        return None
    try:
        table = open_csv(open_file(path, limits=limits).contents[0][1], sheet=None)
    except SourceUnusable:
        return None
    return table.header.kind if table else None


def _tables(file: OpenedFile, limits: Limits, log: ProblemLog) -> list[Table]:
    if file.is_folder:
        return _workbook([(Path(name).stem, _csv_opener(content, Path(name).stem)) for name, content in file.contents], log)
    content = file.contents[0][1]
    if file.path.suffix.lower() == ".csv":
        table = open_csv(content, sheet=None)
        if table is None:
            raise unusable("rows_missing")
        return [table]
    workbook = Workbook(content, limits=limits)
    return _workbook([(sheet.name, _sheet_opener(workbook.rows(sheet), sheet.name)) for sheet in workbook.sheets], log)


_Opener = Callable[[RowKind | None], Table | None]


def _csv_opener(content: bytes, name: str) -> _Opener:
    return lambda kind: open_csv(content, sheet=name, kind=kind)


def _sheet_opener(rows: Iterator[SheetRow], name: str) -> _Opener:
    return lambda kind: open_table(rows, sheet=name, kind=kind)


def _workbook(sheets: Sequence[tuple[str, _Opener]], log: ProblemLog) -> list[Table]:
    """The tables of a workbook: by sheet name first; a sheet of another name counts when its header is complete and its kind is free."""
    kinds = {name: SHEET_NAMES.get(header_key(name)) for name, _ in sheets}
    tables = []
    refusals: list[SourceUnusable] = []
    for name, opener in sheets:
        kind = kinds[name]
        if kind is not None:
            table = opener(kind)
            tables += [table] if table else []
            continue
        try:
            table = opener(None)
        except SourceUnusable as refused:
            if refused.problem.code not in {"header_missing", "column_missing"}:
                raise
            refusals.append(refused)
            log.add("sheet_unknown", sheet=name)
            continue
        if table and table.header.kind not in kinds.values():
            tables.append(table)
        elif table:
            log.add("sheet_unknown", sheet=name)
    if not tables and refusals:
        raise refusals[0]
    return tables
