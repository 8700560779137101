"""Cards: kept while nothing moves, never older than the question."""

import threading

import pytest
from sqlalchemy import event

from service.copies.follow_changes import feed_position
from service.copies.read_cards import read_cards
from service.domain.providers import Provider
from service.runtime import Runtime
from service.store.rows import MembershipRow, ProviderRow
from tests.factories import SMALL_POOL
from tests.flows.stored import change, provider_id
from tests.platforms import MakePlatform


@pytest.fixture
def platform(make_platform: MakePlatform) -> Runtime:
    return make_platform(SMALL_POOL, prepare=False)


def read(runtime: Runtime, *names: str) -> list[Provider]:
    ids = [provider_id(runtime.database, name) for name in names]
    return read_cards(runtime, ids, position=feed_position(runtime))


def test_cards_come_in_the_order_asked_and_unknown_ids_are_left_out(platform: Runtime) -> None:
    ids = [provider_id(platform.database, "楠舟"), "prv_gone", provider_id(platform.database, "屿栈数据")]
    assert [card.short_name for card in read_cards(platform, ids, position=1)] == ["楠舟", "屿栈数据"]
    assert read_cards(platform, [], position=1) == []


def test_a_card_is_the_whole_provider(platform: Runtime) -> None:
    (card,) = read(platform, "屿栈数据")
    assert card.pools_on(platform.today) == ("municipal", "provincial")
    assert (len(card.capabilities), len(card.cases), len(card.qualifications)) == (1, 1, 2)


def test_no_contact_is_read_with_a_card(platform: Runtime) -> None:
    (card,) = read(platform, "屿栈数据")
    assert "13800001234" not in repr(card)
    assert (card.contact.name, card.contact.phone, card.contact.email) == (None, None, None)


def statements(runtime: Runtime) -> list[str]:
    seen: list[str] = []
    event.listen(runtime.database, "before_cursor_execute", lambda _c, _cur, statement, *_: seen.append(statement))
    return seen


def test_cards_are_kept_while_the_feed_stands(platform: Runtime) -> None:
    ids = [provider_id(platform.database, name) for name in ("屿栈数据", "楠舟")]
    at = feed_position(platform)
    first = read_cards(platform, ids, position=at)
    seen = statements(platform)
    assert read_cards(platform, ids[::-1], position=at) == first[::-1]
    assert [statement for statement in seen if "SELECT" in statement] == []


@pytest.mark.parametrize("name", ["屿栈数据", "楠舟"])
def test_a_committed_change_is_on_the_next_card(platform: Runtime, name: str) -> None:
    read(platform, "屿栈数据", "楠舟")
    change(platform.database, ProviderRow, lambda row: setattr(row, "staff", 4321), short_name=name)
    assert {card.short_name: card.staff for card in read(platform, "屿栈数据", "楠舟")}[name] == 4321


def test_a_withdrawn_membership_is_never_shown_from_memory(platform: Runtime) -> None:
    (before,) = read(platform, "砺岑视觉")
    assert before.is_listed(platform.today)
    change(platform.database, MembershipRow, lambda row: setattr(row, "state", "withdrawn"), provider_id=before.id)
    (after,) = read(platform, "砺岑视觉")
    assert not after.is_listed(platform.today)


def test_a_slow_request_does_not_bring_an_older_card_back(platform: Runtime) -> None:
    """One that found the feed at 7 must not fill what a request at 8 reads from."""
    (before,) = read(platform, "楠舟")
    old = feed_position(platform)
    change(platform.database, ProviderRow, lambda row: setattr(row, "staff", 4321), short_name="楠舟")
    read_cards(platform, [before.id], position=old)
    (after,) = read_cards(platform, [before.id], position=feed_position(platform))
    assert after.staff == 4321


def test_many_threads_read_while_a_firm_changes(platform: Runtime) -> None:
    owner = provider_id(platform.database, "楠舟")
    wrong: list[object] = []
    committed = [40]
    done = threading.Event()

    def ask() -> None:
        while not done.is_set():
            least = committed[0]
            try:
                (card,) = read_cards(platform, [owner], position=feed_position(platform))
            except Exception as error:
                wrong.append(error)
                return
            if (card.staff or 0) < least:
                wrong.append((card.staff, least))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for staff in range(41, 61):
        change(platform.database, ProviderRow, lambda row, now=staff: setattr(row, "staff", now), id=owner)
        committed[0] = staff
    done.set()
    for thread in threads:
        thread.join(30)
    assert wrong == []
