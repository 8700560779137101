"""A contact person agrees, is seen by the one factory that may, and is gone at once."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from service.brokerage.consents import ToldPerson
from service.brokerage.introducing import IntroductionKey, Voice
from service.brokerage.standing import NeedKey
from service.domain.consents import CURRENT_TEXT, MOST_CONTACTS, OPEN_CONSENTS, Consent, ConsentState, ConsentStep
from service.domain.people import Role
from service.domain.permissions import ANONYMOUS
from service.errors import Conflict, Invalid, NotFound, Refused
from service.flows.brokering.answer_introduction import SaidAnswer, answer_introduction
from service.flows.brokering.introduce import introduce
from service.flows.brokering.reveal_counterpart import reveal_counterpart
from service.flows.people.erase_person import erase_by_email
from service.flows.people.export_own_records import read_own_records
from service.flows.profiles.answer_consent import answer_consent, export_own_consent, give_consent, see_own_consent
from service.flows.profiles.ask_consent import ask_consent
from service.flows.profiles.end_consent import end_consent, end_consent_by_staff, renew_consent_link
from service.flows.profiles.record_consent import SignedPaper, record_consent
from service.flows.profiles.see_consents import see_consents
from service.flows.profiles.tend_consents import tend_consents
from service.identity.actors import actor_of
from service.runtime import Runtime
from service.store.rows import AuditRow, AuditValueRow, ConsentRow, ContactRevealRow, NoticeRow
from tests.brokering import person_of, platform_at, recommended, state
from tests.fakes import FixedClock
from tests.flows.stored import rows
from tests.people import make_person

TOLD = ToldPerson("欧阳建国", "138 0013 8000", 12, CURRENT_TEXT, agreed=True)


def secret_of(link: str) -> str:
    return link.rpartition("=")[2]


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory, hash_platform: Runtime) -> Iterator[Runtime]:
    with platform_at(f"sqlite:///{tmp_path_factory.mktemp('consents') / 'pool.db'}", hash_platform) as runtime:
        yield runtime


@pytest.fixture(scope="module")
def agreed(platform: Runtime):
    """(id of the provider, somebody of it, key of the factory of an introduction to which both agreed, a reviewer)."""
    broker = actor_of(make_person(platform, Role.BROKER, "chen"), staff=True)
    told = state(platform)
    need, (provider, _) = recommended(platform, broker, told.need)
    zhao = person_of(platform, provider, "zhao")
    one = introduce(platform, NeedKey(broker, need.id), provider)
    factory = IntroductionKey(one.id, secret=told.secret)
    answer_introduction(platform, factory, Voice(), SaidAnswer("accept"))
    with pytest.raises(Invalid) as error:
        answer_introduction(platform, IntroductionKey(one.id, zhao), Voice(), SaidAnswer("accept", "", "欧阳建国", "13800138000"))
    assert "本人先同意" in error.value.fields["contact_phone"]
    answer_introduction(platform, IntroductionKey(one.id, zhao), Voice(), SaidAnswer("accept"))
    return provider, zhao, factory, actor_of(make_person(platform, Role.REVIEWER, "sun"), staff=True)


def only_one(runtime: Runtime, actor, provider: str, state: ConsentState) -> Consent:
    """The one of the firm that is in this state."""
    staff = not actor.grants[0].firm_id
    (found,) = [each for each in see_consents(runtime, actor, provider, as_staff=staff).consents if each.state is state]
    return found


def called(runtime: Runtime, factory: IntroductionKey) -> list[str]:
    return [each.mobile for each in reveal_counterpart(runtime, factory).people]


def test_given_revealed_withdrawn(platform, agreed):
    provider, zhao, factory, _ = agreed
    asked = secret_of(ask_consent(platform, zhao, provider, "销售负责人"))
    assert see_own_consent(platform, asked).may == {ConsentStep.GIVE, ConsentStep.DECLINE}
    assert called(platform, factory) == [], "nobody agreed yet"
    own = secret_of(give_consent(platform, ANONYMOUS, asked, TOLD))
    with pytest.raises(NotFound):
        see_own_consent(platform, asked)
    masked = see_consents(platform, zhao, provider).consents[0]
    assert (masked.name, masked.mobile, masked.until) == ("欧**", "138****8000", date(2027, 1, 5))
    assert called(platform, factory) == ["13800138000"]
    seen = see_own_consent(platform, own)
    assert [(each.firm, each.introduction_id) for each in seen.reveals] == [("长安某五金厂", factory.introduction_id)]
    assert see_consents(platform, zhao, provider).reveals[masked.id][0].firm == "长安某五金厂"
    told = json.loads(export_own_consent(platform, own))
    assert (told["姓名"], told["手机号"], told["版本"], len(told["谁看过"])) == ("欧阳建国", "13800138000", CURRENT_TEXT, 1)
    answer_consent(platform, ANONYMOUS, own, ConsentStep.WITHDRAW)
    assert called(platform, factory) == []
    after = see_own_consent(platform, own)
    assert (after.consent.name, after.consent.mobile, after.may, len(after.reveals)) == ("", "", frozenset(), 1)
    with pytest.raises(Conflict):
        answer_consent(platform, ANONYMOUS, own, ConsentStep.WITHDRAW)
    kept = [
        str(vars(row))
        for kind in (ConsentRow, ContactRevealRow, AuditRow, AuditValueRow, NoticeRow)
        for row in rows(platform.database, kind)
    ]
    assert not [each for each in kept if "欧阳建国" in each or "13800138000" in each]
    assert {"consent_given", "consent_withdrawn"} <= {row.wording for row in rows(platform.database, NoticeRow)}


def test_what_is_wrong_keeps_nothing(platform, agreed):
    provider, zhao, _, sun = agreed
    with pytest.raises(Invalid):
        ask_consent(platform, zhao, provider, "老王 13800138000")
    asked = secret_of(ask_consent(platform, zhao, provider, "工程师"))
    with pytest.raises(Invalid) as error:
        give_consent(platform, ANONYMOUS, asked, ToldPerson(" ", "0769-12345678", 7, CURRENT_TEXT, agreed=False))
    assert set(error.value.fields) == {"name", "mobile", "months", "agreed"}
    with pytest.raises(Conflict):
        give_consent(platform, ANONYMOUS, asked, replace(TOLD, wording="2020-01"))
    with pytest.raises(Refused):
        give_consent(platform, sun, asked, TOLD)
    answer_consent(platform, ANONYMOUS, asked, ConsentStep.DECLINE)
    with pytest.raises(Conflict):
        give_consent(platform, ANONYMOUS, asked, TOLD)
    for actor in (sun, ANONYMOUS, replace(zhao, grants=(replace(zhao.grants[0], firm_id="prv_other"),))):
        with pytest.raises(NotFound):
            see_consents(platform, actor, provider)
    cancelled = secret_of(ask_consent(platform, zhao, provider, "工程师"))
    end_consent(platform, zhao, provider, only_one(platform, zhao, provider, ConsentState.ASKED).id)
    with pytest.raises(NotFound):
        see_own_consent(platform, cancelled)


def test_on_paper_by_staff_who_end_it_for_its_person(platform, agreed):
    provider, _, factory, sun = agreed
    paper = SignedPaper("技术负责人", replace(TOLD, name="诸葛晓梅"), "东工信同意〔2026〕3号", date(2026, 1, 2))
    with pytest.raises(Invalid) as error:
        record_consent(platform, sun, provider, replace(paper, document_no=" ", signed_on=date(2026, 2, 2)))
    assert set(error.value.fields) == {"document_no", "signed_on"}
    own = secret_of(record_consent(platform, sun, provider, paper))
    standing = only_one(platform, sun, provider, ConsentState.GIVEN)
    assert (standing.document_no, standing.until, standing.name) == ("东工信同意〔2026〕3号", date(2027, 1, 2), "诸**")
    assert called(platform, factory) == ["13800138000"]
    other = secret_of(renew_consent_link(platform, sun, provider, standing.id, "本人来电，回拨核对过"))
    with pytest.raises(NotFound):
        see_own_consent(platform, own)
    with pytest.raises(Invalid):
        end_consent_by_staff(platform, sun, provider, standing.id, " ")
    end_consent_by_staff(platform, sun, provider, standing.id, "本人来电，回拨核对过")
    assert called(platform, factory) == []
    assert see_own_consent(platform, other).consent.ended_by == "staff"


def test_time_ends_it_and_the_firm_hears_a_month_before(platform, agreed):
    provider, zhao, factory, sun = agreed
    paper = SignedPaper("销售负责人", replace(TOLD, months=6), "同意〔2025〕9号", date(2025, 9, 1))
    own = secret_of(record_consent(platform, sun, provider, paper))
    asked = secret_of(ask_consent(platform, zhao, provider, "工程师"))
    begun = platform.clock.now()

    def later(days: int) -> Runtime:
        return replace(platform, clock=FixedClock(begun + timedelta(days=days)))

    first = tend_consents(platform)
    assert (first.lapsed, first.reminded) == (0, 0)
    with pytest.raises(NotFound):
        see_own_consent(later(15), asked)
    first = tend_consents(later(30))
    assert (first.lapsed, first.reminded, tend_consents(later(30)).reminded) == (1, 1, 0)
    assert called(later(55), factory) == ["13800138000"]
    assert called(later(56), factory) == [], "over, although no round has come by"
    fresh = secret_of(give_consent(later(40), ANONYMOUS, own, replace(TOLD, mobile="13912345678")))
    assert called(later(100), factory) == ["13912345678"]
    assert tend_consents(later(600)).lapsed == 1
    assert see_own_consent(platform, fresh).consent.mobile == ""


def test_an_account_that_goes_takes_its_consent_along(platform, agreed):
    provider, zhao, factory, _ = agreed
    colleague = person_of(platform, provider, "qian")
    give_consent(platform, colleague, secret_of(ask_consent(platform, zhao, provider, "售后")), TOLD)
    told = {each.kind: each.rows for each in read_own_records(platform, colleague)}
    assert [row["mobile"] for row in told["同意公开手机号的联系人"]] == ["13800138000"]
    assert called(platform, factory) == ["13800138000"]
    erase_by_email(platform, "test", "qian@example.com", "本人要求")
    assert called(platform, factory) == []


def test_a_firm_has_only_so_many(platform, agreed):
    provider, zhao, _, _ = agreed
    for number in range(
        MOST_CONTACTS - len([each for each in see_consents(platform, zhao, provider).consents if each.state in OPEN_CONSENTS])
    ):
        ask_consent(platform, zhao, provider, f"第{number}位")
    with pytest.raises(Conflict):
        ask_consent(platform, zhao, provider, "又一位")
