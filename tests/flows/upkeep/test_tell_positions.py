"""How far feed and engine are, for whoever watches: set without a request, and kept while the database does not answer."""

from dataclasses import replace
from pathlib import Path

from prometheus_client import REGISTRY

from service.bootstrap import open_settings_database
from service.flows.upkeep.tell_positions import tell_positions
from service.search.engines.embedded import EmbeddedEngine
from service.settings import Settings
from service.store import unit_of_work
from service.store.queries.feed import latest_position, record_changes
from tests.factories import SMALL_POOL
from tests.platforms import MakePlatform


def _told() -> tuple[float | None, float | None]:
    return REGISTRY.get_sample_value("pool_feed_position"), REGISTRY.get_sample_value("pool_index_behind")


def test_both_figures_follow_the_feed_although_nobody_searches(make_platform: MakePlatform, tmp_path: Path) -> None:
    runtime = make_platform(SMALL_POOL)
    tell_positions(runtime)
    with unit_of_work.writing(runtime.database) as session:
        record_changes(session, ["prv_of_nobody"])
        newest = latest_position(session)
    tell_positions(runtime)
    assert _told() == (newest, 0)
    closed = open_settings_database(Settings(database_url=f"sqlite:///{tmp_path}"))
    tell_positions(replace(runtime, database=closed))
    assert _told() == (newest, 0)


def test_an_engine_that_does_not_follow_is_told_as_behind(make_platform: MakePlatform) -> None:
    runtime = make_platform(SMALL_POOL)

    class Elsewhere(EmbeddedEngine):
        in_process = False  # filled by a follower, which has not come

    behind = replace(runtime, engine=Elsewhere(lambda: runtime.encoder.dimensions))
    tell_positions(behind)
    newest, distance = _told()
    assert distance == newest > 0
