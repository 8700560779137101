"""人员: the administrator gives and takes roles, with a reason, never his own."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.domain.people import Role
from service.store.rows import AuditRow, AuditValueRow
from tests.people import PASSWORD, WebPerson, make_person, signed_in
from tests.web.conftest import HOSTILE
from tests.web.html import read_page


@pytest.fixture
def office(platform):
    """(runtime, mailbox, administrator's browser, administrator, somebody of the bureau)."""
    runtime, mailbox = platform
    zhou = make_person(runtime, Role.ADMINISTRATOR, "zhou")
    lin = make_person(runtime, Role.BROKER, "lin")
    return runtime, mailbox, signed_in(runtime, "zhou"), zhou, lin


def test_people_are_found_by_name_and_role(office):
    _, _, zhou, _, lin = office
    page = read_page(zhou.get("/people").text)
    assert "共 2 人" in page.words
    assert f"/people/{lin.id}" in page.links()
    assert "共 1 人" in read_page(zhou.get("/people?role=broker").text).words
    assert "共 0 人" in read_page(zhou.get("/people?q=%25").text).words
    assert "没有符合条件的账户" in read_page(zhou.get("/people?q=nobody&role=nothing").text).words


def test_a_role_given_ends_sessions_tells_its_owner_and_is_written_down(office):
    runtime, mailbox, zhou, _, lin = office
    browser = signed_in(runtime, "lin")
    assert browser.get("/claims").status_code == 403
    assert zhou.send(f"/people/{lin.id}", step="give reviewer", reason="兼任审核").status_code == 303
    assert browser.get("/account").status_code == 303
    assert mailbox.letters[-1].to == "lin@example.com"
    assert signed_in(runtime, "lin").get("/claims").status_code == 200
    with Session(runtime.database) as session:
        entry = session.scalars(select(AuditRow).order_by(AuditRow.seq.desc()).where(AuditRow.action == "person_changed")).first()
        reason = session.get(AuditValueRow, (entry.seq, "reason"))
    assert entry.subject_id == lin.id != entry.actor
    assert entry.detail == {"step": "give reviewer"}
    assert (reason.text, reason.about) == ('"兼任审核"', lin.id)
    zhou.send(f"/people/{lin.id}", step="take reviewer", reason="不再兼任")
    assert signed_in(runtime, "lin").get("/claims").status_code == 403


def test_a_suspended_account_opens_nothing(office):
    runtime, _, zhou, _, lin = office
    browser = signed_in(runtime, "lin")
    zhou.send(f"/people/{lin.id}", step="suspend", reason="离职")
    assert browser.get("/account").status_code == 303
    refused = WebPerson(runtime).sign_in("lin")
    assert refused.status_code == 422
    assert "已停用" in read_page(refused.text).words
    assert "已停用" not in read_page(WebPerson(runtime).sign_in("lin", "not the password").text).words
    zhou.send(f"/people/{lin.id}", step="resume", reason="回来了")
    assert WebPerson(runtime).sign_in("lin").status_code == 303


def test_nobody_changes_his_own_rights(office):
    _, _, zhou, me, _ = office
    assert zhou.send(f"/people/{me.id}", page="/account", step="give auditor", reason="我要").status_code == 403
    assert "收回" not in read_page(zhou.get(f"/people/{me.id}").text).words


def test_the_last_administrator_stays(office):
    runtime, _, zhou, _, _ = office
    second = make_person(runtime, Role.ADMINISTRATOR, "wang")
    wang = signed_in(runtime, "wang")
    assert zhou.send(f"/people/{second.id}", step="suspend", reason="试试").status_code == 303
    assert wang.get("/account").status_code == 303
    assert zhou.send(f"/people/{second.id}", step="take administrator", reason="试试").status_code == 303
    assert zhou.get("/people").status_code == 200


def test_a_reason_and_a_known_step_are_asked_for(office):
    _, _, zhou, _, lin = office
    assert zhou.send(f"/people/{lin.id}", step="suspend", reason="").status_code == 422
    for step in ("", "give", "give everything", "give provider", "take broker x y z", "delete"):
        assert zhou.send(f"/people/{lin.id}", step=step, reason="试试").status_code in {303, 422}, step
    assert zhou.send("/people/per_nobody", page="/people", step="suspend", reason="试试").status_code == 404
    assert zhou.get("/people/per_nobody").status_code == 404


def test_staff_are_created_and_set_their_own_password(office):
    runtime, mailbox, zhou, _, _ = office
    answer = zhou.send("/people", name="新来的", email="xin@example.com", role="reviewer")
    assert answer.status_code == 303
    assert "还没有设密码" in read_page(zhou.get(answer.headers["location"]).text).words
    link = mailbox.link("xin@example.com")
    browser = WebPerson(runtime)
    browser.send("/set-password", page=link, t=link.partition("t=")[2], password=PASSWORD)
    browser.sign_in("xin")
    assert browser.get("/claims").status_code == 200


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"role": "provider"}, 422),
        ({"role": ""}, 422),
        ({"email": "x"}, 422),
        ({"name": HOSTILE * 3}, 422),
        ({"email": "lin@example.com"}, 409),
    ],
)
def test_what_is_wrong_is_told(office, fields, status):
    _, _, zhou, _, _ = office
    answer = zhou.send("/people", **{"name": "新来的", "email": "xin@example.com", "role": "reviewer", **fields})
    assert answer.status_code == status
    assert "处要改" in read_page(answer.text).words
    assert "<script>alert" not in answer.text


def test_the_auditor_reads_and_changes_nothing(office):
    runtime, _, _, _, lin = office
    make_person(runtime, Role.AUDITOR, "sun")
    sun = signed_in(runtime, "sun")
    assert "新建工作人员" not in read_page(sun.get("/people").text).words
    assert sun.get(f"/people/{lin.id}").status_code == 200
    assert sun.send(f"/people/{lin.id}", page="/account", step="suspend", reason="试试").status_code == 403
    assert sun.send("/people", page="/account", name="a", email="a@example.com", role="broker").status_code == 403
