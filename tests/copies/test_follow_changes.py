"""The feed to the index: every committed change is seen at the next question, memberships lapse by themselves."""

import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from service.copies.follow_changes import catch_up, feed_position, read_docs, refresh
from service.copies.renew_behind import WAITED_FOR_MOST
from service.domain.finding import Filters, ProviderDoc, WishQuery
from service.flows.matching.match_need import MatchRequest, match_need
from service.runtime import Runtime
from service.search.engines.embedded import EmbeddedEngine
from service.store import unit_of_work
from service.store.queries.feed import record_changes
from service.store.rows import CapabilityRow, MembershipRow, ProviderRow
from tests.factories import SMALL_POOL, add_firms, capability, firm, municipal
from tests.fakes import FixedClock
from tests.flows.stored import change, position, provider_id, rows
from tests.platforms import MakePlatform

LISTED = {"屿栈数据", "砺岑视觉", "楠舟", "双池暂停"}


@pytest.fixture
def platform(make_platform: MakePlatform) -> Runtime:
    return make_platform(SMALL_POOL)


def indexed(runtime: Runtime) -> set[str]:
    names = {row.id: row.short_name or row.name for row in rows(runtime.database, ProviderRow)}
    return {names[each] for each in runtime.engine.versions()}


def found(runtime: Runtime, word: str) -> set[str]:
    """Short names of the providers whose words the engine finds."""
    query = WishQuery(tuple(runtime.knowledge().segmenter.words(word)), (), runtime.knowledge().bank.vectors[0])
    got = runtime.engine.candidates([query], Filters(), per_leg=50)
    names = {row.id: row.short_name or row.name for row in rows(runtime.database, ProviderRow)}
    hits = zip(got.passages, got.words[0], strict=True)
    return {names[passage.provider_id] for passage, score in hits if score == score}  # noqa: PLR0124  NaN: not found by words


def test_an_empty_index_is_filled_with_the_listed_providers(platform: Runtime) -> None:
    assert platform.engine.position() == -1
    assert refresh(platform) == position(platform.database)
    assert indexed(platform) == LISTED
    assert platform.engine.position() == position(platform.database)


def test_an_index_of_nobody_is_filled_too(make_platform: MakePlatform) -> None:
    empty = make_platform()
    refresh(empty)
    assert empty.engine.position() == 0
    assert empty.engine.versions() == {}


def test_nothing_is_put_while_nothing_moved(platform: Runtime) -> None:
    refresh(platform)
    assert catch_up(platform, platform.engine) == 0


def test_a_committed_change_is_found_at_the_next_question(platform: Runtime) -> None:
    refresh(platform)
    assert found(platform, "激光切割") == set()
    (row,) = rows(platform.database, CapabilityRow, title="车间报工")
    change(platform.database, CapabilityRow, lambda changed: setattr(changed, "description", "激光切割机联网。"), id=row.id)
    refresh(platform)
    assert found(platform, "激光切割") == {"楠舟"}
    assert found(platform, "金蝶") == set()


def test_a_new_firm_is_found_before_its_passages_have_vectors(platform: Runtime) -> None:
    refresh(platform)
    add_firms(
        platform.database, [firm(8, short_name="新来的", capabilities=(capability("激光切割", description="激光切割机联网。"),), cases=())]
    )
    refresh(platform)
    assert found(platform, "激光切割") == {"新来的"}


def test_a_suspended_member_leaves_the_index(platform: Runtime) -> None:
    refresh(platform)
    change(
        platform.database,
        MembershipRow,
        lambda row: setattr(row, "state", "suspended"),
        provider_id=provider_id(platform.database, "砺岑视觉"),
    )
    refresh(platform)
    assert indexed(platform) == LISTED - {"砺岑视觉"}


def break_off(runtime: Runtime) -> None:
    owner = provider_id(runtime.database, "楠舟")
    with unit_of_work.writing(runtime.database) as session:
        session.get_one(ProviderRow, owner).summary = "激光切割"
        record_changes(session, [owner])
        raise KeyboardInterrupt


def test_what_was_rolled_back_is_never_seen(platform: Runtime) -> None:
    refresh(platform)
    before = position(platform.database)
    with pytest.raises(KeyboardInterrupt):
        break_off(platform)
    refresh(platform)
    assert position(platform.database) == before == platform.engine.position()
    assert found(platform, "激光切割") == set()


def test_a_membership_lapses_without_any_change(make_platform: MakePlatform) -> None:
    last_day = date(2026, 1, 5)
    platform = make_platform((firm(1, short_name="到期", memberships=(municipal(valid_until=last_day),)), firm(2, short_name="长期")))
    clock = platform.clock
    assert isinstance(clock, FixedClock)
    refresh(platform)
    assert indexed(platform) == {"到期", "长期"}
    clock.advance(timedelta(hours=13, minutes=59))  # 23:59 in Shanghai
    refresh(platform)
    assert indexed(platform) == {"到期", "长期"}
    clock.advance(timedelta(minutes=2))
    refresh(platform)
    assert indexed(platform) == {"长期"}


