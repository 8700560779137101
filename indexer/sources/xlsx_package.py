"""The zip around a spreadsheet: its parts, how they refer to each other, and the limit on what they unpack to."""

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from xml.parsers import expat

from indexer.problems import unusable

_CHUNK_BYTES = 1 << 16
_PARTS_MOST = 10_000
_COMPOUND = b"\xd0\xcf\x11\xe0"
_BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError, ValueError, KeyError, IndexError,
    OverflowError, OSError, expat.ExpatError,
)  # fmt: skip
"""What zipfile, zlib and expat are known to raise on damaged input."""

StartHandler = Callable[[str, dict[str, str]], None]
EndHandler = Callable[[str], None]
TextHandler = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Reference:
    """One relationship of a part: the kind (last word of its type) and the part it leads to."""

    kind: str
    part: str


class Package:
    """An opened XLSX file.

    Raises:
        SourceUnusable: not a readable zip, encrypted, or over the unpacked limit.
    """

    def __init__(self, content: bytes, *, unpacked_mb: int) -> None:
        if content.startswith(_COMPOUND):
            raise unusable("file_not_readable", other="它是旧版 .xls 或加了密码，请另存为不加密的 .xlsx")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            infos = self._zip.infolist()
        except _BROKEN:
            raise unusable("file_not_readable", other="它不是完整的 .xlsx") from None
        if len(infos) > _PARTS_MOST or sum(info.file_size for info in infos) > unpacked_mb * 1_000_000:
            raise unusable("file_unpacked_too_large", other=unpacked_mb)
        if any(info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} or info.flag_bits & 1 for info in infos):
            raise unusable("file_not_readable", other="它加了密码或用了少见的压缩方式")
        self._by_name: Mapping[str, zipfile.ZipInfo] = {info.filename.lower(): info for info in infos}

    def has(self, part: str) -> bool:
        """Tell whether the part exists; names differ in case between writers."""
        return part.lower() in self._by_name

    def parse(self, part: str, start: StartHandler, end: EndHandler | None = None, text: TextHandler | None = None) -> None:
        """Send the whole XML of `part` through the handlers."""
        for _ in self.parsing(part, start, end, text):
            pass

    def parsing(self, part: str, start: StartHandler, end: EndHandler | None = None, text: TextHandler | None = None) -> Iterator[None]:
        """Send the XML of `part` through the handlers, pausing after each chunk so that the caller can hand on what it has.

        Element names come without prefix. A document type is refused: spreadsheets have none, attacks do.

        Raises:
            SourceUnusable: the part is damaged in any way.
        """
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.StartElementHandler = lambda name, attributes: start(name.rpartition(":")[2], attributes)
        if end:
            parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
        if text:
            parser.CharacterDataHandler = text
        try:
            with self._zip.open(self._by_name[part.lower()]) as stream:
                while chunk := stream.read(_CHUNK_BYTES):
                    parser.Parse(chunk, False)  # noqa: FBT003  expat takes no keywords
                    yield
                parser.Parse(b"", True)  # noqa: FBT003
        except _BROKEN:
            raise unusable("file_not_readable", other="工作簿内部已损坏") from None

    def references(self, part: str) -> dict[str, Reference]:
        """Relationship id → what `part` refers to inside the package."""
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", name + ".rels")
        found: dict[str, Reference] = {}

        def start(element: str, attributes: dict[str, str]) -> None:
            if element == "Relationship" and attributes.get("TargetMode") != "External":
                target = attributes.get("Target", "")
                path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
                found[attributes.get("Id", "")] = Reference(attributes.get("Type", "").rpartition("/")[2], path)

        if self.has(rels):
            self.parse(rels, start)
        return found


def _refuse_doctype(*_: object) -> None:
    raise unusable("file_not_readable", other="工作簿内部含有不允许的声明")
