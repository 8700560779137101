"""Papers of tests: small pictures and PDFs, harmless and not."""

import io
import zlib
from collections.abc import Callable

from PIL import Image, PngImagePlugin
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    EncodedStreamObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

Doing = Callable[[PdfWriter], object]


def png(size: tuple[int, int] = (40, 30), text: str = "", mode: str = "RGB") -> bytes:
    """A picture; `text` stands in its comment."""
    told, file = PngImagePlugin.PngInfo(), io.BytesIO()
    if text:
        told.add_text("comment", text)
    Image.new(mode, size).save(file, "PNG", pnginfo=told)
    return file.getvalue()


def jpeg(size: tuple[int, int] = (40, 30), text: str = "", turned: int = 1) -> bytes:
    """A photograph; `text` stands in its EXIF, `turned` is the EXIF orientation."""
    exif, file = Image.Exif(), io.BytesIO()
    exif[0x010E], exif[0x0112] = text, turned
    Image.new("RGB", size, (200, 30, 30)).save(file, "JPEG", exif=exif)
    return file.getvalue()


def pdf(pages: int = 1, text: str = "certificate", doing: Doing | None = None) -> bytes:
    """A document with this text on each page, an author, and what `doing` adds."""
    writer, file = PdfWriter(), io.BytesIO()
    writer.add_metadata({"/Author": "Author of the paper"})
    for _ in range(pages):
        page, content = writer.add_blank_page(200, 200), DecodedStreamObject()
        content.set_data(f"BT /F1 12 Tf ({text}) Tj ET".encode())
        page[NameObject("/Contents")] = writer._add_object(content.flate_encode())
    if doing:
        doing(writer)
    writer.write(file)
    return file.getvalue()


def script(writer: PdfWriter) -> None:
    """A script that runs when the file is opened."""
    action = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
    writer._root_object[NameObject("/OpenAction")] = writer._add_object(DictionaryObject(action))


def link(writer: PdfWriter) -> None:
    """A link on the first page, and notes of the author's program on its resources."""
    action = DictionaryObject({NameObject("/S"): NameObject("/URI"), NameObject("/URI"): TextStringObject("http://a.example/spy")})
    note = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Link"),
            NameObject("/Rect"): ArrayObject([NumberObject(0)] * 4),
            NameObject("/A"): action,
        }
    )
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(note)])
    told = DecodedStreamObject()
    told.set_data(b"<x:xmpmeta>Author of the paper</x:xmpmeta>")
    picture = DecodedStreamObject()
    picture.set_data(b"\x00")
    picture[NameObject("/Subtype")] = NameObject("/Image")
    picture[NameObject("/Metadata")] = writer._add_object(told)
    held = DictionaryObject({NameObject("/XObject"): DictionaryObject({NameObject("/I1"): writer._add_object(picture)})})
    writer.pages[0][NameObject("/Resources")] = held


def bomb(size: int, times: int = 1) -> Doing:
    """A page whose content unpacks to `size` zeros, packed so many times over."""

    def doing(writer: PdfWriter) -> None:
        raw = bytes(size)
        for _ in range(times):
            raw = zlib.compress(raw, 1)
        content = EncodedStreamObject()
        content._data = raw
        names = ArrayObject([NameObject("/FlateDecode")] * times)
        content[NameObject("/Filter")] = names if times > 1 else names[0]
        writer.pages[0][NameObject("/Contents")] = writer._add_object(content)

    return doing
