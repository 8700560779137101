"""CSV: UTF-8 with or without BOM, or GB18030; a comma, tab or semicolon between cells."""

import codecs
import csv
import io
from collections.abc import Iterator
from itertools import islice

from indexer.columns import RowKind
from indexer.problems import SourceUnusable, unusable
from indexer.records import Sheet, SheetRow
from indexer.sources.kinds import check_text
from indexer.tables.header import HEADER_ROWS, best_header
from indexer.values.text import unescape_formula

_CHUNK_BYTES = 1 << 20
_ENCODINGS = ("utf-8-sig", "gb18030")
_DELIMITERS = (",", "\t", ";")
_WRONG_DELIMITERS = {"，": "中文逗号“，”", "；": "中文分号“；”", "、": "顿号“、”", "|": "竖线“|”", "｜": "竖线“｜”", " ": "空格"}


def csv_sheet(content: bytes, *, sheet: str | None) -> Sheet:
    """A CSV file as a sheet, its separator told by its header.

    Raises:
        SourceUnusable: encoding not known, or the columns are separated by something else than a comma, tab or semicolon.
    """
    check_text(content, ".csv")
    encoding = _encoding(content, sheet)
    best = max(_DELIMITERS, key=lambda delimiter: _known(content, encoding, delimiter))
    if not _known(content, encoding, best):
        for delimiter, name in _WRONG_DELIMITERS.items():
            if _known(content, encoding, delimiter) > 1:
                raise unusable("separator_wrong", sheet=sheet, other=name)
    return Sheet(sheet, _rows(content, encoding, best, sheet))


def kind_of_csv(content: bytes) -> RowKind | None:
    """What a CSV file is about, by its header; None when it has none."""
    rows = islice(csv_sheet(content, sheet=None).rows, HEADER_ROWS)
    header = best_header(list(rows), None, (), titled=True)
    return next(iter(header.columns)) if header else None


def _known(content: bytes, encoding: str, delimiter: str) -> int:
    """How many columns of the header are known when the lines are split there."""
    try:
        first = list(islice(_rows(content, encoding, delimiter, None), HEADER_ROWS))
    except SourceUnusable:
        return 0
    header = best_header(first, None, (), titled=True)
    return header.known if header else 0


def _rows(content: bytes, encoding: str, delimiter: str, sheet: str | None) -> Iterator[SheetRow]:
    text = io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline="")
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            found = tuple((place, unescape_formula(cell) if cell[0] in "='" else cell) for place, cell in enumerate(cells) if cell.strip())
            if found and not (line == 1 and cells[0].startswith("sep=")):
                yield SheetRow(line, found)
            line = reader.line_num + 1
    except csv.Error:
        raise unusable("file_not_readable", sheet=sheet, line=line, other="这一行的引号不成对，或一格文字过长，请重新导出后再试") from None


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
