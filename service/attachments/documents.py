"""PDFs are taken apart: their pages go into a new file, everything that could act stays behind or refuses the file.

What is allowed is listed, of a page and of the whole: content, resources, size. Notes, forms, links, attached files, scripts, metadata
have no place in the new file. Source: ISO 32000-2, 7.7 and 12.6.
"""

import io
import zlib
from collections.abc import Iterator

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, PdfObject, StreamObject

from service.attachments.refused_file import RefusedFile
from service.domain.attachments import PAGES_MOST, PIXELS_MOST, UNPACKED_MOST_BYTES

_PAGE_KEYS = ("/Type", "/MediaBox", "/CropBox", "/Rotate", "/Resources", "/Contents", "/Group", "/UserUnit")
_SCRIPTS = frozenset(
    {"/JavaScript", "/JS", "/Launch", "/XFA", "/RichMedia", "/SubmitForm", "/ImportData", "/GoToE", "/Rendition", "/Movie"}
)
_EMBEDDED = frozenset({"/EmbeddedFile", "/EmbeddedFiles", "/EF"})
_TOLD_OF_A_PART = ("/Metadata", "/PieceInfo", "/OPI", "/LastModified")
"""Keys inside resources that tell of the author's program."""
_OBJECTS_MOST = 100_000
_DEEPEST = 3_000
_PIECE = 1 << 20


def cleaned_document(content: bytes) -> tuple[bytes, int]:
    """A new PDF with the same pages, and how many.

    Raises:
        RefusedFile: locked, damaged, too long, too large inside, or with something in it that acts.
    """
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted:
            raise RefusedFile("locked")
        pages = len(reader.pages)
        if pages > PAGES_MOST:
            raise RefusedFile("too_many_pages")
        if not pages:
            raise RefusedFile("no_pages")
        _examine(reader)
        return _written(reader), pages
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError, zlib.error, RecursionError):
        raise RefusedFile("damaged") from None


def _examine(reader: PdfReader) -> None:
    """Everything that hangs on the trailer, used by a page or not: scripts, attached files, and how much is packed.

    Raises:
        RefusedFile: one of these, or too much.
    """
    unpacked = 0
    for number, each in enumerate(_everything(reader.trailer)):
        if number > _OBJECTS_MOST:
            raise RefusedFile("bomb")
        if isinstance(each, DictionaryObject):
            words = {*each.keys(), *(value for value in dict.values(each) if isinstance(value, NameObject))}
            if words & _SCRIPTS:
                raise RefusedFile("script")
            if words & _EMBEDDED:
                raise RefusedFile("embedded")
        if isinstance(each, StreamObject):
            unpacked += _unpacked_size(each)
            if unpacked > UNPACKED_MOST_BYTES:
                raise RefusedFile("bomb")


def _everything(start: PdfObject) -> Iterator[PdfObject]:
    """Every object that can be reached, each once."""
    seen: set[tuple[int, int]] = set()
    waiting: list[tuple[PdfObject, int]] = [(start, 0)]
    while waiting:
        each, depth = waiting.pop()
        if depth > _DEEPEST:
            raise RefusedFile("bomb")
        if isinstance(each, IndirectObject):
            mark = (each.idnum, each.generation)
            if mark in seen:
                continue
            seen.add(mark)
            found = each.get_object()
            if found is not None:
                waiting.append((found, depth + 1))
            continue
        yield each
        if isinstance(each, DictionaryObject):
            waiting += [(value, depth + 1) for value in dict.values(each)]
        elif isinstance(each, ArrayObject):
            waiting += [(value, depth + 1) for value in list.__iter__(each)]


def _unpacked_size(stream: StreamObject) -> int:
    """How large it becomes for whoever looks at it, found out piece by piece up to the limit.

    Raises:
        RefusedFile: packed several times over, or a picture with too many points.
    """
    filters = stream.get("/Filter")
    names = [str(name) for name in (filters if isinstance(filters, ArrayObject) else [filters]) if name is not None]
    width, height = stream.get("/Width"), stream.get("/Height")
    if isinstance(width, int) and isinstance(height, int) and width * height > PIXELS_MOST:
        raise RefusedFile("too_many_pixels")
    packed = stream._data if isinstance(stream._data, bytes) else b""  # noqa: SLF001  as it lies in the file, not unpacked
    if len(names) > 2 or sum(name in {"/FlateDecode", "/Fl", "/LZWDecode", "/LZW"} for name in names) > 1:
        raise RefusedFile("bomb")
    return _inflated_size(packed) if names and names[0] in {"/FlateDecode", "/Fl"} else len(packed)


def _inflated_size(packed: bytes) -> int:
    unpacking, size, left = zlib.decompressobj(), 0, packed
    while left and not unpacking.eof:
        try:
            size += len(unpacking.decompress(left, _PIECE))
        except zlib.error:
            return size  # damaged: readers stop here too
        left = unpacking.unconsumed_tail
        if size > UNPACKED_MOST_BYTES:
            raise RefusedFile("bomb")
    return size


def _written(reader: PdfReader) -> bytes:
    writer = PdfWriter()
    writer.metadata = None
    for page in reader.pages:
        # Size and resources may stand above the page; pypdf has brought them down.
        left_out = [key for key in page if key not in _PAGE_KEYS]
        writer.add_page(page, excluded_keys=[*left_out, *_TOLD_OF_A_PART])
    file = io.BytesIO()
    writer.write(file)
    written = file.getvalue()
    _examine(PdfReader(io.BytesIO(written)))
    return written
