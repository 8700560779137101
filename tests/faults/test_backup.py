"""Backup and restore: one state while others write, the same digest on either database, whole or not at all, never over something."""

import json
import resource
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import delete
from starlette.testclient import TestClient

from service.bootstrap import build_runtime
from service.command_errors import ExitCode
from service.domain.audit import AuditEntry
from service.domain.backups import MANIFEST, BackupManifest, read_manifest
from service.domain.supply_gaps import SupplyGap
from service.errors import Conflict, FileUnusable
from service.flows.brokering.record_supply_gap import record_supply_gap
from service.flows.upkeep.back_up_records import back_up_records
from service.flows.upkeep.restore_records import restore_records
from service.runtime import Runtime
from service.settings import ROOT, Settings
from service.store import records
from service.store.migrate import upgrade_within
from service.store.queries.audit import read_head, record_audit
from service.store.queries.feed import latest_position, record_changes
from service.store.queries.supply_gaps import add_supply_gap
from service.store.rows import ChangeRow
from service.store.schema_version import is_current
from service.store.unit_of_work import reading, writing
from tests.factories import SMALL_POOL
from tests.fakes import FixedClock, HashEncoder
from tests.faults.conftest import Place
from tests.platforms import NOW, MakePlatform
from web.app import build_site

RELEASE = ROOT / "tests" / "faults" / "release-0.1"


@pytest.fixture
def filled(make_platform: MakePlatform, tmp_path: Path) -> Runtime:
    """The small pool on SQLite, with a gap, an attachment, and a feed whose last line was removed."""
    runtime = make_platform(SMALL_POOL, data_dir=tmp_path / "data")
    record_supply_gap(runtime, SupplyGap("nobody", scenario="DEV02"))
    (runtime.settings.attachments_dir / "2026").mkdir(parents=True)
    (runtime.settings.attachments_dir / "2026" / "营业执照.pdf").write_bytes(b"%PDF-1.7 " + bytes(range(256)))
    with writing(runtime.database) as session:
        record_changes(session, ["prv_gone"])
        record_audit(session, [AuditEntry(NOW, "test", "noted", "provider", "prv_gone", {})])
    with writing(runtime.database) as session:
        session.execute(delete(ChangeRow).where(ChangeRow.provider_id == "prv_gone"))
    return runtime


def empty(folder: Path, url: str) -> Iterator[Runtime]:
    runtime = build_runtime(Settings(data_dir=folder, database_url=url), encoder=HashEncoder(), clock=FixedClock(NOW))
    yield runtime
    runtime.database.dispose()


@pytest.fixture
def empty_sqlite(tmp_path: Path) -> Iterator[Runtime]:
    """An empty place."""
    yield from empty(tmp_path / "other", "")


@pytest.fixture
def empty_postgres(tmp_path: Path, postgres_url: str) -> Iterator[Runtime]:
    """The same on PostgreSQL."""
    yield from empty(tmp_path / "server", postgres_url)


def content(runtime: Runtime) -> dict[str, list[bytes]]:
    """Every record of every table."""
    with reading(runtime.database) as session:
        return {name: list(records.read_table(session, name)) for name in records.table_names(session)}


def test_a_restored_place_holds_the_same_and_works(filled: Runtime, empty_sqlite: Runtime, tmp_path: Path) -> None:
    made = back_up_records(filled, tmp_path / "backup")
    restored = restore_records(empty_sqlite, tmp_path / "backup")
    assert restored == made
    assert content(empty_sqlite) == content(filled)
    copied = empty_sqlite.settings.attachments_dir / "2026" / "营业执照.pdf"
    assert copied.read_bytes() == (filled.settings.attachments_dir / "2026" / "营业执照.pdf").read_bytes()
    assert back_up_records(empty_sqlite, tmp_path / "again").digest == made.digest
    client = TestClient(build_site(empty_sqlite))
    assert client.get("/api/v1/health/ready").status_code == 200
    assert client.get("/providers").status_code == 200


