"""Make a file harmless in a process of its own, which can be stopped: one made to hurt ends within its limits of time and memory.

Why not in this process: see docs/decisions/0018-spreadsheets-in-a-child.md; the same holds for pictures and PDFs.
"""

import hashlib
import json
import os
import subprocess
import sys
import threading

from service.attachments.refused_file import RefusedFile
from service.domain.attachments import KEPT_MOST_BYTES, CleanFile
from service.errors import Overloaded

CLEANER = (sys.executable, "-m", "service.attachments.child")
CPU_SECONDS = 12
"""A PDF of thirty scanned pages takes about two."""
_WALL_SECONDS = 40.0
_AT_ONCE = threading.BoundedSemaphore(2)
_PATIENCE_SECONDS = 10.0


def cleaned(content: bytes, seconds: int = CPU_SECONDS) -> CleanFile:
    """The file written anew, with what it is.

    Raises:
        RefusedFile: what is not taken, and why.
        Overloaded: several others are being opened.
    """
    if not _AT_ONCE.acquire(timeout=_PATIENCE_SECONDS):
        raise Overloaded("同时传文件的人较多，请过一会儿再传。", wait_seconds=10)
    try:
        told = _told(json.dumps({"bytes": len(content), "seconds": seconds}).encode() + b"\n" + content)
    finally:
        _AT_ONCE.release()
    line, _, rest = told.partition(b"\n")
    if not line:
        raise RefusedFile("too_costly")  # stopped by the system: no time or no memory left
    answer = json.loads(line)
    if "refused" in answer:
        raise RefusedFile(str(answer["refused"]))
    if len(rest) != answer["bytes"] or len(rest) > KEPT_MOST_BYTES:
        raise RefusedFile("too_costly")
    return CleanFile(rest, hashlib.sha256(rest).hexdigest(), str(answer["media_type"]), int(answer["pages"]))


def _told(order: bytes) -> bytes:
    environment = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    try:
        done = subprocess.run(  # noqa: S603  our own module
            CLEANER, input=order, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment, timeout=_WALL_SECONDS,
            start_new_session=True, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return b""
    except BrokenPipeError:
        return b""
    return done.stdout
