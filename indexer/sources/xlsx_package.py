"""The zip around a spreadsheet: its parts, how they refer to each other, and the limit on what they unpack to."""

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from xml.parsers import expat

from indexer.problems import unusable

_CHUNK_BYTES = 1 << 16
_PARTS_MOST = 10_000
_PENDING_MOST = 1_000_000
_DEPTH_MOST = 200
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
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            infos = self._zip.infolist()
        except _BROKEN:
            raise unusable("file_not_readable", other="它不是完整的 .xlsx，请重新导出后再试") from None
        if len(infos) > _PARTS_MOST or sum(info.file_size for info in infos) > unpacked_mb * 1_000_000:
            raise unusable("file_unpacked_too_large", other=unpacked_mb)
        if any(info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} or info.flag_bits & 1 for info in infos):
            raise unusable("file_not_readable", other="它加了密码或用了少见的压缩方式，请重新导出后再试")
        self._by_name: Mapping[str, zipfile.ZipInfo] = {_name(info.filename): info for info in infos}

    @property
    def parts(self) -> Collection[str]:
        """Names of the parts, in lower case."""
        return self._by_name.keys()

    def has(self, part: str) -> bool:
        """Tell whether the part exists; names differ in case between writers, and some write a backslash."""
        return _name(part) in self._by_name

    def found_in(self, part: str, pattern: "re.Pattern[bytes]", *, longest: int) -> "Iterator[re.Match[bytes]]":
        """Every match of `pattern`, of at most `longest` bytes, in the raw bytes of a part.

        Raises:
            SourceUnusable: the part is damaged.
        """
        left = b""
        try:
            with self._zip.open(self._by_name[_name(part)]) as stream:
                while chunk := stream.read(_CHUNK_BYTES):
                    piece, done = left + chunk, 0
                    for match in pattern.finditer(piece):
                        done = match.end()
                        yield match
                    left = piece[max(done, len(piece) - longest) :]
        except _BROKEN:
            raise unusable("file_not_readable", other="工作簿内部已损坏，请重新导出后再试") from None

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
        depth = _Depth(start, end)
        parser.StartElementHandler, parser.EndElementHandler = depth.start, depth.end
        if text:
            parser.CharacterDataHandler = text
        fed = 0
        try:
            with self._zip.open(self._by_name[_name(part)]) as stream:
                while chunk := stream.read(_CHUNK_BYTES):
                    parser.Parse(chunk, False)  # noqa: FBT003  expat takes no keywords
                    fed += len(chunk)
                    if fed - parser.CurrentByteIndex > _PENDING_MOST:
                        # An unfinished tag is scanned again with every piece: 60 MB of one attribute would take minutes.
                        raise unusable("file_not_readable", other="工作簿里有一处内容过长，请重新导出后再试")
                    yield
                parser.Parse(b"", True)  # noqa: FBT003
        except _BROKEN:
            raise unusable("file_not_readable", other="工作簿内部已损坏，请重新导出后再试") from None

    def references(self, part: str) -> dict[str, Reference]:
        """Relationship id → what `part` refers to inside the package."""
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", name + ".rels")
        found: dict[str, Reference] = {}

        def start(element: str, attributes: dict[str, str]) -> None:
            if element == "Relationship" and attributes.get("TargetMode") != "External":
                target = attributes.get("Target", "").replace("\\", "/")
                path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
                found[attributes.get("Id", "")] = Reference(attributes.get("Type", "").rpartition("/")[2], path)

        if self.has(rels):
            self.parse(rels, start)
        return found


class _Depth:
    """Hands elements on without their prefix, and refuses a document whose elements are nested too deep."""

    def __init__(self, start: StartHandler, end: EndHandler | None) -> None:
        self._start, self._end = start, end
        self._depth = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self._depth += 1
        if self._depth > _DEPTH_MOST:
            raise unusable("file_not_readable", other="工作簿内部嵌套过深，请重新导出后再试")
        self._start(name.rpartition(":")[2], attributes)

    def end(self, name: str) -> None:
        """An element ends."""
        self._depth -= 1
        if self._end:
            self._end(name.rpartition(":")[2])


def _name(part: str) -> str:
    return part.lower().replace("\\", "/")


def _refuse_doctype(*_: object) -> None:
    raise unusable("file_not_readable", other="工作簿内部含有不允许的声明，请重新导出后再试")