def test_a_backup_is_closed_to_others(filled: Runtime, tmp_path: Path) -> None:
    back_up_records(filled, tmp_path / "backup")
    assert {path.stat().st_mode & 0o077 for path in ((tmp_path / "backup"), *(tmp_path / "backup").rglob("*"))} == {0}


def test_numbers_of_the_feed_are_not_used_again_after_a_restore(filled: Runtime, empty_sqlite: Runtime, tmp_path: Path) -> None:
    with reading(filled.database) as session:
        before = latest_position(session)
    back_up_records(filled, tmp_path / "backup")
    restore_records(empty_sqlite, tmp_path / "backup")
    with writing(empty_sqlite.database) as session:
        record_changes(session, ["prv_new"])
    with reading(empty_sqlite.database) as session:
        assert latest_position(session) == before + 2


@pytest.mark.postgres
def test_backups_go_from_one_database_to_the_other_and_back(
    filled: Runtime, empty_postgres: Runtime, empty_sqlite: Runtime, tmp_path: Path
) -> None:
    made = back_up_records(filled, tmp_path / "backup")
    restore_records(empty_postgres, tmp_path / "backup")
    assert content(empty_postgres) == content(filled)
    with pytest.raises(Conflict, match=r"已有 \d+ 张表"):
        restore_records(empty_postgres, tmp_path / "backup")
    shutil.rmtree(empty_postgres.settings.attachments_dir)
    again = back_up_records(empty_postgres, tmp_path / "from-postgres")
    assert {table.name: table for table in again.tables} == {table.name: table for table in made.tables}
    restore_records(empty_sqlite, tmp_path / "from-postgres")
    assert content(empty_sqlite) == content(filled)
    with writing(empty_postgres.database) as session:
        record_changes(session, ["prv_new"])
    with reading(filled.database) as old, reading(empty_postgres.database) as new:
        assert latest_position(new) == latest_position(old) + 2
        assert read_head(new) == read_head(old)


def back_up_while_others_write(runtime: Runtime, folder: Path) -> BackupManifest:
    """Every transaction of the writer adds a feed line and a gap, so one state has as many new ones of both."""
    stop, begun = threading.Event(), threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            with writing(runtime.database) as session:
                record_changes(session, [f"prv_{number}"])
                session.flush()
                add_supply_gap(session, NOW, SupplyGap("nobody", scenario="DEV02"))
            number += 1
            begun.set()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert begun.wait(30)
        return back_up_records(runtime, folder)
    finally:
        stop.set()
        writer.join(30)


def test_a_backup_shows_one_state_while_others_write(make_platform: MakePlatform, tmp_path: Path) -> None:
    runtime = make_platform(data_dir=tmp_path)
    rows = {table.name: table.rows for table in back_up_while_others_write(runtime, tmp_path / "backup").tables}
    assert rows["change_feed"] == rows["supply_gaps"] > 0


@pytest.mark.postgres
def test_a_backup_of_postgres_shows_one_state_too(empty_postgres: Runtime, tmp_path: Path) -> None:
    with writing(empty_postgres.database) as session:
        upgrade_within(session, "head")
    rows = {table.name: table.rows for table in back_up_while_others_write(empty_postgres, tmp_path / "backup").tables}
    assert rows["change_feed"] == rows["supply_gaps"] > 0


def flip(folder: Path) -> None:
    path = folder / "records" / "providers.jsonl"
    told = bytearray(path.read_bytes())
    told[200] ^= 1
    path.write_bytes(told)


def lose_a_table(folder: Path) -> None:
    (folder / "records" / "memberships.jsonl").unlink()


def lose_an_attachment(folder: Path) -> None:
    shutil.rmtree(folder / "attachments")


def change_the_manifest(folder: Path) -> None:
    told = json.loads((folder / MANIFEST).read_text("utf-8"))
    told["tables"][0]["rows"] += 1
    (folder / MANIFEST).write_text(json.dumps(told), "utf-8")


