"""A day of brokering, every step killed at each of its writes and just after its commit: `… FOLDER`, an empty one.

Prints for every step after how many of the kills nothing, and after how many the whole step was stored. Anything else is an error.
"""

import json
import os
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from sqlalchemy import event

from service.brokerage.introducing import IntroductionKey, Voice
from service.brokerage.standing import NeedKey
from service.brokerage.told_outcomes import ToldOutcome
from service.domain.needs import NeedSource
from service.domain.people import Role
from service.flows.brokering.answer_introduction import SaidAnswer, answer_introduction
from service.flows.brokering.assign_needs import assign_needs
from service.flows.brokering.introduce import introduce
from service.flows.brokering.move_need import WishedStep, move_need
from service.flows.brokering.plan_meeting import WishedMeeting, plan_meeting
from service.flows.brokering.record_outcome import record_outcome, settle_told_outcome
from service.flows.brokering.state_need import StatedBy, state_need
from service.flows.matching.match_need import MatchRequest, match_need
from service.flows.upkeep.fill_codes import fill_codes
from service.flows.upkeep.keep_webhooks import WebhookWish, make_webhook
from service.identity.actors import actor_of
from service.runtime import Copies, Runtime
from service.settings import ROOT
from service.store import migrate
from service.store.engine import open_database
from tests.brokering import STATEMENT, person_of, platform_at, recommended, state
from tests.databases import opened
from tests.fakes import HashEncoder
from tests.people import make_person
from tests.platforms import opened_platform, shared_network

TABLES = ("needs", "timeline_lines", "audit_entries", "notices", "tasks", "introductions", "outcomes", "meetings", "snapshots",
          "shortlist_lines", "request_keys", "follow_links", "need_contacts", "webhook_deliveries", "supply_gaps")  # fmt: skip
_ENDED_BY_ITSELF = 0
_WRITES = ("INSERT", "UPDATE", "DELETE")
Deed = Callable[[Runtime], object]


def stored(path: Path) -> tuple[object, ...]:
    """How many rows each table has, and the sums of versions; the file is sound."""
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        counts = [connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES]
        sums = [connection.execute(f"SELECT sum(version) FROM {table}").fetchone()[0] for table in ("needs", "introductions")]
        states = connection.execute("SELECT state FROM needs UNION ALL SELECT state FROM introductions ORDER BY 1").fetchall()
        return (*counts, *sums, *states)


def copied(source: Path, target: Path) -> None:
    for end in ("", "-wal", "-shm"):
        target.with_name(target.name + end).unlink(missing_ok=True)
    with closing(sqlite3.connect(source)) as reading, closing(sqlite3.connect(target)) as writing:
        reading.backup(writing)


def own(runtime: Runtime, path: Path) -> Runtime:
    return replace(runtime, database=open_database(f"sqlite:///{path}"), copies=Copies())


def die_at(runtime: Runtime, write: int) -> None:
    """Kill this process at its write number so many; the commit and what follows it count too."""
    left = write

    def count() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def before(_connection, _cursor, statement, *_rest) -> None:
        if statement.lstrip().upper().startswith(_WRITES):
            count()

    event.listen(runtime.database, "before_cursor_execute", before)
    event.listen(runtime.database, "commit", lambda *_: count())
    event.listen(runtime.database.pool, "checkin", lambda *_: count())


def kills(runtime: Runtime, base: Path, scratch: Path, deed: Deed) -> tuple[int, int]:
    """Do it again and again, killed at each write, until it ends by itself; how often nothing, and the whole, was stored."""
    before, seen = stored(base), []
    for write in range(1, 200):
        for end in ("", "-wal", "-shm"):
            scratch.with_name(scratch.name + end).unlink(missing_ok=True)
        shutil.copyfile(base, scratch)  # nobody has it open
        if (child := os.fork()) == 0:
            try:
                mine = own(runtime, scratch)
                die_at(mine, write)
                deed(mine)
                os._exit(_ENDED_BY_ITSELF)
            finally:
                os._exit(1)
        _, ended = os.waitpid(child, 0)
        assert ended in {_ENDED_BY_ITSELF, signal.SIGKILL}, (write, ended)
        if ended == _ENDED_BY_ITSELF:
            break
        seen.append(stored(scratch))
    after = stored(scratch)
    assert after != before
    assert set(seen) <= {before, after}, "half of it was stored"
    copied(scratch, base)
    return seen.count(before), seen.count(after)


def main(folder: Path) -> None:
    """Make a platform, and kill each step of its day."""
    base, scratch = folder / "base.db", folder / "scratch.db"
    codes = f"sqlite:///{folder / 'codes.db'}"
    with opened(codes) as database:
        migrate.upgrade(database)
        fill_codes(database, ROOT / "fixtures")
    with opened_platform(codes, HashEncoder(), shared_network()) as usual, platform_at(f"sqlite:///{folder / 'made.db'}", usual) as runtime:
        broker, lin = (actor_of(make_person(runtime, Role.BROKER, name), staff=True) for name in ("chen", "lin"))
        boss = actor_of(make_person(runtime, Role.ADMINISTRATOR, "boss"), staff=True)
        factory = actor_of(make_person(runtime, Role.MANUFACTURER, "he", "清溪某胶壳厂"), staff=True)
        kinds = ("need.stated", "need.moved", "introduction.proposed", "introduction.answered", "meeting.planned", "outcome.told")
        make_webhook(runtime, boss, WebhookWish("企莞家", "https://portal.invalid/hooks", kinds))
        need, (provider, *_) = recommended(runtime, broker, state(runtime, factory).need)
        zhao = person_of(runtime, provider, "zhao")
        answer = match_need(runtime, MatchRequest(STATEMENT.text, include_weak=True))
        copied(folder / "made.db", base)

    def one(table: str) -> str:
        with closing(sqlite3.connect(base)) as connection:
            return connection.execute(f"SELECT id FROM {table} ORDER BY rowid DESC").fetchone()[0]

    def side(who) -> IntroductionKey:
        return IntroductionKey(one("introductions"), who)

    mine, yes = Voice(), SaidAnswer("accept")
    day: list[Deed] = [
        lambda own: state_need(own, StatedBy(factory, NeedSource.API, "k1"), STATEMENT, answer),
        lambda own: assign_needs(own, broker, [need.id], lin.person_id, "你熟"),
        lambda own: introduce(own, NeedKey(broker, need.id), provider),
        lambda own: answer_introduction(own, side(factory), mine, yes),
        lambda own: answer_introduction(own, side(zhao), mine, SaidAnswer("accept", "", "赵工", "0769-87654321")),
        lambda own: plan_meeting(own, side(zhao), WishedMeeting("factory", "2026-01-07T14:30", 60, "")),
        lambda own: record_outcome(own, side(zhao), mine, ToldOutcome("met")),
        lambda own: settle_told_outcome(own, side(factory), mine, one("outcomes"), ""),
        lambda own: move_need(own, NeedKey(factory, need.id), WishedStep("find_none", "都太贵")),
    ]
    sys.stdout.write(json.dumps([kills(runtime, base, scratch, deed) for deed in day]))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
