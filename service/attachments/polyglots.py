"""Files that are two things at once: a picture that a browser would read as a page, a PDF with an archive behind it.

What is kept is written anew, so nothing of this would come through; whoever sends such a file shall hear that it was seen.
"""

import re

PDF, PNG, JPEG = "application/pdf", "image/png", "image/jpeg"
_STARTS = {b"%PDF-": PDF, b"\x89PNG\r\n\x1a\n": PNG, b"\xff\xd8\xff": JPEG}
_PAGES = re.compile(rb"<(?:script|html|svg|iframe|body|!doctype)[\s>]|<\?php", re.IGNORECASE)
_ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c")
_PDF_WITHIN = 1024
"""A reader takes a file for a PDF whose mark stands within so many bytes."""
_TAIL = 70_000
"""An archive is read from its end: 64 KB of comment and what names its parts."""


def kind_of(content: bytes) -> str | None:
    """The media type that the first bytes tell; None for anything else."""
    return next((kind for start, kind in _STARTS.items() if content.startswith(start)), None)


def is_polyglot(content: bytes, kind: str) -> bool:
    """Whether another kind of file hides in it: before the end of the picture, or behind it."""
    if kind == PDF:
        head, _, rest = content.partition(b" obj")
        tail = content[content.rfind(b"%%EOF") :]
        return bool(_PAGES.search(head[:_TAIL]) or _PAGES.search(tail) or any(mark in tail for mark in _ARCHIVES)) or not rest
    within = content[:_PDF_WITHIN]
    tail = content[-_TAIL:] if kind == PNG else content[max(0, content.rfind(b"\xff\xd9")) :]
    return b"%PDF-" in within or bool(_PAGES.search(content)) or b"PK\x05\x06" in tail or any(mark in tail for mark in _ARCHIVES[2:])
