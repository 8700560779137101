"""认领核实: never one's own, never without how it was checked."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.domain.people import Role
from service.store.queries.people import find_person_by_email
from service.store.rows import NoticeRow, ProviderRow
from tests.people import make_person, signed_in
from tests.web.conftest import HOSTILE
from tests.web.html import read_page


@pytest.fixture
def queue(platform):
    """(reviewer who claimed, another one, address of the claim)."""
    runtime, _ = platform
    for name in ("wu", "zheng"):
        make_person(runtime, Role.REVIEWER, name)
    wu, zheng = signed_in(runtime, "wu"), signed_in(runtime, "zheng")
    with Session(runtime.database) as session:
        uscc = session.scalars(select(ProviderRow.uscc)).first()
    wu.send("/account/claims", uscc=uscc, note=HOSTILE)
    page = read_page(zheng.get("/claims").text)
    return wu, zheng, next(e.attributes["action"] for e in page.elements if e.attributes.get("action", "").startswith("/claims/"))


def test_nobody_decides_his_own(queue):
    wu, zheng, action = queue
    assert "要由别人核实" in read_page(wu.get("/claims").text).words
    assert wu.send(action, page="/account", step="confirm", reason="我自己").status_code == 403
    assert zheng.send(action, page="/claims", step="confirm", reason="座机核实").status_code == 303
    assert "没有等待核实的认领" in read_page(zheng.get("/claims").text).words


def test_a_reason_is_asked_for(queue):
    _, zheng, action = queue
    answer = zheng.send(action, page="/claims", step="confirm", reason=" ")
    assert answer.status_code == 422
    assert "怎么核实的" in read_page(answer.text).words
    assert zheng.send(action, page="/claims", step="delete", reason="试试").status_code == 422
    assert zheng.send("/claims/clm_nothing", page="/claims", step="confirm", reason="试试").status_code == 404


def test_what_was_claimed_is_shown_as_text(queue):
    _, zheng, _ = queue
    page = zheng.get("/claims").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_whoever_speaks_for_a_firm_hears_of_a_rival_who_wants_to(platform):
    runtime, _ = platform
    with Session(runtime.database) as session:
        uscc = session.scalars(select(ProviderRow.uscc)).first()
    make_person(runtime, Role.PROVIDER, "lin", uscc)
    make_person(runtime, Role.REVIEWER, "wu")
    make_person(runtime, Role.BROKER, "rival")
    rival, wu = signed_in(runtime, "rival"), signed_in(runtime, "wu")

    def told(name):
        with Session(runtime.database) as session:
            person = find_person_by_email(session, f"{name}@example.com")
            return [
                row.wording
                for row in session.scalars(select(NoticeRow).where(NoticeRow.person_id == person.id))
                if row.wording.startswith("firm_")
            ]

    rival.send("/account/claims", uscc=uscc, note="销售部，座机 0769-00000000")
    assert told("lin") == ["firm_claimed"]
    page = read_page(wu.get("/claims").text)
    action = next(e.attributes["action"] for e in page.elements if e.attributes.get("action", "").startswith("/claims/"))
    wu.send(action, page="/claims", step="confirm", reason="座机核实")
    assert sorted(told("lin")) == ["firm_claimed", "firm_joined"]
    assert told("rival") == []
