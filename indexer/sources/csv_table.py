"""CSV: UTF-8 with or without BOM, or GB18030; a comma, tab or semicolon between cells."""

import codecs
import csv
import io
from collections.abc import Iterator

from indexer.clean import unescape_formula
from indexer.columns import RowKind
from indexer.problems import SourceUnusable, unusable
from indexer.sources.tables import SheetRow, Table, open_table

_CHUNK_BYTES = 1 << 20
_ENCODINGS = ("utf-8-sig", "gb18030")
_DELIMITERS = (",", "\t", ";")


def open_csv(content: bytes, *, sheet: str | None, kind: RowKind | None = None) -> Table | None:
    """The table of a CSV file, told apart by its header; None when the file is empty.

    Raises:
        SourceUnusable: encoding not known, no header, a required column missing.
    """
    encoding = _encoding(content, sheet)
    refusals = []
    for delimiter in _DELIMITERS:
        try:
            return open_table(_rows(content, encoding, delimiter, sheet), sheet=sheet, kind=kind)
        except SourceUnusable as refused:
            refusals.append(refused)
    # A header that is there but lacks a column says more than "no header", whichever delimiter found it.
    raise next((refused for refused in refusals if refused.problem.code == "column_missing"), refusals[0])


def _rows(content: bytes, encoding: str, delimiter: str, sheet: str | None) -> Iterator[SheetRow]:
    text = io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline="")
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            found = tuple((place, unescape_formula(cell)) for place, cell in enumerate(cells) if cell.strip())
            if found:
                yield SheetRow(line, found)
            line = reader.line_num + 1
    except csv.Error:
        raise unusable("file_not_readable", sheet=sheet, line=line, other="这一行的引号不成对，或一格文字过长") from None


def _encoding(content: bytes, sheet: str | None) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise unusable("encoding_unknown", sheet=sheet, other="这是 UTF-16，请另存为“CSV UTF-8”")
    for encoding in _ENCODINGS:
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            for start in range(0, len(content), _CHUNK_BYTES):
                decoder.decode(content[start : start + _CHUNK_BYTES])
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return encoding
    raise unusable("encoding_unknown", sheet=sheet, other="请另存为“CSV UTF-8”后重试")
