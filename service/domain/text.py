"""Cleaning of text, the same for every edge: width, invisible characters, spaces."""

import re
import unicodedata

_INVISIBLE = dict.fromkeys(
    number
    for first, last in (
        (0x00, 0x08), (0x0B, 0x0C), (0x0E, 0x1F), (0x7F, 0x84), (0x86, 0x9F),  # controls, but tab and line ends
        (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x180B, 0x180F), (0x200B, 0x200F), (0x2060, 0x2064), (0xFEFF, 0xFEFF),  # no width
        (0x115F, 0x1160), (0x3164, 0x3164), (0xFFA0, 0xFFA0),  # Hangul fillers
        (0x202A, 0x202E), (0x2066, 0x206F), (0xFFF9, 0xFFFB),  # direction and annotation
        (0xFE00, 0xFE0F), (0xE0100, 0xE01EF), (0xE0000, 0xE007F),  # variants and tags: they would cut a word in two unseen
        (0xD800, 0xDFFF),  # half a character, as broken JSON brings: no encoder takes it
    )
    for number in range(first, last + 1)
)  # fmt: skip
_SPACES = re.compile(r"[^\S\n]+")
_FOLDED = re.compile("[^，。！？；：（）【】《》、“”‘’…—～]+")
_PLAIN = re.compile("[ -~一-鿿，。！？；：（）【】《》、“”‘’…—～]*")
"""Printable ASCII, common Han characters and the stops that stay as they are."""
_LINES = re.compile(r"\s*\n\s*")


def clean_text(text: str) -> str:
    """Normalise width (NFKC), drop control, zero-width, direction and half characters, fold runs of spaces, trim. Idempotent.

    Chinese punctuation keeps its full width: NFKC would turn ，into a comma and spoil every shown sentence.
    """
    if _PLAIN.fullmatch(text) and "  " not in text:
        return text.strip()  # nothing below would change it, and most texts, codes, days and numbers are such
    kept = text.replace("\r\n", "\n").replace("\r", "\n").translate(_INVISIBLE)
    folded = _FOLDED.sub(lambda found: unicodedata.normalize("NFKC", found[0]), kept)
    folded = unicodedata.normalize("NFC", folded).translate(_INVISIBLE)
    return _LINES.sub("\n", _SPACES.sub(" ", folded)).strip()


def clean_line(text: str) -> str:
    """As `clean_text`, on one line."""
    return " ".join(clean_text(text).split())
