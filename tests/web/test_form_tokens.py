"""Forms are taken from this site's own pages only, drawn for this browser."""

import pytest

from service.domain.people import Role
from tests.people import PASSWORD, WebPerson, make_person, signed_in, with_mailbox
from web.form_tokens import FormTokens


@pytest.fixture(scope="module")
def runtime(make_runtime):
    runtime, _ = with_mailbox(make_runtime((), sign_ins_per_minute=0))
    make_person(runtime, Role.BROKER, "lin")
    make_person(runtime, Role.BROKER, "wu")
    return runtime


def test_a_token_fits_its_cookie_and_no_other():
    tokens = FormTokens("secret")
    first, second = tokens.fresh("cookie"), tokens.fresh("cookie")
    assert first != second
    assert tokens.fits("cookie", first)
    assert tokens.fits("cookie", second)
    assert not tokens.fits("another", first)
    assert not FormTokens("another secret").fits("cookie", first)
    for broken in ("", "zz" * 32, first[:-2], first + "00", "é" * 64, first[:-1] + ("0" if first[-1] != "0" else "1")):
        assert not tokens.fits("cookie", broken)


@pytest.mark.parametrize("token", [None, "", "00" * 32])
def test_a_form_without_its_token_does_nothing(runtime, token):
    browser = signed_in(runtime, "lin")
    data = {"current": PASSWORD, "password": "换了一个更长的新密码"} | ({} if token is None else {"form_token": token})
    assert browser.client.post("/account/password", data=data).status_code == 403
    assert browser.client.post("/sign-out", data=data).status_code == 403
    assert browser.get("/account").status_code == 200


def test_somebody_elses_token_does_nothing(runtime):
    lin, wu = signed_in(runtime, "lin"), signed_in(runtime, "wu")
    assert lin.client.post("/account/sessions", data={"form_token": wu.token("/account")}).status_code == 403


def test_signing_in_needs_the_token_of_this_browser(runtime):
    attacker, victim = WebPerson(runtime), WebPerson(runtime)
    sent = {"form_token": attacker.token("/sign-in"), "email": "lin@example.com", "password": PASSWORD}
    assert victim.client.post("/sign-in", data=sent).status_code == 403


@pytest.mark.parametrize("origin", ["null", "https://evil.example", "http://testserver:8001", "http://testserver.evil.example"])
def test_a_foreign_page_cannot_send_a_form_even_with_the_token(runtime, origin):
    browser = signed_in(runtime, "lin")
    sent = {"form_token": browser.token("/account")}
    assert browser.client.post("/account/sessions", data=sent, headers={"Origin": origin}).status_code == 403
    fetched = {"Sec-Fetch-Site": "same-site"}
    assert browser.client.post("/account/sessions", data=sent, headers=fetched).status_code == 403
    assert browser.client.post("/account/sessions", data=sent, headers={"Origin": "http://testserver"}).status_code == 303


def test_without_an_account_a_page_without_origin_may_search(runtime):
    assert WebPerson(runtime).client.post("/search", data={"q": "停机"}, headers={"Origin": "null"}).status_code == 303


def test_fields_beyond_the_form_change_nothing_and_too_many_are_refused(runtime):
    browser = signed_in(runtime, "lin")
    token = browser.token("/account")
    sent = {"form_token": token, "role": "administrator", "person_id": "per_x", "is_staff": "1"}
    assert browser.client.post("/account/sessions", data=sent).status_code == 303
    assert browser.get("/people").status_code == 403
    many = {"form_token": token, **{f"field{number}": "x" for number in range(300)}}
    assert browser.client.post("/account/sessions", data=many).status_code == 400
    files = {"key": ("a.txt", b"x")}
    assert browser.client.post("/account/sessions", data={"form_token": token}, files=files).status_code == 400
