"""The code tables: one reading for pages and matching, renewed when they change."""

from dataclasses import replace

import pytest
from sqlalchemy import update

from service.copies import kept_codes
from service.copies.kept_codes import read_codes
from service.copies.kept_directory import read_kept
from service.copies.know import RenewedKnowledge
from service.runtime import Runtime
from service.store.rows import ScenarioRow
from service.store.unit_of_work import writing
from tests.factories import SMALL_POOL
from tests.fakes import HashEncoder, read_nothing
from tests.platforms import NOW


@pytest.fixture
def platform(make_platform) -> Runtime:
    """With a knowledge of its own, which the other platforms of the session do not share."""
    built = make_platform(SMALL_POOL, prepare=False)
    knowledge = RenewedKnowledge(
        built.database, HashEncoder(), built.copies.codes, read_nothing, cache_folder=built.settings.data_dir / "cache"
    )
    return replace(built, knowledge=knowledge)


def rename(runtime: Runtime, code: str, name: str) -> None:
    """As staff do it: in the database. The minute after which it is seen is over at once."""
    with writing(runtime.database) as session:
        session.execute(update(ScenarioRow).where(ScenarioRow.code == code).values(name=name))
    runtime.copies.codes.read_at_seconds -= kept_codes.CODES_KEPT_SECONDS


def test_the_tables_are_read_once_a_minute(platform):
    first = read_codes(platform.database, platform.copies.codes)
    assert read_codes(platform.database, platform.copies.codes) is first


def test_an_equal_reading_leaves_everything_built_from_it(platform):
    known, kept = platform.knowledge(), read_kept(platform, NOW)
    platform.copies.codes.read_at_seconds -= kept_codes.CODES_KEPT_SECONDS
    assert platform.knowledge() is known
    assert read_kept(platform, NOW) is kept


def test_pages_and_matching_stand_on_the_same_taxonomy(platform):
    assert platform.knowledge().taxonomy is read_kept(platform, NOW).codes.taxonomy


def test_a_renamed_scenario_is_renamed_everywhere(platform):
    before = platform.knowledge()
    rename(platform, "DEV02", "啤机联网")
    after = platform.knowledge()
    assert after.taxonomy.scenario_by_code["DEV02"].name == "啤机联网"
    assert after.taxonomy is read_kept(platform, NOW).codes.taxonomy
    assert after.bank is before.bank  # stored passages were tagged by it
    assert "啤机联网" in {word for word, _ in after.scenario_words.in_text("想做啤机联网")}


def test_a_scenario_that_came_makes_a_new_bank(platform):
    before = platform.knowledge()
    with writing(platform.database) as session:
        known = session.get(ScenarioRow, "DEV02")
        columns = {column.key: getattr(known, column.key) for column in ScenarioRow.__table__.columns}
        session.add(ScenarioRow(**columns | {"code": "DEV99", "name": "激光打标机联网", "position": 999}))
    platform.copies.codes.read_at_seconds -= kept_codes.CODES_KEPT_SECONDS
    after = platform.knowledge()
    assert "DEV99" in after.bank.codes
    assert "DEV99" not in before.bank.codes
