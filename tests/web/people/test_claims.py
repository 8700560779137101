"""认领服务商: claimed by code, decided by staff, never by oneself."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.domain.people import Role
from service.store.rows import AuditRow, AuditValueRow, ProviderRow
from tests.people import make_person, signed_in
from tests.web.conftest import HOSTILE
from tests.web.html import read_page


@pytest.fixture
def firm(platform):
    """(runtime, mailbox, code, name) of the first provider."""
    runtime, mailbox = platform
    with Session(runtime.database) as session:
        row = session.scalars(select(ProviderRow).order_by(ProviderRow.uscc)).first()
    return runtime, mailbox, row.uscc, row.name


def action_on(page, word):
    """Where the first form of a page that has this word in its address goes."""
    return next(each.attributes["action"] for each in read_page(page.text).elements if word in each.attributes.get("action", ""))


def test_claimed_confirmed_and_in_effect(firm):
    runtime, mailbox, uscc, name = firm
    make_person(runtime, Role.MANUFACTURER, "zhao", "某厂")
    make_person(runtime, Role.REVIEWER, "wu")
    zhao, wu = signed_in(runtime, "zhao"), signed_in(runtime, "wu")
    assert zhao.send("/account/claims", uscc=f" {uscc.lower()} ", note="市场部，座机 0769-22220001").status_code == 303
    assert "等待核实" in read_page(zhao.get("/account/claims").text).words
    queue = wu.get("/claims")
    assert name in read_page(queue.text).words
    claim_id = action_on(queue, "/claims/clm")
    assert wu.send(claim_id, page="/claims", step="confirm", reason="打单位座机，行政部确认，1月5日").status_code == 303
    assert f"您对“{name}”的认领已确认" in mailbox.letters[-1].body
    assert zhao.get("/account").status_code == 303, "signed out, so that the new role comes with a new session"
    again = signed_in(runtime, "zhao")
    assert f"服务商：{name}" in read_page(again.get("/account").text).words
    with Session(runtime.database) as session:
        (entry,) = session.scalars(select(AuditRow).where(AuditRow.action == "claim_confirmed"))
        reason = session.get(AuditValueRow, (entry.seq, "reason"))
    assert reason.text == '"打单位座机，行政部确认，1月5日"'
    assert again.send("/account/claims", uscc=uscc, note="再来").status_code == 409


def test_a_refused_claim_gives_nothing_and_says_why(firm):
    runtime, mailbox, uscc, _ = firm
    make_person(runtime, Role.MANUFACTURER, "zhao", "某厂")
    make_person(runtime, Role.REVIEWER, "wu")
    zhao, wu = signed_in(runtime, "zhao"), signed_in(runtime, "wu")
    zhao.send("/account/claims", uscc=uscc, note="市场部")
    action = action_on(wu.get("/claims"), "/claims/clm")
    wu.send(action, page="/claims", step="refuse", reason="座机说没有这个人")
    assert "座机说没有这个人" in mailbox.letters[-1].body
    page = read_page(zhao.get("/account/claims").text).words
    assert "未通过" in page
    assert "服务商：" not in read_page(zhao.get("/account").text).words
    assert wu.send(action, page="/account", step="confirm", reason="改主意").status_code == 409


def test_one_takes_back_ones_own_only(firm):
    runtime, _, uscc, _ = firm
    for name in ("zhao", "qian"):
        make_person(runtime, Role.MANUFACTURER, name, "某厂")
    zhao, qian = signed_in(runtime, "zhao"), signed_in(runtime, "qian")
    zhao.send("/account/claims", uscc=uscc, note="市场部")
    action = action_on(zhao.get("/account/claims"), "withdraw")
    assert qian.send(action, page="/account/claims").status_code == 404
    assert zhao.send(action, page="/account/claims").status_code == 303
    assert "已撤回" in read_page(zhao.get("/account/claims").text).words


@pytest.mark.parametrize(
    ("fields", "place"), [({"uscc": "91441900DEM9999999"}, "uscc"), ({"uscc": HOSTILE}, "uscc"), ({"note": " "}, "note")]
)
def test_what_is_wrong_is_told(firm, fields, place):
    runtime, _, uscc, _ = firm
    make_person(runtime, Role.MANUFACTURER, "zhao", "某厂")
    answer = signed_in(runtime, "zhao").send("/account/claims", **{"uscc": uscc, "note": "市场部", **fields})
    assert answer.status_code == 422
    assert f"#{place}" in read_page(answer.text).links()
    assert "<script>alert" not in answer.text


def test_the_same_firm_waits_once(firm):
    runtime, _, uscc, _ = firm
    make_person(runtime, Role.MANUFACTURER, "zhao", "某厂")
    zhao = signed_in(runtime, "zhao")
    assert zhao.send("/account/claims", uscc=uscc, note="市场部").status_code == 303
    assert zhao.send("/account/claims", uscc=uscc, note="市场部").status_code == 409
