"""Where cleaned files lie: below the data folder, by digest, for their owner alone. Nothing there is ever served by its path."""

import hashlib
import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from service.errors import NotFound, StorageBroken, from_os_error

_DAMAGED = "附件文件损坏，没有给出。请告诉平台管理员从备份恢复。"


def keep_file(root: Path, content: bytes, digest: str) -> None:
    """Store it, unless it is there. Written aside, then put in its place: a killed process leaves no half file.

    Raises:
        StorageBroken: the disk is full or cannot be written.
    """
    place = _place(root, digest)
    if place.exists():
        return
    try:
        for folder in (root, place.parent):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=place.parent, prefix=".new-", delete=False) as aside:
            aside.write(content)
            aside.flush()
            os.fsync(aside.fileno())
        Path(aside.name).replace(place)
    except OSError as error:
        raise from_os_error(error, place=str(root)) from error


def read_file(root: Path, digest: str) -> bytes:
    """What was kept.

    Raises:
        NotFound: it is gone.
        StorageBroken: it is not what was kept.
    """
    try:
        content = _place(root, digest).read_bytes()
    except FileNotFoundError:
        raise NotFound("附件文件不在了。") from None
    except OSError as error:
        raise from_os_error(error, place=str(root)) from error
    if hashlib.sha256(content).hexdigest() != digest:
        raise StorageBroken(_DAMAGED)
    return content


def forget_file(root: Path, digest: str) -> None:
    """Delete it; that it is gone already is fine."""
    try:
        _place(root, digest).unlink(missing_ok=True)
    except OSError as error:
        raise from_os_error(error, place=str(root)) from error


def _place(root: Path, digest: str) -> Path:
    return root / digest[:2] / digest
