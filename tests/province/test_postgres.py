"""The same platform on PostgreSQL and Elasticsearch: load, prepare, follow, match, change, verify."""

import threading
from dataclasses import replace

import pytest

from indexer.follow import follow
from indexer.rebuild import rebuild
from indexer.verify import verify
from service.flows.matching.match_need import MatchRequest, match_need
from service.flows.profiles.prepare_passages import prepare_passages
from service.flows.upkeep.fill_codes import fill_codes
from service.runtime import Runtime
from service.store import migrate
from tests.factories import SMALL_POOL, add_firms, firm
from tests.province.conftest import Province, elastic, found_names, raise_version, withdraw

pytestmark = [pytest.mark.elasticsearch, pytest.mark.postgres]

NEEDS = [
    "三十几台啤机，晚班到底开没开我在家看不到",
    "外观检测 漏检太多，线路板终检",
    "报工用纸，月底对不上数，想接金蝶",
    "贴片线抛料高不高靠巡线抄表",
    "注塑机联网采集，预算二十万以内",
]


@pytest.fixture
def on_postgres(province: Province, postgres_url: str) -> Province:
    """The small pool on PostgreSQL."""
    own = replace(province, settings=replace(province.settings, database_url=postgres_url, database_pool_size=4))
    runtime = own.process()
    migrate.upgrade(runtime.database)
    fill_codes(runtime.database, runtime.settings.fixtures_dir)
    ids = add_firms(runtime.database, SMALL_POOL)
    prepare_passages(runtime)
    runtime.database.dispose()
    return replace(own, ids=ids)


def test_changes_on_postgres_reach_elasticsearch(on_postgres: Province) -> None:
    runtime = on_postgres.process()
    rebuild(runtime)
    assert verify(runtime).agrees
    raise_version(runtime, on_postgres.ids["东莞市砺岑视觉技术有限公司"])
    withdraw(runtime, on_postgres.ids["广州楠舟工业互联网有限公司"])
    added = add_firms(runtime.database, [firm(60, short_name="后来的")])
    assert verify(runtime).missing == tuple(added.values())
    follow(runtime, once=True, stop=threading.Event())
    assert verify(runtime).agrees
    assert "后来的" in found_names(runtime)
    _close(runtime)


def test_several_writers_at_once_lose_nothing(on_postgres: Province) -> None:
    wrong: list[BaseException] = []

    def write(writer: int) -> None:
        # As a command waits for other writers; the site would give up sooner and say so.
        runtime = on_postgres.process(writer_wait_seconds=on_postgres.settings.command_wait_seconds)
        try:
            for number in range(8):
                add_firms(runtime.database, [firm(2_000 + 100 * writer + number)])
        except BaseException as error:
            wrong.append(error)
        _close(runtime)

    stop = threading.Event()
    follower = on_postgres.process()
    following = threading.Thread(target=follow, args=(follower,), kwargs={"once": False, "stop": stop})
    writers = [threading.Thread(target=write, args=(writer,)) for writer in range(4)]
    for thread in (following, *writers):
        thread.start()
    for thread in writers:
        thread.join(120)
    stop.set()
    following.join(60)
    assert wrong == []
    runtime = on_postgres.process()
    follow(runtime, once=True, stop=threading.Event())
    summary = verify(runtime)
    assert summary.agrees
    assert summary.providers == 4 + 32
    _close(runtime)
    _close(follower)


def test_the_same_page_from_either_engine_and_either_database(on_postgres: Province, province: Province) -> None:
    distributed = on_postgres.process()
    rebuild(distributed)
    laptop = province.process(engine="embedded")
    for need in NEEDS:
        pages = [match_need(runtime, MatchRequest(need, limit=10, include_weak=True)) for runtime in (distributed, laptop)]
        # By name: equal scores are ordered by a hash of the id, and each database made its own ids.
        shown = [{match.provider.name: (match.fit, match.missing) for match in (*page.matches, *page.weak)} for page in pages]
        assert shown[0] == shown[1]
        scores = [{match.provider.name: match.score for match in (*page.matches, *page.weak)} for page in pages]
        assert scores[0] == pytest.approx(scores[1], abs=0.2)
    _close(distributed)


def _close(runtime: Runtime) -> None:
    runtime.database.dispose()
    elastic(runtime).close()
