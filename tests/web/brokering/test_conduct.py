"""The desk's page of one provider, and a dispute from its first line to its result on all three pages."""

import pytest

from service.brokerage.introducing import IntroductionKey, Voice
from service.brokerage.standing import NeedKey
from service.brokerage.told_outcomes import ToldOutcome
from service.domain.people import Role
from service.flows.brokering.answer_introduction import SaidAnswer, answer_introduction
from service.flows.brokering.introduce import introduce
from service.flows.brokering.record_outcome import record_outcome, settle_told_outcome
from service.identity.actors import actor_of
from tests.brokering import person_of, recommended, state
from tests.factories import SMALL_POOL
from tests.people import WebPerson, make_person, signed_in, with_mailbox
from tests.web.conftest import HOSTILE
from tests.web.html import assert_clean, read_page


@pytest.fixture(scope="module")
def met(make_runtime):
    """(runtime, need, secret of its link, id of an agreed introduction, browsers of broker and provider, the provider's id)."""
    runtime = with_mailbox(make_runtime(SMALL_POOL, sign_ins_per_minute=0))[0]
    broker = actor_of(make_person(runtime, Role.BROKER, "chen"), staff=True)
    told = state(runtime)
    need, providers = recommended(runtime, broker, told.need)
    person_of(runtime, providers[0], "zhao")
    one = introduce(runtime, NeedKey(broker, need.id), providers[0])
    for side in ("manufacturer", "provider"):
        answer_introduction(runtime, IntroductionKey(one.id, broker), Voice(side, "电话"), SaidAnswer("accept"))
    return runtime, need, told.secret, one.id, signed_in(runtime, "chen"), signed_in(runtime, "zhao"), providers[0]


def test_a_dispute_is_seen_in_the_desks_lane_and_closed_after_both_words(met):
    runtime, need, secret, one, desk, provider, _ = met
    factory, follow = WebPerson(runtime), f"/my-needs/follow?t={secret}"
    sent = factory.send("/my-needs/follow", page=follow, t=secret, do="dispute", introduction=one, reason="说好两周装完，四周还没来")
    assert sent.status_code == 303
    lane = desk.get("/workbench")
    assert_clean(lane.text)
    assert "说好两周装完" in read_page(lane.text).words
    path = f"/workbench/needs/{need.id}"
    dispute = next(each.attributes["value"] for each in read_page(desk.get(path).text).elements if each.attributes.get("name") == "dispute")
    early = desk.send(path, do="dispute-close", introduction=one, dispute=dispute, result="settled", words="好了")
    assert (early.status_code, "还没有说明" in early.text) == (409, True)
    assert (
        provider.send(f"/introductions/{one}", do="dispute-reply", introduction=one, dispute=dispute, reason="电箱没到位").status_code
        == 303
    )
    assert desk.send(path, do="dispute-close", introduction=one, dispute=dispute, result="settled", words="周三进场").status_code == 303
    for page in (provider.get(f"/introductions/{one}"), factory.get(follow), desk.get(path)):
        assert_clean(page.text)
        assert "双方谈妥了：周三进场" in read_page(page.text).words
    assert "说好两周装完" not in read_page(desk.get("/workbench").text).words


def test_notes_are_kept_shared_and_taken_back(met):
    *_, desk, provider, provider_id = met
    path = f"/workbench/providers/{provider_id}"
    assert desk.send(path, kind="slow", words="").status_code == 422
    assert desk.send(path, kind="slow", words=f"约了两次没到 {HOSTILE}", shared="1").status_code == 303
    page = desk.get(path)
    assert_clean(page.text)
    words = read_page(page.text).words
    assert "本月已接 1 家，每月最多 20 家" in words.replace("本月已接", "本月已接 ").replace("  ", " ")
    assert "说好两周装完" in words, "its disputes stand there"
    assert "约了两次没到" in read_page(provider.get("/introductions").text).words
    note = next(each.attributes["value"] for each in read_page(page.text).elements if each.attributes.get("name") == "take_back")
    assert desk.send(path, take_back=note).status_code == 303
    assert "约了两次没到" not in read_page(provider.get("/introductions").text).words


def test_the_factory_agrees_to_the_words_and_the_case_stands_with_the_provider(met):
    runtime, need, secret, one, desk, _, provider_id = met
    broker = IntroductionKey(one, actor_of(make_person(runtime, Role.BROKER, "lin"), staff=True))
    for kind in ("signed", "delivered", "accepted"):
        effects = (("晚班开机率", "58%", "74%"),) if kind == "delivered" else ()
        told = record_outcome(runtime, broker, Voice("provider", "电话"), ToldOutcome(kind, band="10_30", effects=effects))
        settle_told_outcome(runtime, broker, Voice("manufacturer", "电话"), told.id, "")
    factory, follow = WebPerson(runtime), f"/my-needs/follow?t={secret}"
    page = factory.get(follow)
    assert_clean(page.text)
    assert "同意把成效公布成案例" in read_page(page.text).words
    told = {"t": secret, "do": "publish", "introduction": one, "customer": "长安某冲压厂", "outcome_words": "晚班开机率 58% → 74%"}
    bad = factory.send("/my-needs/follow", page=follow, **told, summary="打 13800138000 问")
    assert (bad.status_code, "不要写电话" in bad.text) == (422, True)
    assert factory.send("/my-needs/follow", page=follow, **told, summary="三十几台冲床联网，看得到开没开").status_code == 303
    public = read_page(WebPerson(runtime).get(f"/providers/{provider_id}").text).words
    assert "三十几台冲床联网，看得到开没开" in public
    assert "案例经企业确认" in public
    assert "同意公布为" in read_page(desk.get(f"/workbench/needs/{need.id}").text).words
