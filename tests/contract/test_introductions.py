"""What introductions ask of the database, and random days of several people; one class, inherited for SQLite and PostgreSQL."""

import itertools
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

import pytest

from service.brokerage.introducing import IntroductionKey, Voice
from service.brokerage.standing import NeedKey
from service.brokerage.told_outcomes import ToldOutcome
from service.domain.intake import Intake
from service.domain.introductions import OPEN_MOST, IntroductionState
from service.domain.need_steps import EXITS, FUNNEL, NeedState, NeedStep, Party
from service.domain.outcomes import OutcomeKind
from service.domain.people import Role
from service.domain.timeline import LineKind
from service.errors import Conflict, Invalid, NotFound, PlatformError, Refused
from service.flows.brokering.answer_introduction import SaidAnswer, answer_introduction
from service.flows.brokering.declare_tie import declare_tie, my_ties, withdraw_tie
from service.flows.brokering.introduce import introduce, withdraw_introduction
from service.flows.brokering.keep_intake import keep_intake, see_intake
from service.flows.brokering.move_need import WishedStep, move_need
from service.flows.brokering.plan_meeting import WishedMeeting, find_meeting, plan_meeting
from service.flows.brokering.record_outcome import record_outcome, settle_told_outcome
from service.flows.brokering.reveal_counterpart import reveal_counterpart
from service.flows.brokering.see_introductions import see_introduction, see_introductions, see_provider_introductions
from service.flows.brokering.see_need import see_need
from service.flows.brokering.tend_introductions import tend_introductions
from service.identity.actors import actor_of
from service.runtime import Runtime
from service.store.rows import IntroductionContactRow, IntroductionRow, NeedRow, NoticeRow, OutcomeRow, ProviderRow, TimelineRow
from tests.brokering import person_of, platform_at, recommended, state, step
from tests.flows.stored import change, count, rows
from tests.people import make_person

YES = SaidAnswer("accept")
NO = SaidAnswer("decline", "太贵")
MINE = Voice()


