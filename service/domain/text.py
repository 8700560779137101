"""Cleaning of text, the same for every edge: width, invisible characters, spaces."""

import re
import unicodedata

_INVISIBLE = dict.fromkeys(
    [*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F, 0xAD, 0xFEFF, 0x2060, *range(0x200B, 0x2010), *range(0x202A, 0x202F)]
)
_SPACES = re.compile(r"[^\S\n]+")
_FOLDED = re.compile("[^，。！？；：（）【】《》、“”‘’…—～]+")
_LINES = re.compile(r"\s*\n\s*")


def clean_text(text: str) -> str:
    """Normalise width (NFKC), drop control, zero-width and direction characters, fold runs of spaces, trim. Idempotent.

    Chinese punctuation keeps its full width: NFKC would turn ，into a comma and spoil every shown sentence.
    """
    kept = text.replace("\r\n", "\n").replace("\r", "\n").translate(_INVISIBLE)
    folded = _FOLDED.sub(lambda found: unicodedata.normalize("NFKC", found[0]), kept)
    folded = unicodedata.normalize("NFC", folded).translate(_INVISIBLE)
    return _LINES.sub("\n", _SPACES.sub(" ", folded)).strip()


def clean_line(text: str) -> str:
    """As `clean_text`, on one line."""
    return " ".join(clean_text(text).split())
