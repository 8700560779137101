"""接口令牌: made, used, expired, revoked."""

import re
from datetime import timedelta

import pytest

from service.domain.people import Role
from tests.people import make_person, signed_in
from tests.web.html import read_page


@pytest.fixture
def browser(platform):
    runtime, _ = platform
    make_person(runtime, Role.BROKER, "lin")
    return runtime, signed_in(runtime, "lin")


def make(browser, **changes):
    page = browser.send("/account/tokens", name="企莞家", days="90", scopes=["needs:read"], **changes)
    return re.search(r"pmt_[\w-]{43}", page.text).group(0)


def id_of_first(browser):
    elements = read_page(browser.get("/account/tokens").text).elements
    return next(each.attributes["value"] for each in elements if each.attributes.get("name") == "token")


def ask(browser, token):
    return browser.get("/api/v1/me", headers={"Authorization": f"Bearer {token}"})


def test_made_used_and_expired(browser):
    runtime, person = browser
    token = make(person)
    assert token not in person.get("/account/tokens").text
    assert "还没用过" in read_page(person.get("/account/tokens").text).words
    answer = ask(person, token)
    assert (answer.status_code, answer.json()["name"], answer.json()["scopes"]) == (200, "lin", ["needs:read"])
    assert "最近使用" in read_page(person.get("/account/tokens").text).words
    runtime.clock.advance(timedelta(days=90))
    late = ask(person, token)
    assert (late.status_code, late.json()["code"], late.headers["www-authenticate"]) == (401, "sign_in_needed", "Bearer")


def test_a_revoked_one_opens_nothing(browser):
    _, person = browser
    token = make(person)
    (token_id,) = [
        e.attributes["value"] for e in read_page(person.get("/account/tokens").text).elements if e.attributes.get("name") == "token"
    ]
    assert person.send("/account/tokens/end", page="/account/tokens", token=token_id).status_code == 303
    assert ask(person, token).status_code == 401
    assert person.send("/account/tokens/end", page="/account/tokens", token=token_id).status_code == 404


def test_nobody_revokes_somebody_elses(browser):
    runtime, person = browser
    token = make(person)
    (token_id,) = [
        e.attributes["value"] for e in read_page(person.get("/account/tokens").text).elements if e.attributes.get("name") == "token"
    ]
    make_person(runtime, Role.ADMINISTRATOR, "wu")
    assert signed_in(runtime, "wu").send("/account/tokens/end", page="/account/tokens", token=token_id).status_code == 404
    assert ask(person, token).status_code == 200


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Bearer pmt_" + "A" * 43, "Basic bGluOmxpbg==", "Bearer " + "x" * 5_000])
def test_no_token_or_an_unknown_one_is_401(browser, header):
    _, person = browser
    assert person.get("/api/v1/me", headers={"Authorization": header}).status_code == 401


def test_the_api_never_reads_the_session(browser):
    _, person = browser
    assert person.get("/account").status_code == 200
    assert person.get("/api/v1/me").status_code == 401


@pytest.mark.parametrize(
    ("fields", "place"), [({"name": ""}, "name"), ({"days": "0"}, "days"), ({"days": "9999"}, "days"), ({"scopes": "everything"}, "scopes")]
)
def test_what_is_wrong_is_told(browser, fields, place):
    _, person = browser
    answer = person.send("/account/tokens", **{"name": "a", "days": "9", **fields})
    assert answer.status_code == 422
    assert f"#{place}" in read_page(answer.text).links()


def test_twenty_are_enough(browser):
    _, person = browser
    token = person.token("/account/tokens")
    sent = {"form_token": token, "name": "一", "days": "9"}
    assert [person.client.post("/account/tokens", data=sent).status_code for _ in range(21)] == [200] * 20 + [409]


def test_a_session_left_open_makes_none(browser):
    runtime, person = browser
    runtime.clock.advance(timedelta(minutes=16))
    assert "再登录一次" in read_page(person.get("/account/tokens").text).words
    refused = person.send("/account/tokens", page="/account", name="别人", days="366", scopes=["needs:read"])
    assert refused.status_code == 403
    assert "pmt_" not in refused.text
