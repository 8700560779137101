"""The feed's newest position, asked without a session: the same figure, and the same words when the database does not answer."""

from pathlib import Path

import pytest

from service.bootstrap import open_settings_database
from service.errors import DatabaseNotReady, StorageBroken
from service.settings import Settings
from service.store import unit_of_work
from service.store.feed_position import newest_position
from service.store.queries.feed import latest_position, record_changes
from tests.factories import SMALL_POOL
from tests.platforms import MakePlatform


def test_it_is_what_a_session_sees_and_follows_each_commit(make_platform: MakePlatform) -> None:
    runtime = make_platform(SMALL_POOL, prepare=False)
    before = newest_position(runtime.database)
    with unit_of_work.writing(runtime.database) as session:
        record_changes(session, ["prv_of_nobody"])
        assert newest_position(runtime.database) == before  # not committed yet
        newest = latest_position(session)
    assert newest_position(runtime.database) == newest > before


def test_an_empty_feed_is_at_nought(make_platform: MakePlatform) -> None:
    assert newest_position(make_platform().database) == 0


def test_a_database_that_does_not_answer_is_told_with_its_cause(tmp_path: Path) -> None:
    with pytest.raises(StorageBroken):
        newest_position(open_settings_database(Settings(database_url=f"sqlite:///{tmp_path}")))
    with pytest.raises(DatabaseNotReady):
        newest_position(open_settings_database(Settings(database_url=f"sqlite:///{tmp_path / 'empty.db'}")))
