"""第二步验证: set up once its code was shown right; the old app goes on until then."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.domain.people import Role
from service.store.rows import RecoveryCodeRow, TotpRow
from tests.people import PASSWORD, WebPerson, make_person, set_up_app, signed_in
from tests.web.html import read_page


@pytest.fixture
def lin(platform):
    runtime, _ = platform
    make_person(runtime, Role.BROKER, "lin")
    return runtime, signed_in(runtime, "lin")


def test_a_right_code_takes_it_into_use_with_a_new_cookie_and_codes_shown_once(lin):
    runtime, browser = lin
    elsewhere, old = signed_in(runtime, "lin"), dict(browser.client.cookies)
    totp, codes = set_up_app(runtime, browser)
    assert len(set(codes)) == 10
    assert "还有 10 个恢复码没用过" in read_page(browser.get("/account/second-factor").text).words
    assert codes[0] not in browser.get("/account/second-factor").text
    assert elsewhere.get("/account").status_code == 303
    thief = WebPerson(runtime)
    thief.client.cookies.update(old)
    assert thief.get("/account").status_code == 303
    with Session(runtime.database) as session:
        stored = str([vars(row) for row in [*session.scalars(select(TotpRow)), *session.scalars(select(RecoveryCodeRow))]])
    assert totp.secret not in stored
    assert codes[0] not in stored


def test_a_wrong_code_changes_nothing(lin):
    runtime, browser = lin
    browser.send("/account/second-factor/begin", page="/account/second-factor")
    answer = browser.send("/account/second-factor", code="000000")
    assert answer.status_code == 422
    assert "#code" in read_page(answer.text).links()
    assert signed_in(runtime, "lin").get("/account").status_code == 200
    other = signed_in(runtime, "lin")
    assert other.send("/account/second-factor", page="/account", code="000000").status_code == 422


def test_the_old_app_goes_on_until_the_new_one_is_shown_right(lin):
    runtime, browser = lin
    totp, _ = set_up_app(runtime, browser)
    browser.send("/account/second-factor/begin", page="/account/second-factor")
    runtime.clock.advance(timedelta(seconds=60))
    other = WebPerson(runtime)
    other.sign_in("lin")
    assert other.send("/second-step", code=totp.at(runtime.clock.now())).headers["location"] == "/account"


def test_staff_in_production_set_it_up_before_anything_else(make_runtime):
    runtime = make_runtime((), environment="production", public_url="https://pool.example", sign_ins_per_minute=0)
    make_person(runtime, Role.ADMINISTRATOR, "zhou")
    browser = signed_in(runtime, "zhou")
    assert browser.get("/people").headers["location"] == "/account/second-factor"
    assert "工作人员要先设好" in read_page(browser.get("/account/second-factor").text).words
    set_up_app(runtime, browser)
    assert browser.get("/people").status_code == 200


def test_a_token_of_staff_without_a_second_factor_has_no_rights_of_the_bureau_in_production(make_runtime):
    runtime = make_runtime((), environment="production", public_url="https://pool.example", sign_ins_per_minute=0)
    make_person(runtime, Role.ADMINISTRATOR, "zhou")
    browser = signed_in(runtime, "zhou")
    page = browser.send("/account/tokens", name="测试", days="1").text
    token = page.partition("pmt_")[2][:43]
    told = browser.get("/api/v1/me", headers={"Authorization": f"Bearer pmt_{token}"}).json()
    assert told["roles"] == []


def test_the_administrator_clears_it_for_who_lost_everything(lin):
    runtime, browser = lin
    set_up_app(runtime, browser)
    make_person(runtime, Role.ADMINISTRATOR, "zhou")
    zhou = signed_in(runtime, "zhou")
    (page,) = [link for link in read_page(zhou.get("/people?q=lin").text).links() if link.startswith("/people/per")]
    assert zhou.send(page, step="reset-factor", reason="手机丢了，当面核实").status_code == 303
    assert WebPerson(runtime).sign_in("lin", PASSWORD).headers["location"] == "/account"