def lead_outside(folder: Path) -> None:
    manifest = read_manifest((folder / MANIFEST).read_text("utf-8"))
    outside = replace(manifest.attachments[0], path="../../pool.db")
    (folder / MANIFEST).write_text(replace(manifest, attachments=(outside,)).to_json(), "utf-8")


def lose_the_manifest(folder: Path) -> None:
    (folder / MANIFEST).unlink()


def make_newer(folder: Path) -> None:
    told = json.loads((folder / MANIFEST).read_text("utf-8"))
    (folder / MANIFEST).write_text(json.dumps(told | {"format": 99}), "utf-8")


@pytest.mark.parametrize(
    "damage",
    [flip, lose_a_table, lose_an_attachment, change_the_manifest, lead_outside, lose_the_manifest, make_newer],
    ids=lambda each: each.__name__,
)
def test_a_backup_that_is_not_as_it_was_written_is_refused(
    filled: Runtime, empty_sqlite: Runtime, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    back_up_records(filled, tmp_path / "backup")
    damage(tmp_path / "backup")
    with pytest.raises(FileUnusable, match="备份"):
        restore_records(empty_sqlite, tmp_path / "backup")
    assert content(empty_sqlite) == {}
    assert not empty_sqlite.settings.attachments_dir.exists()


def test_nothing_is_restored_over_something(filled: Runtime, empty_sqlite: Runtime, tmp_path: Path) -> None:
    back_up_records(filled, tmp_path / "backup")
    before = content(filled)
    with pytest.raises(Conflict, match=r"已有 \d+ 张表"):
        restore_records(filled, tmp_path / "backup")
    assert content(filled) == before
    folder = empty_sqlite.settings.attachments_dir
    folder.mkdir(parents=True)
    (folder / "licence.pdf").write_bytes(b"%PDF")
    with pytest.raises(Conflict, match="附件文件夹"):
        restore_records(empty_sqlite, tmp_path / "backup")
    assert [path.name for path in folder.iterdir()] == ["licence.pdf"]
    assert content(empty_sqlite) == {}


def test_nothing_is_backed_up_over_something(filled: Runtime, tmp_path: Path) -> None:
    made = back_up_records(filled, tmp_path / "backup")
    with pytest.raises(Conflict, match="已有内容"):
        back_up_records(filled, tmp_path / "backup")
    assert read_manifest((tmp_path / "backup" / MANIFEST).read_text("utf-8")) == made
    (tmp_path / "new").mkdir()
    assert back_up_records(filled, tmp_path / "new").digest == made.digest


@pytest.mark.slow
def test_a_backup_that_fills_the_disk_leaves_nothing(place: Place) -> None:
    process = place.start(
        f"service backup {place.folder / 'copy'}", preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
    )
    said, _ = process.communicate(timeout=120)
    assert process.returncode == ExitCode.STORAGE, said
    assert "磁盘写不下了" in said
    assert {path.name for path in place.folder.iterdir()} & {"copy", ".copy-partial"} == set()


@pytest.mark.slow
def test_a_restore_that_fills_the_disk_leaves_an_empty_place(place: Place, tmp_path: Path) -> None:
    assert place.run(f"service backup {tmp_path / 'copy'}").code == ExitCode.TAKEN
    other = Place(tmp_path / "other")
    process = other.start(
        f"service restore {tmp_path / 'copy'}", preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (90_000, 90_000))
    )
    said, _ = process.communicate(timeout=120)
    assert process.returncode == ExitCode.STORAGE, said
    assert "磁盘写不下了" in said
    told = other.run(f"service restore {tmp_path / 'copy'}")
    assert told.code == ExitCode.TAKEN, told.said
    assert "逐表核对一致" in told.said
    assert other.run("service counts --json").said == place.run("service counts --json").said


