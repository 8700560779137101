"""What is taken is written anew with nothing in it but what one sees; what is not taken is told why."""

import io
import socket
import threading
import zlib

import pytest
from PIL import Image
from pypdf import PdfReader

from service.attachments.contained import cleaned
from service.attachments.documents import cleaned_document
from service.attachments.images import cleaned_image
from service.attachments.polyglots import JPEG, PDF, PNG, is_polyglot, kind_of
from service.attachments.refused_file import RefusedFile
from service.attachments.virus_scan import scanned
from service.domain.attachments import PAGES_MOST
from service.errors import Unavailable
from tests.papers import bomb, jpeg, link, pdf, png, script

ZIP_END = b"PK\x05\x06" + bytes(18)


def code(doing, *told) -> str:
    with pytest.raises(RefusedFile) as refused:
        doing(*told)
    return refused.value.code


def chunk(kind: bytes, content: bytes) -> bytes:
    return len(content).to_bytes(4, "big") + kind + content + zlib.crc32(kind + content).to_bytes(4, "big")


def test_a_picture_keeps_its_points_and_nothing_else() -> None:
    photograph = jpeg((40, 30), "GPS 23.02,113.75", turned=6)
    clean = cleaned_image(photograph + b"behind", JPEG)
    assert b"GPS" in photograph
    assert b"GPS" not in clean
    assert not clean.endswith(b"behind")
    with Image.open(io.BytesIO(clean)) as opened:
        assert (opened.format, opened.size, dict(opened.getexif())) == ("JPEG", (30, 40), {}), "turned upright, then the turn is forgotten"
    drawing = cleaned_image(png(text="of somebody"), PNG)
    assert b"comment" not in drawing
    with Image.open(io.BytesIO(drawing)) as opened:
        assert (opened.format, opened.size, opened.info) == ("PNG", (40, 30), {})


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGBA", "I;16", "LA"])
def test_every_kind_of_picture_comes_through(mode: str) -> None:
    assert cleaned_image(png(mode=mode), PNG).startswith(b"\x89PNG")


def test_pictures_that_are_not_taken() -> None:
    head = chunk(b"IHDR", (50_000).to_bytes(4, "big") * 2 + bytes([1, 0, 0, 0, 0]))
    huge = b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", b"") + chunk(b"IEND", b"")
    assert code(cleaned_image, huge, PNG) == "too_many_pixels"
    assert code(cleaned_image, jpeg()[:200], JPEG) == "damaged"
    assert code(cleaned_image, png(), JPEG) == "damaged"
    moving = io.BytesIO()
    frames = [Image.new("RGB", (4, 4), colour) for colour in ("red", "blue")]
    frames[0].save(moving, "PNG", save_all=True, append_images=frames[1:])
    assert code(cleaned_image, moving.getvalue(), PNG) == "animated"


def test_a_document_keeps_its_pages_and_nothing_else() -> None:
    clean, pages = cleaned_document(pdf(3, doing=link))
    assert pages == len(PdfReader(io.BytesIO(clean)).pages) == 3
    assert b"Author" not in clean
    assert b"a.example" not in clean
    assert b"/Annots" not in clean
    assert "certificate" in PdfReader(io.BytesIO(clean)).pages[0].get_contents().get_data().decode()
    assert cleaned_document(pdf(PAGES_MOST))[1] == PAGES_MOST


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (lambda: pdf(doing=script), "script"),
        (lambda: pdf(doing=lambda writer: writer.add_attachment("a.exe", b"MZ")), "embedded"),
        (lambda: pdf(doing=lambda writer: writer.encrypt("secret")), "locked"),
        (lambda: pdf(PAGES_MOST + 1), "too_many_pages"),
        (lambda: pdf(doing=bomb(201_000_000)), "bomb"),
        (lambda: pdf(doing=bomb(1_000, 2)), "bomb"),
        (lambda: pdf()[:150], "damaged"),
        (lambda: b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF", "damaged"),
    ],
    ids=["script", "embedded", "locked", "pages", "bomb", "packed twice", "cut", "no pages"],
)
def test_documents_that_are_not_taken(content, reason: str) -> None:
    assert code(cleaned_document, content()) == reason


@pytest.mark.parametrize(
    "content",
    [
        jpeg() + ZIP_END, png() + ZIP_END, jpeg() + b"<html><script>alert(1)</script>", b"\xff\xd8\xff<?php x ?>", png(text="%PDF-1.7"),
        pdf() + b"PK\x03\x04archive", pdf().replace(b"%PDF-1.3\n", b"%PDF-1.3\n<html><script>x</script>\n", 1), b"%PDF-1.7<html>",
    ],
)  # fmt: skip
def test_two_files_in_one_are_seen(content: bytes) -> None:
    assert is_polyglot(content, kind_of(content))


def test_a_plain_file_is_no_two() -> None:
    for content, kind in ((jpeg(), JPEG), (png(), PNG), (pdf(), PDF)):
        assert kind_of(content) == kind
        assert not is_polyglot(content, kind)
    assert kind_of(b"PK\x03\x04 a workbook") is None


def test_the_process_of_its_own_gives_back_the_file_or_why_not() -> None:
    clean = cleaned(png(text="comment of somebody"))
    assert (clean.media_type, clean.pages, b"somebody" in clean.content) == (PNG, 1, False)
    assert code(cleaned, b"hello") == "not_a_kind"
    assert code(cleaned, jpeg() + ZIP_END) == "two_kinds"
    assert code(cleaned, pdf(doing=bomb(1_000)), 0) == "too_costly", "stopped by the system when its time is up"


class Scanner(threading.Thread):
    """Answers one INSTREAM as clamd does."""

    def __init__(self, answer: bytes) -> None:
        super().__init__(daemon=True)
        self._server = socket.create_server(("127.0.0.1", 0))
        self._answer = answer
        self.address = f"127.0.0.1:{self._server.getsockname()[1]}"
        self.seen = b""
        self.start()

    def run(self) -> None:
        with self._server, self._server.accept()[0] as line, line.makefile("rb") as told:
            assert told.read(10) == b"zINSTREAM\0"
            while size := int.from_bytes(told.read(4), "big"):
                self.seen += told.read(size)
            line.sendall(self._answer + b"\0")


def test_a_scanner_is_asked_when_there_is_one() -> None:
    scanned(b"anything", "")
    harmless = Scanner(b"stream: OK")
    scanned(bytes(100_000), harmless.address)
    harmless.join(5)
    assert len(harmless.seen) == 100_000
    assert code(scanned, b"x", Scanner(b"stream: Eicar-Test-Signature FOUND").address) == "virus"
    for silent in (Scanner(b"INSTREAM size limit exceeded. ERROR").address, "127.0.0.1:1", "/nowhere/clamd.sock"):
        with pytest.raises(Unavailable):
            scanned(b"x", silent)
