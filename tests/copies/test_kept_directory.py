"""The directory kept between requests: never older than the database, and cheap while nothing changes."""

import threading
from datetime import UTC, datetime

from sqlalchemy import delete, event

from service.copies.kept_directory import read_kept
from service.store.queries.feed import record_changes
from service.store.rows import CapabilityRow, ProviderRow
from service.store.unit_of_work import writing
from tests.factories import SMALL_POOL, add_firms, firm
from tests.platforms import NOW


def statements(database, action) -> int:
    """How many statements `action` sends."""
    seen: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            seen.append(statement)

    event.listen(database, "before_cursor_execute", note)
    action()
    event.remove(database, "before_cursor_execute", note)
    return len(seen)


def test_nothing_new_costs_no_session(make_platform):
    """The feed's position is asked beside sessions; nothing else is."""
    runtime = make_platform(SMALL_POOL, prepare=False)
    first = read_kept(runtime, NOW)
    assert statements(runtime.database, lambda: read_kept(runtime, NOW)) == 0
    assert read_kept(runtime, NOW) is first


def test_only_the_changed_provider_is_read_again(make_platform):
    runtime = make_platform(SMALL_POOL, prepare=False)
    before = read_kept(runtime, NOW).directory
    ids = add_firms(runtime.database, [firm(50)])
    after = read_kept(runtime, NOW).directory
    assert {line.id for line in after.providers} - {line.id for line in before.providers} == set(ids.values())
    earlier = {line.id: line for line in before.providers}
    assert all(line is earlier[line.id] for line in after.providers if line.id in earlier)


def test_a_provider_that_lost_its_capabilities_or_went_away_leaves(make_platform):
    runtime = make_platform((), prepare=False)
    ids = add_firms(runtime.database, [firm(1), firm(2), firm(3)])
    assert len(read_kept(runtime, NOW).directory.providers) == 3
    bare, gone = list(ids.values())[:2]
    with writing(runtime.database) as session:
        session.execute(delete(CapabilityRow).where(CapabilityRow.provider_id == bare))
        session.execute(delete(ProviderRow).where(ProviderRow.id == gone))
        record_changes(session, [bare, gone])
    directory = read_kept(runtime, NOW).directory
    assert {line.id for line in directory.providers} == {list(ids.values())[2]}
    assert {member.provider_id for member in directory.members} == {bare, list(ids.values())[2]}


def test_another_day_reads_everything(make_platform):
    runtime = make_platform(SMALL_POOL, prepare=False)
    assert len(read_kept(runtime, NOW).directory.providers) == 4
    assert len(read_kept(runtime, datetime(2025, 5, 20, tzinfo=UTC)).directory.providers) == 5  # 已满期 was still in force
    assert len(read_kept(runtime, NOW).directory.providers) == 4


def test_two_databases_are_kept_apart(make_platform):
    one, other = make_platform((firm(1),), prepare=False), make_platform((firm(1), firm(2)), prepare=False)
    assert len(read_kept(one, NOW).directory.providers) == 1
    assert len(read_kept(other, NOW).directory.providers) == 2
    assert len(read_kept(one, NOW).directory.providers) == 1


def test_many_threads_while_firms_are_added_see_only_whole_states(make_platform):
    runtime = make_platform((firm(1),), prepare=False)
    seen: list[int] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            directory = read_kept(runtime, NOW).directory
            whole = {line.id for line in directory.providers} == {member.provider_id for member in directory.members}
            seen.append(len(directory.providers) if whole else -1)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(2, 12):
        add_firms(runtime.database, [firm(number)])
    stop.set()
    for thread in threads:
        thread.join()
    assert len(read_kept(runtime, NOW).directory.providers) == 11
    assert seen
    assert set(seen) <= set(range(1, 12))
