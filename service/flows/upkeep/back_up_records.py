"""Copy everything the platform was told into a folder, in one state of the database, while it is in use."""

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from service.domain.backups import ATTACHMENTS, MANIFEST, RECORDS, AttachmentMark, BackupManifest
from service.errors import Conflict, DatabaseNotReady, from_os_error
from service.runtime import Runtime
from service.store import records
from service.store.unit_of_work import reading

_FULL = "文件夹 {folder} 里已有内容，没有备份。请另给一个空的或还没有的文件夹。"


def back_up_records(runtime: Runtime, folder: Path) -> BackupManifest:
    """Write all records, attachments and the manifest; the folder is there whole at the end or not at all.

    Only its owner may read it: it holds contact data. Reading one state of the database stops no writer.

    Cost: the records pass through memory line by line; as much disk as the database has, about.

    Raises:
        Conflict: the folder holds something already.
        StorageBroken: the disk is full or cannot be written; nothing is left behind.
    """
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise Conflict(_FULL.format(folder=folder))
        with _beside(folder) as scratch:
            with reading(runtime.database) as session:
                revision = records.revision(session)
                if revision is None:
                    raise DatabaseNotReady
                tables = []
                for name in records.table_names(session):
                    with _new_file(scratch / RECORDS / f"{name}.jsonl") as descriptor, os.fdopen(descriptor, "wb", closefd=False) as file:
                        tables.append(records.mark_table(session, name, file.write))
                counters = records.read_counters(session)
            # After the records: an attachment is stored before the record that names it.
            attachments = tuple(_copied(runtime.settings.attachments_dir, scratch / ATTACHMENTS))
            made_at = runtime.clock.now().isoformat(timespec="seconds")
            manifest = BackupManifest(revision, made_at, tuple(tables), counters, attachments)
            with _new_file(scratch / MANIFEST) as descriptor:
                os.write(descriptor, manifest.to_json().encode("utf-8"))
    except OSError as error:
        raise from_os_error(error, place=str(error.filename or folder)) from error
    return manifest


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """A folder beside, renamed when the block ends well and removed when not."""
    scratch = folder.with_name(f".{folder.name}-partial")
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.parent.mkdir(parents=True, exist_ok=True)
    scratch.mkdir(mode=0o700)
    (scratch / RECORDS).mkdir(mode=0o700)
    try:
        yield scratch
        if folder.exists():
            folder.rmdir()
        scratch.rename(folder)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


@contextmanager
def _new_file(path: Path) -> Iterator[int]:
    """An open descriptor of a new file that only its owner may read; on the disk when the block has ended."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        yield descriptor
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _copied(source: Path, target: Path) -> Iterator[AttachmentMark]:
    if not source.is_dir():
        return
    for path in sorted(each for each in source.rglob("*") if each.is_file()):
        inside = path.relative_to(source)
        copy = target / inside
        # One by one: with `parents=True` the folders between would be open to others.
        for place in reversed([each for each in copy.parents if each.is_relative_to(target)]):
            place.mkdir(exist_ok=True, mode=0o700)
        digest = hashlib.sha256()
        with path.open("rb") as file, _new_file(copy) as descriptor:
            while block := file.read(1 << 20):
                digest.update(block)
                os.write(descriptor, block)
        yield AttachmentMark(inside.as_posix(), copy.stat().st_size, digest.hexdigest())
