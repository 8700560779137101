"""登记需求: without an account, with one, by the desk; what was typed comes back when something is wrong."""

import re

import pytest

from service.domain.people import Role
from service.store.rows import NeedRow
from tests.brokering import SENTENCE
from tests.factories import SMALL_POOL
from tests.flows.stored import count, rows
from tests.people import WebPerson, make_person, signed_in, with_mailbox
from tests.web.conftest import HOSTILE
from tests.web.html import assert_clean, read_page


@pytest.fixture
def runtime(make_runtime):
    return with_mailbox(make_runtime(SMALL_POOL, sign_ins_per_minute=0))[0]


def fields(**changes):
    return {"q": SENTENCE, "firm": "长安某五金厂", "visibility": "desk", "key": "k" * 22, **changes}


def test_the_form_shows_what_was_understood_and_who_fits(runtime):
    page = WebPerson(runtime).get("/needs/new", params={"q": SENTENCE})
    words = read_page(page.text).words
    assert "现在看，合适的有" in words
    assert "屿栈数据" in words
    assert page.headers["cache-control"] == "no-store"


def test_a_number_never_stands_in_an_address(runtime):
    answer = WebPerson(runtime).get("/needs/new", params={"q": f"{SENTENCE} 电话 13800138000"})
    assert answer.status_code == 303
    assert "13800138000" not in answer.headers["location"]


def test_without_an_account_one_follows_by_a_link(runtime):
    browser = WebPerson(runtime)
    stated = browser.send("/needs", page="/needs/new", **fields())
    assert stated.status_code == 303
    page = browser.get(stated.headers["location"])
    assert "请收藏这个网页" in page.text
    assert "XQ-2026-0001" in page.text
    assert browser.get("/my-needs/follow?t=wrong").status_code == 404


def test_pressing_twice_makes_one_need(runtime):
    browser = WebPerson(runtime)
    for _ in range(2):
        assert browser.send("/needs", page="/needs/new", **fields()).status_code == 303
    assert count(runtime.database, NeedRow) == 1


def test_a_factory_with_an_account_and_the_desk_go_to_their_own_page(runtime):
    make_person(runtime, Role.MANUFACTURER, "he", "长安某五金厂")
    make_person(runtime, Role.BROKER, "chen")
    by_factory = signed_in(runtime, "he").send("/needs", page="/needs/new", **fields(firm=""))
    by_desk = signed_in(runtime, "chen").send("/needs", page="/needs/new", **fields(key="d" * 22))
    assert re.fullmatch(r"/my-needs/ned_\w{16}", by_factory.headers["location"])
    assert re.fullmatch(r"/workbench/needs/ned_\w{16}", by_desk.headers["location"])
    assert {(row.source, row.firm_name, bool(row.manufacturer_id)) for row in rows(runtime.database, NeedRow)} == {
        ("site", "长安某五金厂", True),
        ("phone", "长安某五金厂", False),
    }


def test_what_was_typed_comes_back_with_what_is_wrong(runtime):
    browser = WebPerson(runtime)
    wrong = browser.send("/needs", page="/needs/new", **fields(budget_wan="很多", contact_phone="0769-12345678", firm=HOSTILE[:60]))
    assert wrong.status_code == 422
    page = read_page(wrong.text)
    assert {link for link in page.links() if link.startswith("#")} >= {"#budget_wan", "#agreed"}
    assert [each.attributes["value"] for each in page.all("input", name="firm")] == [HOSTILE[:60]]
    assert_clean(wrong.text)
    assert count(runtime.database, NeedRow) == 0


@pytest.mark.parametrize("text", ["", "！！！", "字" * 5_001])
def test_a_text_nobody_can_read_is_told_at_its_field(runtime, text):
    wrong = WebPerson(runtime).send("/needs", page="/needs/new", **fields(q=text))
    assert wrong.status_code in {422, 413}
    assert "#q" in read_page(wrong.text).links() or "没有读到" in wrong.text


def test_a_form_without_its_token_is_refused(runtime):
    assert WebPerson(runtime).client.post("/needs", data=fields()).status_code == 403
