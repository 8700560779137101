"""Put a backup into an empty place, and prove that it is all there."""

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from service.domain.backups import ATTACHMENTS, MANIFEST, RECORDS, BackupManifest, read_manifest
from service.errors import Conflict, FileUnusable, from_os_error
from service.runtime import Runtime
from service.store import records
from service.store.access import Transaction
from service.store.migrate import upgrade_within
from service.store.unit_of_work import reading, writing

_CHANGED = "备份不完整或被改动过：{name} 与清单不符。没有恢复任何内容，请换一份备份。"
_NOT_EMPTY = "数据库里已有 {number} 张表，没有恢复。请把 POOL_DATABASE_URL 或 POOL_DATA_DIR 指向一个空的位置（不要先运行 migrate）。"
_ATTACHMENTS_THERE = "附件文件夹 {folder} 里已有内容，没有恢复。请先把它移到别处。"
_DIFFERS = "恢复后核对不符：表 {name} 的内容与备份不同。已全部撤销，请把这句话交给开发人员。"


def restore_records(runtime: Runtime, folder: Path) -> BackupManifest:
    """Check the backup, store it with the schema it was made with, compare, upgrade: one transaction, all or nothing.

    Raises:
        FileUnusable: the folder is no backup, or not as it was written.
        Conflict: the database or the attachments folder is not empty.
        StorageBroken: the disk is full or cannot be written, or the backup is of a newer release.
    """
    attachments = runtime.settings.attachments_dir
    try:
        manifest = check_backup(folder)
        with reading(runtime.database) as session:
            _refuse_full(session)
        if attachments.exists() and any(attachments.iterdir()):
            raise Conflict(_ATTACHMENTS_THERE.format(folder=attachments))
        with _copied(manifest, folder / ATTACHMENTS, attachments), writing(runtime.database) as session:
            _fill(session, manifest, folder)
            upgrade_within(session, "head")
    except OSError as error:
        raise from_os_error(error, place=str(error.filename or folder)) from error
    return manifest


@contextmanager
def _copied(manifest: BackupManifest, source: Path, target: Path) -> Iterator[None]:
    """Attachments in their place; taken away again when the block fails."""
    if not manifest.attachments:
        yield
        return
    try:
        shutil.copytree(source, target, dirs_exist_ok=True)
        yield
    except BaseException:
        shutil.rmtree(target, ignore_errors=True)
        raise


def check_backup(folder: Path) -> BackupManifest:
    """Read the manifest and compare every file with it; changes nothing.

    Raises:
        FileUnusable: the folder is no backup, or not as it was written.
    """
    try:
        manifest = read_manifest((folder / MANIFEST).read_text("utf-8"))
    except (OSError, UnicodeDecodeError):
        raise FileUnusable(f"文件夹 {folder} 里没有可读的备份清单 manifest.json。请检查路径。") from None
    expected = {f"{RECORDS}/{table.name}.jsonl": table.sha256 for table in manifest.tables}
    expected |= {f"{ATTACHMENTS}/{each.path}": each.sha256 for each in manifest.attachments}
    for name, sha256 in expected.items():
        path = folder / name
        if not path.resolve().is_relative_to(folder.resolve()) or not path.is_file() or _sha256(path) != sha256:
            raise FileUnusable(_CHANGED.format(name=name))
    return manifest


def _refuse_full(session: Transaction) -> None:
    if there := records.table_names(session):
        raise Conflict(_NOT_EMPTY.format(number=len(there)))


def _fill(session: Transaction, manifest: BackupManifest, folder: Path) -> None:
    _refuse_full(session)
    upgrade_within(session, manifest.revision)
    for table in manifest.tables:
        with (folder / RECORDS / f"{table.name}.jsonl").open("rb") as lines:
            records.write_table(session, table.name, lines)
    records.write_counters(session, manifest.counters)
    for table in manifest.tables:
        if records.mark_table(session, table.name) != table:
            raise FileUnusable(_DIFFERS.format(name=table.name))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
