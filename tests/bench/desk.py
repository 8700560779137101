"""What the desk costs among many needs: `python -m tests.bench.desk [DATABASE_URL]`, on an empty database; without one on SQLite.

500 open and 20,000 closed needs, each with its list, shortlist, 经过 and introductions, made from one that went the real way.
"""

import logging
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import structlog
import typer
from sqlalchemy import Engine, insert, select

from service.bootstrap import build_runtime
from service.brokerage.standing import NeedKey
from service.domain.need_steps import NeedState
from service.domain.needs import NeedSource
from service.domain.people import Role
from service.flows.brokering.introduce import introduce
from service.flows.brokering.state_need import StatedBy, state_need
from service.flows.matching.match_need import MatchRequest, match_need
from service.flows.profiles.prepare_passages import prepare_passages
from service.flows.upkeep.fill_codes import fill_codes
from service.identity.actors import actor_of
from service.runtime import Runtime
from service.settings import ROOT, Settings, read_settings
from service.store import migrate
from service.store.base import new_id
from service.store.rows import IntroductionRow, NeedRow, ShortlistRow, SnapshotRow, TimelineRow
from service.store.unit_of_work import reading, writing
from tests.bench.serving import machine
from tests.brokering import STATEMENT, recommended
from tests.factories import SMALL_POOL, add_firms
from tests.fakes import FixedClock, HashEncoder
from tests.people import make_person, signed_in

OPEN, CLOSED = 500, 20_000
ASKED = 60
LINES = 6
_AT_ONCE = 500
_TOWNS = ("changan", "humen", "houjie", "qingxi")
_OPEN_STATES = (NeedState.REGISTERED, NeedState.CHECKED, NeedState.CLARIFIED, NeedState.RECOMMENDED, NeedState.AGREED, NeedState.SIGNED)
_CLOSED_STATES = (NeedState.RATED, NeedState.NONE_SUITABLE, NeedState.SOLVED_ALONE, NeedState.LOST_TOUCH)


def main(url: str) -> None:
    """Fill, measure, print."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    with tempfile.TemporaryDirectory(prefix="pool-desk-") as scratch:
        settings = Settings(
            data_dir=read_settings().data_dir, database_url=url or f"sqlite:///{Path(scratch) / 'pool.db'}", sign_ins_per_minute=0,
            matches_per_minute=0, writer_wait_seconds=30,
        )  # fmt: skip
        runtime = build_runtime(settings, encoder=HashEncoder(), clock=FixedClock())
        migrate.upgrade(runtime.database)
        fill_codes(runtime.database, ROOT / "fixtures")
        add_firms(runtime.database, SMALL_POOL)
        prepare_passages(runtime)
        broker = actor_of(make_person(runtime, Role.BROKER, "chen"), staff=True)
        answer = match_need(runtime, MatchRequest(STATEMENT.text, include_weak=True))
        need, (provider, *_) = recommended(runtime, broker, state_need(runtime, StatedBy(broker, NeedSource.SITE), STATEMENT, answer).need)
        introduce(runtime, NeedKey(broker, need.id), provider)
        multiply(runtime.database, need.id)
        typer.echo(f"{machine()}; {runtime.database.dialect.name}; {OPEN} open and {CLOSED:,} closed needs; {ASKED} times each")
        _pages(runtime, need.id)
        _told("state a need, after its match", lambda: state_need(runtime, StatedBy(broker, NeedSource.SITE), STATEMENT, answer))
        runtime.database.dispose()


def _pages(runtime: Runtime, need_id: str) -> None:
    browser = signed_in(runtime, "chen")
    paths = {
        "desk, mine": "/workbench", "desk, all": "/workbench?who=all", "desk, a town": "/workbench?who=all&town=changan",
        "desk, a word": "/workbench?who=all&q=五金", "desk, late ones whole": "/workbench?who=all&heap=late",
        "need on the desk": f"/workbench/needs/{need_id}", "list as shown": f"/workbench/needs/{need_id}/list",
    }  # fmt: skip
    for name, path in paths.items():
        assert browser.get(path).status_code == 200, path
        _told(name, lambda path=path: browser.get(path))


def _told(name: str, step: Callable[[], object]) -> None:
    """One line of the table: wall time, and the processor's, which a busy machine lengthens less."""
    walls, works = [], []
    for _ in range(ASKED):
        began, worked = time.perf_counter(), time.process_time()
        step()
        walls.append((time.perf_counter() - began) * 1000)
        works.append((time.process_time() - worked) * 1000)
    late = [quantiles(sorted(times), n=20, method="inclusive")[18] for times in (walls, works)]
    typer.echo(f"{name:32s} p50 {median(walls):6.1f} ms, p95 {late[0]:6.1f} ms; processor p50 {median(works):6.1f}, p95 {late[1]:6.1f}")


def multiply(database: Engine, need_id: str) -> None:
    """Store copies of one need with everything around it."""
    with reading(database) as session:
        need = _values(session.scalars(select(NeedRow).where(NeedRow.id == need_id)).one())
        around = {
            kind: [_values(row) for row in session.scalars(select(kind).where(kind.need_id == need_id).limit(LINES))]  # type: ignore[attr-defined]
            for kind in (SnapshotRow, ShortlistRow, TimelineRow, IntroductionRow)
        }
    chance = random.Random(16)  # noqa: S311  the same needs each time
    for batch in _batches(OPEN + CLOSED):
        needs = [_copy(need, number, chance) for number in batch]
        with writing(database) as session:
            session.execute(insert(NeedRow), needs)
            for kind, lines in around.items():
                session.execute(insert(kind), [_beside(line, each) for each in needs for line in lines])


def _copy(need: dict[str, Any], number: int, chance: random.Random) -> dict[str, Any]:
    is_open = number < OPEN
    days = timedelta(days=chance.randrange(20 if is_open else 900))
    began = need["made_at"] - days
    return need | {
        "id": new_id("ned"), "serial": number + 1_000, "is_open": is_open, "town_code": chance.choice(_TOWNS),
        "state": chance.choice(_OPEN_STATES if is_open else _CLOSED_STATES), "closed_at": None if is_open else need["made_at"],
        "firm_name": f"某五金厂{number}", "broker_id": need["broker_id"] if number % 6 == 0 else None, "made_at": began, "state_at": began,
        "moved_at": began, "promised_on": (began + timedelta(days=4)).date() if is_open else None,
        "next_on": (began + timedelta(days=9)).date() if is_open else None,
    }  # fmt: skip


def _beside(line: dict[str, Any], need: dict[str, Any]) -> dict[str, Any]:
    fresh = {"id": new_id("row")} if isinstance(line.get("id"), str) else {}
    copied = {name: value for name, value in line.items() if name != "id"} | {"need_id": need["id"]} | fresh
    return copied | ({"state": "lapsed", "closed_at": need["made_at"]} if "proposed_at" in line and not need["is_open"] else {})


def _values(row: Any) -> dict[str, Any]:
    return {column.key: getattr(row, column.key) for column in row.__table__.columns}


def _batches(whole: int) -> Iterator[range]:
    return (range(start, min(start + _AT_ONCE, whole)) for start in range(0, whole, _AT_ONCE))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