def test_a_membership_begins_to_count_again_when_it_is_renewed(make_platform: MakePlatform) -> None:
    platform = make_platform((firm(1, short_name="到期", memberships=(municipal(valid_until=date(2025, 5, 20)),)),))
    refresh(platform)
    assert indexed(platform) == set()
    change(platform.database, MembershipRow, lambda row: setattr(row, "valid_until", date(2028, 5, 20)), pool_code="municipal")
    refresh(platform)
    assert indexed(platform) == {"到期"}


class SharedEngine(EmbeddedEngine):
    """Stands for an index outside this process; counts what is asked of it."""

    in_process = False

    def __init__(self) -> None:
        super().__init__(lambda: 256)
        self.asked = 0
        self.puts: list[tuple[int, int]] = []

    def position(self) -> int:
        self.asked += 1
        return super().position()

    def put(self, docs: Sequence[ProviderDoc], *, position: int) -> None:
        self.puts.append((len(docs), position))
        super().put(docs, position=position)


def test_a_shared_index_is_not_followed_by_a_question(platform: Runtime) -> None:
    engine = SharedEngine()
    shared = replace(platform, engine=engine)
    assert refresh(shared) == feed_position(platform)
    assert engine.puts == []


def test_a_follower_catches_up_in_parts_and_asks_for_the_position_once(platform: Runtime) -> None:
    engine = SharedEngine()
    assert catch_up(platform, engine) == len(SMALL_POOL)
    assert engine.puts == [(len(SMALL_POOL), position(platform.database))]
    assert engine.asked == 1
    for name in ("楠舟", "砺岑视觉", "屿栈数据"):
        change(platform.database, ProviderRow, lambda row: setattr(row, "summary", "改了"), short_name=name)
    before = position(platform.database)
    assert [catch_up(platform, engine, limit=2) for _ in range(3)] == [2, 1, 0]
    assert [each[1] for each in engine.puts[1:]] == [before - 1, before]


def test_a_provider_that_changed_often_is_put_once(platform: Runtime) -> None:
    refresh(platform)
    for number in range(5):
        change(platform.database, ProviderRow, lambda row, text=f"第{number}次": setattr(row, "summary", text), short_name="楠舟")
    assert catch_up(platform, platform.engine) == 1
    assert platform.engine.versions()[provider_id(platform.database, "楠舟")] == 6


def test_documents_of_unknown_providers_are_left_out(platform: Runtime) -> None:
    assert read_docs(platform, ["prv_gone"]) == []
    assert [doc.id for doc in read_docs(platform, ["prv_gone", provider_id(platform.database, "楠舟")])] == [
        provider_id(platform.database, "楠舟")
    ]


def test_vectors_are_those_of_the_passages(platform: Runtime) -> None:
    (doc,) = read_docs(platform, [provider_id(platform.database, "砺岑视觉")])
    assert {passage.kind for passage in doc.passages} == {"capability", "case", "summary"}
    assert all(passage.vector is not None for passage in doc.passages)


def test_many_threads_fill_the_index_once_and_all_see_it_whole(platform: Runtime) -> None:
    seen: list[int] = []

    def ask() -> None:
        refresh(platform)
        seen.append(len(platform.engine.versions()))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert seen == [len(LISTED)] * 8


def test_the_index_serves_on_while_a_new_day_is_taken_in(platform: Runtime) -> None:
    """Nobody may see an empty list at midnight."""
    clock = platform.clock
    assert isinstance(clock, FixedClock)
    refresh(platform)
    sizes: list[int] = []
    done = threading.Event()

    def watch() -> None:
        while not done.is_set():
            sizes.append(len(platform.engine.versions()))

    thread = threading.Thread(target=watch)
    thread.start()
    for _ in range(3):
        clock.advance(timedelta(days=1))
        refresh(platform)
    done.set()
    thread.join(30)
    assert set(sizes) == {len(LISTED)}


def test_a_match_takes_in_what_was_committed_before_it(platform: Runtime) -> None:
    match_need(platform, MatchRequest("注塑机联网"))
    change(platform.database, ProviderRow, lambda row: setattr(row, "short_name", "改了名"), short_name="屿栈数据")
    answer = match_need(platform, MatchRequest("注塑机联网", include_weak=True, limit=50))
    assert "改了名" in {match.provider.short_name for match in (*answer.matches, *answer.weak)}


def test_a_large_load_is_taken_in_while_the_old_index_answers(platform: Runtime) -> None:
    refresh(platform)
    add_firms(platform.database, [firm(number) for number in range(1_000, 1_000 + WAITED_FOR_MOST + 1)])
    with platform.copies.following.lock:  # whoever takes them in has to wait; a question must not
        answer = match_need(platform, MatchRequest("注塑机联网采集"))
        assert answer.matches
        assert indexed(platform) == LISTED
    for _ in range(600):
        if platform.engine.position() == position(platform.database):
            break
        time.sleep(0.05)
    assert len(platform.engine.versions()) == len(LISTED) + WAITED_FOR_MOST + 1


def test_small_changes_are_waited_for(platform: Runtime) -> None:
    refresh(platform)
    add_firms(platform.database, [firm(number) for number in range(1_000, 1_010)])
    refresh(platform)
    assert len(platform.engine.versions()) == len(LISTED) + 10
