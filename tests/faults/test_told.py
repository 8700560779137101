"""The table of faults: what every command and page says of a database that cannot be used. One sentence, a cause, a way out."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from service.command_errors import ExitCode
from tests.faults.conftest import Place


def make_garbage(place: Place) -> None:
    place.database.write_bytes(b"\x89PNG\r\n" + os.urandom(40_000))


def cut_short(place: Place) -> None:
    place.database.write_bytes(place.database.read_bytes()[:30_000])


def damage_pages(place: Place) -> None:
    """Every page but the first: where the tables stand is known, what they hold cannot be read."""
    size = place.database.stat().st_size
    with place.database.open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(size - 4096))


def put_a_folder(place: Place) -> None:
    place.database.unlink()
    place.database.mkdir()


def make_newer(place: Place) -> None:
    with closing(sqlite3.connect(place.database)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")


def remove(place: Place) -> None:
    place.database.unlink()


def misspell(place: Place) -> None:
    place.settings["POOL_DATABASE_URL"] = "sqlit:///pool.db"


@dataclass(frozen=True, slots=True)
class Fault:
    """`cause` and `way_out` stand in every sentence about it; `migrates`: the command that makes databases mends it."""

    make: Callable[[Place], None]
    code: ExitCode
    cause: str
    way_out: str
    migrates: bool = False


FAULTS = (
    Fault(make_garbage, ExitCode.STORAGE, "损坏，或不是本平台的数据库", "python -m service restore"),
    Fault(cut_short, ExitCode.STORAGE, "损坏，或不是本平台的数据库", "python -m service restore"),
    Fault(damage_pages, ExitCode.STORAGE, "损坏，或不是本平台的数据库", "python -m service restore"),
    Fault(put_a_folder, ExitCode.STORAGE, "类型不对", "检查路径设置"),
    Fault(make_newer, ExitCode.STORAGE, "版本", "", migrates=False),
    Fault(remove, ExitCode.STORAGE, "还没有建立", "python -m service migrate", migrates=True),
    Fault(misspell, ExitCode.UNUSABLE, "POOL_DATABASE_URL", "sqlite:///"),
)
COMMANDS = ("service migrate --no-embed", "service counts", "indexer load FILE --no-embed")


@pytest.mark.parametrize("line", COMMANDS)
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.make.__name__)
def test_a_command_says_what_is_wrong_and_what_to_do(place: Place, pool_file: Path, fault: Fault, line: str) -> None:
    fault.make(place)
    told = place.run(line.replace("FILE", str(pool_file)))
    if fault.migrates and "migrate" in line:
        assert told.code == ExitCode.TAKEN
        return
    if fault.make is make_newer and "counts" in line:
        assert told.code == ExitCode.TAKEN  # reading asks for its tables only
        return
    not_migrated = "load" in line and fault.make in {make_newer, remove}
    assert told.code == (ExitCode.UNUSABLE if not_migrated else fault.code), told.said
    assert fault.cause in told.said
    assert fault.way_out in told.said
    assert "Traceback" not in told.said
    assert "sqlite3" not in told.said
    assert "sqlalche" not in told.said


def test_the_traceback_is_for_those_who_ask(place: Place) -> None:
    make_garbage(place)
    told = place.run("service counts --debug")
    assert told.code == ExitCode.STORAGE
    assert "不是本平台的数据库" in told.said
    process = place.start("service --debug counts")
    said, _ = process.communicate(timeout=60)
    assert process.returncode == ExitCode.STORAGE
    assert "Traceback" in said
    assert "不是本平台的数据库" in said