def test_commands_tell_what_they_refuse(place: Place, tmp_path: Path) -> None:
    told = place.run(f"service restore {tmp_path / 'nothing'}")
    assert (told.code, "manifest.json" in told.said) == (ExitCode.UNUSABLE, True)
    assert place.run(f"service backup {tmp_path / 'copy'}").code == ExitCode.TAKEN
    told = place.run(f"service restore {tmp_path / 'copy'}")
    assert (told.code, "指向一个空的位置" in told.said) == (ExitCode.UNUSABLE, True)
    told = Place(tmp_path / "unmigrated").run(f"service backup {tmp_path / 'none'}")
    assert (told.code, "migrate" in told.said) == (ExitCode.STORAGE, True)


def test_a_database_of_the_release_before_is_upgraded_in_place(tmp_path: Path) -> None:
    place = Place(tmp_path)
    old = release_database(place)
    assert not is_current(old.database)
    before = content(old)
    old.database.dispose()
    told = place.run("service migrate --no-embed")
    assert told.code == ExitCode.TAKEN, told.said
    upgraded = build_runtime(Settings(data_dir=tmp_path), encoder=HashEncoder(), clock=FixedClock(NOW))
    assert is_current(upgraded.database)
    keeps_all(before, content(upgraded))
    assert TestClient(build_site(upgraded)).get("/providers").status_code == 200
    upgraded.database.dispose()


def test_a_backup_of_the_release_before_is_restored(empty_sqlite: Runtime, tmp_path: Path) -> None:
    old = release_database(Place(tmp_path / "old"))
    restore_records(empty_sqlite, RELEASE)
    assert is_current(empty_sqlite.database)
    keeps_all(content(old), content(empty_sqlite))
    old.database.dispose()


@pytest.mark.postgres
def test_a_backup_of_the_release_before_is_restored_on_postgres(empty_postgres: Runtime, tmp_path: Path) -> None:
    old = release_database(Place(tmp_path / "old"))
    restore_records(empty_postgres, RELEASE)
    assert is_current(empty_postgres.database)
    keeps_all(content(old), content(empty_postgres))
    old.database.dispose()


def release_database(place: Place) -> Runtime:
    """A SQLite file as release 0.1 left it."""
    runtime = build_runtime(Settings(data_dir=place.folder), encoder=HashEncoder(), clock=FixedClock(NOW))
    manifest = read_manifest((RELEASE / MANIFEST).read_text("utf-8"))
    with writing(runtime.database) as session:
        upgrade_within(session, manifest.revision)
        for table in manifest.tables:
            records.write_table(session, table.name, (RELEASE / "records" / f"{table.name}.jsonl").read_bytes().splitlines())
        assert tuple(records.mark_table(session, table.name) for table in manifest.tables) == manifest.tables
    return runtime


def keeps_all(before: dict[str, list[bytes]], after: dict[str, list[bytes]]) -> None:
    """Every record is still there with every value it had; it may have got new columns."""
    assert before.keys() <= after.keys()
    for table, lines in before.items():
        now = [json.loads(line) for line in after[table]]
        for line in lines:
            record = json.loads(line)
            if table == "audit_entries":
                record["seq"] = record.pop("id")  # its place in the chain, in the same order
            assert any({**each, **record} == each for each in now), (table, record)


@pytest.mark.slow
def test_a_drill_restores_beside_and_answers(place: Place, pool_copy: Runtime, tmp_path: Path) -> None:
    place.settings["POOL_DATABASE_URL"] = str(pool_copy.database.url)
    told = place.run("service drill")
    assert told.code == ExitCode.TAKEN, told.said
    assert "演练通过" in told.said
    assert place.run(f"service backup {tmp_path / 'copy'}").code == ExitCode.TAKEN
    told = place.run(f"service drill {tmp_path / 'copy'}")
    assert (told.code, "演练通过" in told.said) == (ExitCode.TAKEN, True)
    flip(tmp_path / "copy")
    assert place.run(f"service drill {tmp_path / 'copy'}").code == ExitCode.UNUSABLE
