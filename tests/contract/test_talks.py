"""Questions, disputes, notes on conduct, published cases and ended pins; on SQLite one by one, on PostgreSQL in one go."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from service.brokerage.introducing import IntroductionKey, Voice
from service.brokerage.standing import NeedKey
from service.brokerage.told_outcomes import ToldOutcome
from service.copies.open_providers import read_open_providers
from service.domain.disputes import DisputeResult
from service.domain.need_steps import Party
from service.domain.needs import Need
from service.domain.outcome_cases import CaseText
from service.domain.people import Role
from service.domain.permissions import Actor
from service.domain.providers import EvidenceGrade
from service.domain.questions import UNANSWERED_MOST
from service.domain.timeline import LineKind
from service.errors import Conflict, Invalid, NotFound, Refused
from service.flows.brokering.answer_introduction import SaidAnswer, answer_introduction
from service.flows.brokering.ask_question import AskedWords, answer_question, ask_question, withdraw_question
from service.flows.brokering.declare_tie import declare_tie
from service.flows.brokering.introduce import introduce
from service.flows.brokering.keep_shortlist import keep_shortlist
from service.flows.brokering.note_conduct import WishedNote, note_conduct, withdraw_conduct_note
from service.flows.brokering.publish_case import publish_case
from service.flows.brokering.raise_dispute import SaidResult, close_dispute, raise_dispute, reply_to_dispute
from service.flows.brokering.record_outcome import record_outcome, settle_told_outcome
from service.flows.brokering.see_introductions import see_introduction
from service.flows.brokering.see_need import see_need
from service.flows.brokering.tend_needs import tend_needs
from service.identity.actors import actor_of
from service.runtime import Runtime
from service.store.rows import ConductNoteRow, DisputeRow, NoticeRow, ProofRow, QuestionRow
from service.store.unit_of_work import reading
from tests.brokering import person_of, platform_at, recommended, state
from tests.flows.stored import rows
from tests.people import make_person

MINE = Voice()
YES = SaidAnswer("accept")


World = tuple[Need, str, list[str], Actor]
"""A need with its list sent, the secret of its link, ids of four providers on the list, somebody of the first."""


def made_world(runtime: Runtime, broker: Actor) -> World:
    """Each test states a need of its own on the platform that they share."""
    told = state(runtime)
    need, providers = recommended(runtime, broker, told.need, 4)
    return need, told.secret, providers, person_of(runtime, providers[0], f"p{need.serial}")


def agreed(runtime: Runtime, broker: Actor, world: World) -> tuple[IntroductionKey, IntroductionKey]:
    """The keys of both sides of an introduction that both accepted."""
    need, secret, providers, zhao = world
    one = introduce(runtime, NeedKey(broker, need.id), providers[0])
    factory, provider = IntroductionKey(one.id, secret=secret), IntroductionKey(one.id, zhao)
    answer_introduction(runtime, factory, MINE, YES)
    answer_introduction(runtime, provider, MINE, YES)
    return factory, provider


@pytest.fixture(scope="module")
def sqlite_world(tmp_path_factory: pytest.TempPathFactory, hash_platform: Runtime) -> Iterator[tuple[Runtime, Actor]]:
    """One platform for all tests of this file, and a broker."""
    with platform_at(f"sqlite:///{tmp_path_factory.mktemp('talks') / 'talks.db'}", hash_platform) as runtime:
        yield runtime, actor_of(make_person(runtime, Role.BROKER, "chen"), staff=True)


class Talks:
    """What holds on either database."""

    def both_sides_ask_without_learning_who_the_other_is(self, runtime: Runtime, broker: Actor, world: World) -> None:
        need, secret, providers, zhao = world
        factory, provider = NeedKey(secret=secret), NeedKey(zhao, need.id)
        words = "长安某五金厂的机台多旧？请何先生打 13800138000，或写 zhao@example.com，见 www.example.com/ad"
        asked = ask_question(runtime, provider, MINE, AskedWords(providers[0], words))
        for told in ("长安某五金厂", "何先生", "13800138000", "zhao@example.com", "www.example.com"):
            assert told not in asked.words
        assert "机台多旧" in asked.words
        with pytest.raises(Conflict):
            answer_question(runtime, provider, MINE, asked.id, "自问自答")
        answered = answer_question(runtime, factory, MINE, asked.id, "最旧的二十年，长安某五金厂何先生 0769-12345678")
        assert answered.answer.startswith("最旧的二十年")
        assert not [part for part in ("长安某五金厂", "何先生", "0769-12345678") if part in answered.answer]
        with pytest.raises(Conflict):
            answer_question(runtime, factory, MINE, asked.id, "再答一次")
        lines = see_need(runtime, factory).timeline
        assert [line.kind for line in lines[:2]] == [LineKind.TOLD, LineKind.ASKED]
        assert {line.name for line in lines if line.side is Party.PROVIDER} == {""}, "the factory does not learn who of the provider wrote"
        stored = str([vars(row) for row in rows(runtime.database, QuestionRow)])
        assert "13800138000" not in stored
        assert {row.wording for row in rows(runtime.database, NoticeRow)} >= {"question_asked_desk", "question_answered_provider"}

    def questions_have_limits_and_the_desk_takes_out_what_does_not_belong(self, runtime: Runtime, broker: Actor, world: World) -> None:
        need, secret, providers, zhao = world
        provider = NeedKey(zhao, need.id)
        made = [ask_question(runtime, provider, MINE, AskedWords(providers[0], f"第 {n} 问")) for n in range(UNANSWERED_MOST)]
        with pytest.raises(Conflict, match="等对方答了再问"):
            ask_question(runtime, provider, MINE, AskedWords(providers[0], "再问"))
        withdraw_question(runtime, NeedKey(broker, need.id), made[0].id, "是广告")
        with pytest.raises(Refused):
            withdraw_question(runtime, NeedKey(secret=secret), made[1].id, "不想看")
        assert ask_question(runtime, provider, MINE, AskedWords(providers[0], "改问这个")).id
        with pytest.raises(Conflict):
            answer_question(runtime, NeedKey(secret=secret), MINE, made[0].id, "答已撤下的")
        with pytest.raises(Invalid):
            ask_question(runtime, provider, MINE, AskedWords(providers[0], "长" * 301))
        by_phone = NeedKey(broker, need.id)
        with pytest.raises(Invalid):
            ask_question(runtime, by_phone, Voice("manufacturer"), AskedWords(providers[1], "要几周？"))
        assert ask_question(runtime, by_phone, Voice("manufacturer", "打座机问的"), AskedWords(providers[1], "要几周？")).provider_id
        stranger = person_of(runtime, providers[3], "qian")
        hidden = state(runtime, firm="只给服务台的厂", visibility="desk").need
        with pytest.raises(NotFound):
            ask_question(runtime, NeedKey(stranger, hidden.id), MINE, AskedWords(providers[3], "能看吗"))
        with pytest.raises(NotFound):
            ask_question(runtime, NeedKey(stranger, need.id), MINE, AskedWords(providers[0], "替别家问"))

    def after_both_consents_nothing_is_masked(self, runtime: Runtime, broker: Actor, world: World) -> None:
        need, _, providers, zhao = world
        agreed(runtime, broker, world)
        asked = ask_question(runtime, NeedKey(zhao, need.id), MINE, AskedWords(providers[0], "赵工 13800138000，周一到长安某五金厂"))
        assert asked.words == "赵工 13800138000，周一到长安某五金厂"

    def a_dispute_hears_both_sides_and_ends_with_a_result(self, runtime: Runtime, broker: Actor, world: World) -> None:
        need, secret, providers, _ = world
        key = NeedKey(broker, need.id)
        early = introduce(runtime, key, providers[1])
        with pytest.raises(Conflict, match="都同意谈以后"):
            raise_dispute(runtime, IntroductionKey(early.id, secret=secret), MINE, "太早")
        factory, provider = agreed(runtime, broker, world)
        desk = IntroductionKey(factory.introduction_id, broker)
        dispute = raise_dispute(runtime, factory, MINE, "说好两周装完，四周还没来")
        with pytest.raises(Conflict, match="已经有一件"):
            raise_dispute(runtime, provider, MINE, "对方不给进场")
        with pytest.raises(Conflict, match="还没有说明"):
            close_dispute(runtime, desk, dispute.id, SaidResult("settled", "都好了"))
        with pytest.raises(Conflict):
            reply_to_dispute(runtime, factory, MINE, dispute.id, "自己答自己")
        reply_to_dispute(runtime, provider, MINE, dispute.id, "电箱没到位，周三进场")
        with pytest.raises(Refused):
            close_dispute(runtime, factory, dispute.id, SaidResult("settled", "都好了"))
        lin = actor_of(make_person(runtime, Role.BROKER, "lin"), staff=True)
        declare_tie(runtime, lin, providers[0], "配偶任职")
        with pytest.raises(Refused, match="利益关系"):
            close_dispute(runtime, IntroductionKey(desk.introduction_id, lin), dispute.id, SaidResult("settled", "都好了"))
        close_dispute(runtime, desk, dispute.id, SaidResult("settled", "周三进场，误工双方各担一半"))
        (row,) = rows(runtime.database, DisputeRow, id=dispute.id)
        assert (row.result, row.closed_by) == (DisputeResult.SETTLED, broker.person_id)
        with pytest.raises(Conflict):
            close_dispute(runtime, desk, dispute.id, SaidResult("upheld", "再了结一次"))
        assert sum(line.kind is LineKind.DISPUTE for line in see_need(runtime, NeedKey(secret=secret)).timeline) == 3
        silent = raise_dispute(runtime, provider, MINE, "尾款没有付")
        runtime.clock.advance(timedelta(days=10))
        close_dispute(runtime, desk, silent.id, SaidResult("referred", "企业没有说明，请按合同办"))

    def an_accepted_project_becomes_a_case_that_the_factory_vouches_for(self, runtime: Runtime, broker: Actor, world: World) -> None:
        need, _, providers, _ = world
        factory, provider = agreed(runtime, broker, world)
        assert see_introduction(runtime, factory).case is None
        for kind, effects in (("signed", ()), ("delivered", (("晚班开机率", "58%", "74%"),)), ("accepted", ())):
            told = record_outcome(runtime, provider, MINE, ToldOutcome(kind, band="10_30", effects=effects))
            settle_told_outcome(runtime, factory, MINE, told.id, "")
        draft = see_introduction(runtime, factory).case
        assert draft
        assert draft.outcome == "晚班开机率 58% → 74%"
        assert draft.customer.startswith("长安某")
        with pytest.raises(Refused):
            publish_case(runtime, provider, MINE, draft)
        with pytest.raises(Invalid):
            publish_case(runtime, factory, MINE, CaseText("长安某五金厂", "打 13800138000 问", ""))
        case_id = publish_case(runtime, factory, MINE, CaseText("长安某五金厂", "三十几台冲床联网，看得到开没开", draft.outcome))
        with pytest.raises(Conflict):
            publish_case(runtime, factory, MINE, draft)
        with reading(runtime.database) as session:
            (stored,) = read_open_providers(session, [providers[0]])
        case = next(each for each in stored.cases if each.id == case_id)
        assert (case.content.customer, case.content.year, case.grade) == ("长安某五金厂", 2026, EvidenceGrade.CASE_CONFIRMED)
        assert [row.item_id for row in rows(runtime.database, ProofRow)] == [case_id]
        assert see_need(runtime, NeedKey(broker, need.id)).timeline[0].kind is LineKind.PUBLISHED

    def pins_end_unless_they_are_confirmed_again(self, runtime: Runtime, broker: Actor, world: World) -> None:
        need, *_ = world
        key = NeedKey(broker, need.id)
        pinned = [line.provider_id for line in see_need(runtime, key).shortlist if line.pinned_until_on]
        assert len(pinned) >= 2
        runtime.clock.advance(timedelta(days=50))
        keep_shortlist(runtime, key, pinned[0], "还是合适，电话问过")
        runtime.clock.advance(timedelta(days=11))
        assert tend_needs(runtime).pins_ended >= len(pinned) - 1
        assert tend_needs(runtime).pins_ended == 0
        standing = {line.provider_id for line in see_need(runtime, key).shortlist if line.stands}
        assert standing & set(pinned) == {pinned[0]}
        runtime.clock.advance(timedelta(days=100))
        assert tend_needs(runtime).asked
        asked = [row for row in rows(runtime.database, NoticeRow) if row.wording == "need_renewal_desk"]
        tend_needs(runtime)
        assert len(asked) == len([row for row in rows(runtime.database, NoticeRow) if row.wording == "need_renewal_desk"]) > 0

    def notes_on_conduct_are_the_desks_and_can_be_taken_back(self, runtime: Runtime, broker: Actor, world: World) -> None:
        need, _, providers, zhao = world
        note = note_conduct(runtime, broker, providers[0], WishedNote("slow", "约了两次都没到", shared=True, need_id=need.id))
        with pytest.raises(Invalid):
            note_conduct(runtime, broker, providers[0], WishedNote("gossip", ""))
        with pytest.raises(Refused):
            note_conduct(runtime, zhao, providers[0], WishedNote("kept_word", "自己夸自己"))
        withdraw_conduct_note(runtime, broker, providers[0], note)
        with pytest.raises(NotFound):
            withdraw_conduct_note(runtime, broker, providers[0], note)
        (row,) = rows(runtime.database, ConductNoteRow)
        assert row.withdrawn_at


EACH = [name for name in vars(Talks) if not name.startswith("_")]


@pytest.mark.parametrize("name", EACH)
def test_on_sqlite(sqlite_world: tuple[Runtime, Actor], name: str) -> None:
    runtime, broker = sqlite_world
    getattr(Talks(), name)(runtime, broker, made_world(runtime, broker))


@pytest.mark.postgres
def test_on_postgres(postgres_url: str, hash_platform: Runtime) -> None:
    with platform_at(postgres_url, hash_platform) as runtime:
        broker = actor_of(make_person(runtime, Role.BROKER, "chen"), staff=True)
        for name in EACH:
            getattr(Talks(), name)(runtime, broker, made_world(runtime, broker))