class IntroductionsContract:
    """Every test gets an address of an empty database (`url`)."""

    @pytest.fixture
    def runtime(self, url: str, hash_platform: Runtime) -> Iterator[Runtime]:
        with platform_at(url, hash_platform) as platform:
            yield platform

    @pytest.fixture
    def broker(self, runtime: Runtime):
        return actor_of(make_person(runtime, Role.BROKER, "chen"), staff=True)

    @pytest.fixture
    def world(self, runtime: Runtime, broker):
        """(need with its list sent, secret of its link, ids of four providers on the list, somebody of the first)."""
        told = state(runtime)
        need, providers = recommended(runtime, broker, told.need, 4)
        assert len(providers) == 4
        return need, told.secret, providers, person_of(runtime, providers[0], "zhao")

    def test_both_agree_and_only_then_see_whom_to_call(self, runtime: Runtime, broker, world) -> None:
        need, secret, providers, zhao = world
        one = introduce(runtime, NeedKey(broker, need.id), providers[0])
        assert (one.state, one.answer_by, one.snapshot_id) == (IntroductionState.PROPOSED, date(2026, 1, 12), need.snapshot_id)
        factory, provider = IntroductionKey(one.id, secret=secret), IntroductionKey(one.id, zhao)
        with pytest.raises(NotFound):
            see_introduction(runtime, provider)
        assert see_provider_introductions(runtime, zhao, 1).total == 0, "a provider knows of nothing before the factory agrees"
        asked = answer_introduction(runtime, factory, MINE, YES)
        assert (asked.state, asked.answer_by) == (IntroductionState.ASKED, date(2026, 1, 8))
        with pytest.raises(Conflict):
            reveal_counterpart(runtime, factory)
        answer_introduction(runtime, provider, MINE, SaidAnswer("accept", "可先装两台试", "赵工", "0769-87654321"))
        assert see_need(runtime, NeedKey(broker, need.id)).need.state is NeedState.AGREED
        assert (reveal_counterpart(runtime, factory).name, reveal_counterpart(runtime, factory).phone) == ("赵工", "0769-87654321")
        assert reveal_counterpart(runtime, provider).phone == "0769-12345678"
        lines = see_need(runtime, NeedKey(secret=secret)).timeline
        assert Counter(line.kind for line in lines)[LineKind.CONTACT_SEEN] == 3, "every look is kept"
        assert count(runtime.database, IntroductionContactRow) == 1
        assert "赵工" not in str([vars(row) for row in (*rows(runtime.database, TimelineRow), *rows(runtime.database, IntroductionRow))])

    def test_three_at_a_time_and_a_lapse_frees_a_place(self, runtime: Runtime, broker, world) -> None:
        need, secret, providers, _ = world
        key = NeedKey(broker, need.id)
        made = [introduce(runtime, key, each) for each in providers[:3]]
        with pytest.raises(Conflict, match="最多 3 家"):
            introduce(runtime, key, providers[3])
        answer_introduction(runtime, IntroductionKey(made[0].id, secret=secret), MINE, NO)
        introduce(runtime, key, providers[3])
        with pytest.raises(Conflict):
            introduce(runtime, key, providers[1])
        runtime.clock.advance(timedelta(days=8))
        with pytest.raises(Conflict, match="时间已经过了"):
            answer_introduction(runtime, IntroductionKey(made[1].id, secret=secret), MINE, YES)
        assert introduce(runtime, key, providers[1]).is_open, "places whose time is over are free before the daily round comes by"

    def test_one_reminder_then_a_lapse(self, runtime: Runtime, broker, world) -> None:
        need, _, providers, _ = world
        one = introduce(runtime, NeedKey(broker, need.id), providers[0])
        told = []
        for _ in range(10):
            done = tend_introductions(runtime)
            told.append((done.reminded, done.lapsed))
            assert tend_introductions(runtime).reminded == 0, "the round may run as often as one likes"
            runtime.clock.advance(timedelta(days=1))
        assert sum(reminded for reminded, _ in told) == sum(lapsed for _, lapsed in told) == 1
        assert told.index((1, 0)) < told.index((0, 1))
        assert see_introduction(runtime, IntroductionKey(one.id, broker)).introduction.state is IntroductionState.LAPSED
        assert see_need(runtime, NeedKey(broker, need.id)).need.next_action.waits_for is Party.DESK

    def test_from_a_meeting_to_a_rating(self, runtime: Runtime, broker, world) -> None:
        need, secret, providers, zhao = world
        one = introduce(runtime, NeedKey(broker, need.id), providers[0])
        factory, provider = IntroductionKey(one.id, secret=secret), IntroductionKey(one.id, zhao)
        answer_introduction(runtime, factory, MINE, YES)
        answer_introduction(runtime, provider, MINE, YES)
        meeting = plan_meeting(runtime, factory, WishedMeeting("factory", "2026-01-07T14:30", 60, ""))
        moved = plan_meeting(runtime, provider, WishedMeeting("online", "2026-01-08T10:00", 60, "会议号 123", meeting.id))
        assert (moved.id, moved.sequence) == (meeting.id, 1)
        found = find_meeting(runtime, factory, meeting.id)
        assert found
        assert found[1:] == ("长安某五金厂", one.provider_name)
        way = (
            (provider, factory, ToldOutcome("met"), NeedState.MET),
            (factory, provider, ToldOutcome("intent"), NeedState.INTENDED),
            (provider, factory, ToldOutcome("signed", band="10_30"), NeedState.SIGNED),
            (provider, factory, ToldOutcome("delivered", effects=(("晚班开机率", "58%", "74%"),)), NeedState.BUILDING),
            (factory, provider, ToldOutcome("accepted"), NeedState.ACCEPTED),
        )
        for teller, other, told, reached in way:
            before = see_need(runtime, NeedKey(broker, need.id)).need.state
            outcome = record_outcome(runtime, teller, MINE, told)
            assert see_need(runtime, NeedKey(broker, need.id)).need.state is before, "one side's word moves nothing"
            with pytest.raises(Conflict):
                record_outcome(runtime, other, MINE, told)
            with pytest.raises(Conflict):
                settle_told_outcome(runtime, teller, MINE, outcome.id, "")
            settle_told_outcome(runtime, other, MINE, outcome.id, "")
            assert see_need(runtime, NeedKey(broker, need.id)).need.state is reached
        with pytest.raises(Conflict):
            record_outcome(runtime, provider, MINE, ToldOutcome("rated", words="很好", rating="5"))
        record_outcome(runtime, factory, MINE, ToldOutcome("rated", words="装得快，老机也接上了", rating="5"))
        rated = see_need(runtime, NeedKey(broker, need.id)).need
        assert (rated.state, rated.is_open) == (NeedState.RATED, False)
        assert see_introduction(runtime, factory).introduction.state is IntroductionState.ENDED

    def test_what_the_other_side_denies_moves_nothing(self, runtime: Runtime, broker, world) -> None:
        need, secret, providers, zhao = world
        one = introduce(runtime, NeedKey(broker, need.id), providers[0])
        factory, provider = IntroductionKey(one.id, secret=secret), IntroductionKey(one.id, zhao)
        with pytest.raises(Conflict):
            record_outcome(runtime, factory, MINE, ToldOutcome("met"))
        answer_introduction(runtime, factory, MINE, YES)
        answer_introduction(runtime, provider, MINE, YES)
        told = record_outcome(runtime, provider, MINE, ToldOutcome("signed", band="10_30"))
        with pytest.raises(Conflict):
            record_outcome(runtime, provider, MINE, ToldOutcome("delivered"))
        denied = settle_told_outcome(runtime, factory, MINE, told.id, "还在谈，没有签")
        assert (denied.denied_reason, denied.confirmed_at) == ("还在谈，没有签", None)
        assert see_need(runtime, NeedKey(broker, need.id)).need.state is NeedState.AGREED
        assert record_outcome(runtime, factory, MINE, ToldOutcome("signed", band="30_50")).waits_for is Party.PROVIDER, "told anew"

    def test_nothing_came_of_it_frees_the_place(self, runtime: Runtime, broker, world) -> None:
        need, secret, providers, zhao = world
        one = introduce(runtime, NeedKey(broker, need.id), providers[0])
        factory, provider = IntroductionKey(one.id, secret=secret), IntroductionKey(one.id, zhao)
        answer_introduction(runtime, factory, MINE, YES)
        answer_introduction(runtime, provider, MINE, YES)
        record_outcome(runtime, provider, MINE, ToldOutcome("none_suitable", words="机台太老，接不上"))
        assert see_introduction(runtime, provider).introduction.state is IntroductionState.ENDED
        assert see_need(runtime, NeedKey(broker, need.id)).need.next_action.waits_for is Party.DESK
        with pytest.raises(Conflict):
            reveal_counterpart(runtime, factory)

    def test_a_broker_writes_down_what_was_said_and_how_it_was_heard(self, runtime: Runtime, broker, world) -> None:
        need, _, providers, _ = world
        one = introduce(runtime, NeedKey(broker, need.id), providers[0])
        key = IntroductionKey(one.id, broker)
        for voice in (MINE, Voice("manufacturer"), Voice("desk", "电话")):
            with pytest.raises(Invalid):
                answer_introduction(runtime, key, voice, YES)
        answered = answer_introduction(runtime, key, Voice("manufacturer", "打座机，何先生说愿意谈"), YES)
        assert answered.manufacturer
        assert (answered.manufacturer.by_phone, answered.manufacturer.reason) == (True, ""), "how it was heard is not for the other side"
        lines = see_need(runtime, NeedKey(broker, need.id)).timeline
        assert [line.words for line in lines if line.kind is LineKind.NOTE] == ["打座机，何先生说愿意谈"]
        with pytest.raises(Refused):
            answer_introduction(runtime, IntroductionKey(one.id, world[3]), Voice("manufacturer"), NO)

    def test_a_tie_keeps_a_broker_away(self, runtime: Runtime, broker, world) -> None:
        need, _, providers, _ = world
        tie = declare_tie(runtime, broker, providers[0], "配偶在该公司任职")
        with pytest.raises(Conflict):
            declare_tie(runtime, broker, providers[0], "再说一次")
        with pytest.raises(Refused, match="利益关系"):
            introduce(runtime, NeedKey(broker, need.id), providers[0])
        lin = actor_of(make_person(runtime, Role.BROKER, "lin"), staff=True)
        one = introduce(runtime, NeedKey(lin, need.id), providers[0])
        assert see_introductions(runtime, NeedKey(broker, need.id))[0].tied
        with pytest.raises(Refused, match="利益关系"):
            answer_introduction(runtime, IntroductionKey(one.id, broker), Voice("manufacturer", "电话"), YES)
        withdraw_tie(runtime, broker, tie)
        assert my_ties(runtime, broker)[0].ended_at
        assert answer_introduction(runtime, IntroductionKey(one.id, broker), Voice("manufacturer", "电话"), YES)

    def test_a_provider_that_takes_nobody_is_left_alone(self, runtime: Runtime, broker, world) -> None:
        need, secret, providers, zhao = world
        key = NeedKey(broker, need.id)
        keep_intake(runtime, zhao, providers[0], Intake(paused=True, paused_reason="年底排满了"))
        with pytest.raises(Conflict, match="年底排满了"):
            introduce(runtime, key, providers[0])
        keep_intake(runtime, zhao, providers[0], Intake(monthly_most=1))
        one = introduce(runtime, key, providers[0])
        answer_introduction(runtime, IntroductionKey(one.id, secret=secret), MINE, YES)
        assert see_intake(runtime, zhao, providers[0]).this_month == 1
        answer_introduction(runtime, IntroductionKey(one.id, zhao), MINE, NO)
        with pytest.raises(Conflict, match="到了上限"):
            introduce(runtime, key, providers[0])
        with pytest.raises(Refused):
            keep_intake(runtime, zhao, providers[1], Intake(paused=True))

    def test_a_closed_need_takes_its_introductions_along(self, runtime: Runtime, broker, world) -> None:
        need, secret, providers, zhao = world
        key = NeedKey(broker, need.id)
        first, second = (introduce(runtime, key, each) for each in providers[:2])
        answer_introduction(runtime, IntroductionKey(first.id, secret=secret), MINE, YES)
        answer_introduction(runtime, IntroductionKey(first.id, zhao), MINE, YES)
        move_need(runtime, NeedKey(secret=secret), WishedStep("solve_alone", "自己装好了"))
        states = {each.introduction.id: each.introduction.state for each in see_introductions(runtime, key)}
        assert states == {first.id: IntroductionState.ENDED, second.id: IntroductionState.WITHDRAWN}
        with pytest.raises(Conflict):
            introduce(runtime, key, providers[2])
        with pytest.raises(Conflict):
            withdraw_introduction(runtime, IntroductionKey(second.id, broker), "再撤一次")

    def test_what_changes_meanwhile(self, runtime: Runtime, broker, world) -> None:
        """The provider pauses or leaves, the desk takes it back or looks for others, and the one in charge leaves the bureau."""
        need, secret, providers, zhao = world
        key = NeedKey(broker, need.id)
        first, second = (introduce(runtime, key, each) for each in providers[:2])
        factory = IntroductionKey(first.id, secret=secret)
        keep_intake(runtime, zhao, providers[0], Intake(paused=True, paused_reason="年底排满了"))
        with pytest.raises(Conflict, match="年底排满了"):
            answer_introduction(runtime, factory, MINE, YES)
        keep_intake(runtime, zhao, providers[0], Intake())
        answer_introduction(runtime, factory, MINE, YES)
        change(runtime.database, ProviderRow, lambda row: setattr(row, "is_withdrawn", True), id=providers[0])
        with pytest.raises(Conflict, match="不在公开名录"):
            answer_introduction(runtime, IntroductionKey(first.id, zhao), MINE, YES)
        change(runtime.database, ProviderRow, lambda row: setattr(row, "is_withdrawn", False), id=providers[0])
        with pytest.raises(Conflict, match="不能退回"):
            step(runtime, broker, see_need(runtime, key).need, "ask_again")
        answer_introduction(runtime, IntroductionKey(first.id, zhao), MINE, YES)
        meeting = plan_meeting(runtime, factory, WishedMeeting("factory", "2026-01-07T14:30", 60, ""))
        told = record_outcome(runtime, factory, MINE, ToldOutcome("signed", band="10_30"))
        step(runtime, broker, see_need(runtime, key).need, "look_again")
        settle_told_outcome(runtime, IntroductionKey(first.id, zhao), MINE, told.id, "")
        assert see_need(runtime, key).need.state is NeedState.SIGNED, "what two sides agreed stands, also when others were looked for"
        told = record_outcome(runtime, factory, MINE, ToldOutcome("accepted"))
        withdraw_introduction(runtime, IntroductionKey(first.id, broker), "企业电话里说不做了")
        with pytest.raises(Conflict, match="已经结束"):
            settle_told_outcome(runtime, IntroductionKey(first.id, zhao), MINE, told.id, "")
        found = find_meeting(runtime, factory, meeting.id)
        assert found
        assert (found[0].cancelled_at is not None, found[0].sequence) == (True, 1), "a meeting to come is off in calendars"
        wordings = [row.wording for row in rows(runtime.database, NoticeRow, person_id=zhao.person_id)]
        assert wordings.count("introduction_declined_provider") == 1
        assert see_need(runtime, key).need.next_action.waits_for is Party.DESK
        assert "撤回了" in see_need(runtime, key).need.next_action.words
        assert second.is_open

    def test_strangers_see_nothing(self, runtime: Runtime, broker, world) -> None:
        need, _, providers, _ = world
        one = introduce(runtime, NeedKey(broker, need.id), providers[0])
        other = person_of(runtime, providers[1], "qian")
        foreign = state(runtime, firm="别的厂").secret
        keys = [IntroductionKey(one.id, other), IntroductionKey(one.id, secret=foreign), IntroductionKey("itr_x", broker)]
        for key in keys:
            with pytest.raises(NotFound):
                see_introduction(runtime, key)

    @pytest.mark.parametrize("seed", range(4))
    def test_random_days_of_several_people(self, runtime: Runtime, broker, seed: int) -> None:
        """Nobody's step is lost or doubled, caps and lapses hold, and what rows say is what the 经过 says."""
        chance = random.Random(seed)  # noqa: S311  a repeatable one
        told = [state(runtime) for _ in range(2)]
        sent = [recommended(runtime, broker, each.need, 4) for each in told]
        people = {provider: person_of(runtime, provider, f"p{n}") for n, provider in enumerate(sent[0][1])}
        for _ in range(120):
            with suppress(PlatformError):
                self.act(runtime, broker, chance, (told, people))
            self.check(runtime, [each.need.id for each in told])
        assert count(runtime.database, IntroductionRow) >= 4

    def act(self, runtime: Runtime, broker, chance: random.Random, world) -> None:
        told, people = world
        which = chance.choice(told)
        key = NeedKey(broker, which.need.id)
        made = [each.introduction for each in see_introductions(runtime, key)]
        one = chance.choice(made) if made else None
        factory = IntroductionKey(one.id, secret=which.secret) if one else None
        provider = IntroductionKey(one.id, people[one.provider_id]) if one else None
        side = chance.choice((factory, provider))
        match chance.randrange(9):
            case 0 | 1:
                introduce(runtime, key, chance.choice(list(people)))
            case 2 | 3 if side:
                answer_introduction(runtime, side, MINE, YES if chance.random() < 0.8 else NO)
            case 4 if side:
                outcome = ToldOutcome(chance.choice(list(OutcomeKind)), words="如此", band="10_30", rating="4")
                record_outcome(runtime, side, MINE, outcome)
            case 5 | 6 if side:
                outcomes = see_introduction(runtime, side).outcomes
                if outcomes:
                    settle_told_outcome(runtime, side, MINE, chance.choice(outcomes).id, "" if chance.random() < 0.8 else "不是")
            case 7:
                need = see_need(runtime, key).need
                back = ("reopen", "clarify", "recommend")
                step(runtime, broker, need, *([chance.choice(list(NeedStep))] if need.is_open and chance.random() < 0.3 else back))
            case _:
                runtime.clock.advance(timedelta(days=chance.choice((0, 1, 3))))
                if chance.random() < 0.5:
                    tend_introductions(runtime)

    def check(self, runtime: Runtime, need_ids: list[str]) -> None:
        needs = {row.id: row for row in rows(runtime.database, NeedRow)}
        introductions = rows(runtime.database, IntroductionRow)
        for need_id in need_ids:
            open_ones = [row for row in introductions if row.need_id == need_id and row.closed_at is None]
            assert len(open_ones) <= OPEN_MOST
            assert len({row.provider_id for row in open_ones}) == len(open_ones)
            steps = [row.detail for row in rows(runtime.database, TimelineRow, need_id=need_id) if row.kind == LineKind.STEP]
            assert all(before["to"] == after["from"] for before, after in itertools.pairwise(steps)), "no step is lost"
            assert steps[-1]["to"] == needs[need_id].state
            assert needs[need_id].is_open == (needs[need_id].closed_at is None)
            if not needs[need_id].is_open:
                assert open_ones == []
        confirmed = Counter((row.introduction_id, row.kind) for row in rows(runtime.database, OutcomeRow) if row.confirmed_at)
        assert set(confirmed.values()) <= {1}, "nothing is confirmed twice"
        for row in introductions:
            answers = [answer and answer["accepted"] for answer in (row.manufacturer_answer, row.provider_answer)]
            assert (row.state not in {"agreed", "ended"}) or answers == [True, True], "nobody is put together without both consents"
        reached = {need.state for need in needs.values()}
        assert reached <= {*FUNNEL, *EXITS.values()}


class TestSqlite(IntroductionsContract):
    @pytest.fixture
    def url(self, tmp_path: Path) -> str:
        return f"sqlite:///{tmp_path / 'introductions.db'}"


@pytest.mark.postgres
class TestPostgres(IntroductionsContract):
    @pytest.fixture
    def url(self, postgres_url: str) -> str:
        return postgres_url
