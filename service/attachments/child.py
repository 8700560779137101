"""The process that opens a file somebody handed in: `python -m service.attachments.child`, started by `contained`.

It gets the number of bytes and the bytes, and gives back what was written anew, or why not. Processor time and memory are limited by the
operating system, so a file made to hurt ends with it.
"""

import json
import sys
from typing import BinaryIO

from service.attachments.documents import cleaned_document
from service.attachments.images import cleaned_image
from service.attachments.polyglots import PDF, is_polyglot, kind_of
from service.attachments.refused_file import RefusedFile
from service.child_limits import limit_child
from service.domain.attachments import KEPT_MOST_BYTES

_CLEANING_BYTES = 900_000_000
"""A picture of 40 million points twice, and the program."""


def main() -> None:
    """Answer once."""
    order = json.loads(sys.stdin.buffer.readline())
    limit_child(order["seconds"], _CLEANING_BYTES)
    try:
        kind, content, pages = _cleaned(sys.stdin.buffer.read(order["bytes"]))
        _say(sys.stdout.buffer, {"media_type": kind, "pages": pages, "bytes": len(content)}, content)
    except RefusedFile as refused:
        _say(sys.stdout.buffer, {"refused": refused.code})
    except MemoryError:
        _say(sys.stdout.buffer, {"refused": "too_costly"})


def _cleaned(content: bytes) -> tuple[str, bytes, int]:
    kind = kind_of(content)
    if kind is None:
        raise RefusedFile("not_a_kind")
    if is_polyglot(content, kind):
        raise RefusedFile("two_kinds")
    cleaned, pages = cleaned_document(content) if kind == PDF else (cleaned_image(content, kind), 1)
    if len(cleaned) > KEPT_MOST_BYTES:
        raise RefusedFile("bomb")
    return kind, cleaned, pages


def _say(told: BinaryIO, message: dict[str, object], content: bytes = b"") -> None:
    told.write(json.dumps(message, separators=(",", ":")).encode() + b"\n" + content)
    told.flush()


if __name__ == "__main__":
    main()
