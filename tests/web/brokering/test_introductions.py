"""对接 for a provider: nothing before the factory agrees, no name before both do, and what it takes."""

import pytest

from service.brokerage.introducing import IntroductionKey, Voice
from service.brokerage.standing import NeedKey
from service.domain.people import Role
from service.flows.brokering.answer_introduction import SaidAnswer, answer_introduction
from service.flows.brokering.introduce import introduce
from service.identity.actors import actor_of
from tests.brokering import person_of, recommended, state
from tests.factories import SMALL_POOL
from tests.people import make_person, signed_in, with_mailbox
from tests.web.html import read_page


@pytest.fixture
def world(make_runtime):
    """(runtime, an introduction that waits for the factory, browser of the factory, browser of the provider)."""
    runtime = with_mailbox(make_runtime(SMALL_POOL, sign_ins_per_minute=0))[0]
    broker = actor_of(make_person(runtime, Role.BROKER, "chen"), staff=True)
    factory = actor_of(make_person(runtime, Role.MANUFACTURER, "he", "长安某五金厂"), staff=True)
    need, (first, *_) = recommended(runtime, broker, state(runtime, factory).need)
    person_of(runtime, first, "zhao")
    return runtime, introduce(runtime, NeedKey(broker, need.id), first), factory, signed_in(runtime, "he"), signed_in(runtime, "zhao")


def test_both_sides_by_their_own_pages(world):
    _, one, _, he, zhao = world
    theirs, mine = f"/introductions/{one.id}", f"/my-needs/{one.need_id}"
    assert "还没有企业要和您谈" in zhao.get("/introductions").text
    assert zhao.get(theirs).status_code == 404
    assert he.send(mine, do="accept", introduction=one.id).status_code == 303
    words = read_page(zhao.get(theirs).text).words
    assert ("请在 2026年1月8日前答复" in words, "长安某五金厂" in words) == (True, False)
    assert zhao.send(theirs, do="decline", reason="").status_code == 422
    assert zhao.send(theirs, do="contact").status_code == 409
    assert zhao.send(theirs, do="accept", contact_name="赵工", contact_phone="0769-87654321").status_code == 303
    assert "长安某五金厂" in zhao.get(theirs).text
    assert "0769-12345678" in zhao.send(theirs, do="contact").text
    assert "赵工　0769-87654321" in he.send(mine, do="contact", introduction=one.id).text
    assert zhao.send(theirs, do="meeting", kind="factory", starts="2026-01-07T14:30", minutes="60").status_code == 303
    file = zhao.get(read_page(zhao.get(theirs).text).link(".ics"))
    assert (file.status_code, file.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    for part in ("DTSTART:20260107T063000Z", "DTEND:20260107T073000Z", "SEQUENCE:0", "STATUS:CONFIRMED"):
        assert part in file.text
    assert zhao.send(theirs, do="outcome", kind="met", reason="看了六台冲床").status_code == 303
    assert zhao.send(theirs, do="outcome", kind="met").status_code == 409
    page = read_page(he.get(mine).text)
    told = next(each.attributes["value"] for each in page.all("input", name="outcome"))
    assert he.send(mine, do="confirm", introduction=one.id, outcome=told).status_code == 303
    assert "办到哪一步：对接" in read_page(he.get(mine).text).words


def test_what_a_provider_takes(world):
    _, one, _, _, zhao = world
    form = {"provider": one.provider_id}
    assert zhao.send("/introductions", **form, paused="1", paused_reason="年底排满了", monthly_most="5").status_code == 303
    page = read_page(zhao.get("/introductions").text)
    assert page.all("input", name="paused")[0].attributes.get("checked") == ""
    assert zhao.send("/introductions", **form, monthly_most="9999").status_code == 422
    assert zhao.send("/introductions", provider="prv_other", paused="1").status_code == 403


def test_the_factory_says_no_and_the_provider_never_knew(world):
    runtime, one, factory, he, zhao = world
    answer_introduction(runtime, IntroductionKey(one.id, factory), Voice(), SaidAnswer("decline", "听说太贵"))
    assert zhao.get(f"/introductions/{one.id}").status_code == 404
    assert "没有同意" in he.get(f"/my-needs/{one.need_id}").text
