"""Providers read needs without the firm's name and ask; the factory and the desk answer on their own pages."""

import pytest

from service.domain.people import Role
from service.identity.actors import actor_of
from tests.brokering import person_of, recommended, state
from tests.factories import SMALL_POOL
from tests.people import WebPerson, make_person, signed_in, with_mailbox
from tests.web.html import assert_clean, read_page


@pytest.fixture(scope="module")
def talk(make_runtime):
    """(runtime, need with its list sent, path of its link, browsers of a broker and of a provider on the list, the provider's id)."""
    runtime = with_mailbox(make_runtime(SMALL_POOL, sign_ins_per_minute=0))[0]
    broker = actor_of(make_person(runtime, Role.BROKER, "chen"), staff=True)
    told = state(runtime)
    need, providers = recommended(runtime, broker, told.need)
    person_of(runtime, providers[0], "zhao")
    return runtime, need, told.secret, signed_in(runtime, "chen"), signed_in(runtime, "zhao"), providers[0]


def test_a_question_goes_to_the_factory_and_its_answer_comes_back(talk):
    runtime, need, secret, desk, provider, provider_id = talk
    listed = provider.get("/open-needs")
    assert_clean(listed.text)
    assert f"/open-needs/{need.id}" in listed.text
    assert "长安某五金厂" not in listed.text
    path = f"/open-needs/{need.id}"
    empty = provider.send(path, do="ask", provider=provider_id, words=" ")
    assert (empty.status_code, "请写一到" in empty.text) == (422, True)
    assert provider.send(path, do="ask", provider=provider_id, words="长安某五金厂的老机有没有串口？").status_code == 303
    factory = WebPerson(runtime)
    follow = f"/my-needs/follow?t={secret}"
    page = read_page(factory.get(follow).text)
    assert "〔厂名已遮〕的老机有没有串口？" in page.words
    question = next(each.attributes["value"] for each in page.elements if each.attributes.get("name") == "question")
    sent = factory.send("/my-needs/follow", page=follow, t=secret, do="answer-question", question=question, words="六台有，其余没有")
    assert sent.status_code == 303
    shown = provider.get(path)
    assert_clean(shown.text)
    assert "六台有，其余没有" in read_page(shown.text).words
    asked = factory.send("/my-needs/follow", page=follow, t=secret, do="ask", provider=provider_id, words="装的时候要停机吗？")
    assert asked.status_code == 303
    on_desk = read_page(desk.get(f"/workbench/needs/{need.id}").text)
    assert "装的时候要停机吗？" in on_desk.words


def test_the_desk_takes_a_question_out_and_writes_down_an_answer(talk):
    _, need, _, desk, provider, provider_id = talk
    path = f"/workbench/needs/{need.id}"
    provider.send(f"/open-needs/{need.id}", do="ask", provider=provider_id, words="我们全市第一，要不要了解？")
    questions = [each.attributes["value"] for each in read_page(desk.get(path).text).elements if each.attributes.get("name") == "question"]
    assert desk.send(path, do="take-out-question", question=questions[-1], reason="是广告").status_code == 303
    assert "工作人员撤下了：是广告" in read_page(provider.get(f"/open-needs/{need.id}").text).words
    assert desk.send(path, do="ask", side="manufacturer", provider=provider_id, words="几周能装完？", heard="打座机问的").status_code == 303
    refused = desk.send(path, do="ask", side="manufacturer", provider=provider_id, words="再问", heard="")
    assert refused.status_code == 422


def test_nobody_elses_need_is_shown(talk):
    runtime, _, _, _, provider, _ = talk
    hidden = state(runtime, firm="只给服务台的厂", visibility="desk").need
    assert provider.get(f"/open-needs/{hidden.id}").status_code == 404
