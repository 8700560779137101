"""Load a file again and again, killed at its first statement, its second, … and just after its commit: `… DATABASE SCRATCH`.

Prints how often it was killed, and after how many of these nothing or the whole file was stored. Anything else is an error.
"""

import os
import shutil
import signal
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

from sqlalchemy import event

from indexer.load import LoadOptions, load_files
from service.bootstrap import build_runtime
from service.settings import read_settings
from tests.bench.generated import write_generated
from tests.fakes import FixedClock, HashEncoder

FIRMS = 12
_ENDED_BY_ITSELF = 0


def main(database: Path, scratch: Path) -> None:
    """Kill at every statement until the load ends by itself."""
    file = scratch / "firms.jsonl"
    write_generated(file, FIRMS)
    before = _stored(database)
    nothing = whole = statement = 0
    while True:
        statement += 1
        copy = scratch / "pool.db"
        for end in ("", "-wal", "-shm"):
            copy.with_name(f"pool.db{end}").unlink(missing_ok=True)
        shutil.copyfile(database, copy)
        if (child := os.fork()) == 0:
            _load_until(statement, copy, file)
        _, ended = os.waitpid(child, 0)
        after = _stored(copy)
        if ended == _ENDED_BY_ITSELF:
            break
        nothing += after == before
        whole += after == tuple(one + new for one, new in zip(before, (FIRMS, FIRMS, FIRMS, FIRMS * 4), strict=True))
    sys.stdout.write(f"{statement - 1} {nothing} {whole}\n")


def _load_until(statement: int, database: Path, file: Path) -> None:
    settings = read_settings({"POOL_DATABASE_URL": f"sqlite:///{database}"})
    runtime = build_runtime(settings, encoder=HashEncoder(), clock=FixedClock())
    left = statement

    def count(*_: object) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(runtime.database, "before_cursor_execute", count)
    event.listen(runtime.database, "after_cursor_execute", count)
    event.listen(runtime.database, "commit", count)
    event.listen(runtime.database.pool, "checkin", count)  # after the commit
    load_files([file], settings=settings, database=runtime.database, clock=runtime.clock, options=LoadOptions())
    os._exit(_ENDED_BY_ITSELF)


def _stored(path: Path) -> tuple[int, ...]:
    """Firms, feed lines, audit lines, capabilities; the file is sound."""
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        tables = ("providers", "change_feed", "audit_entries", "capabilities")
        return tuple(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
