"""统一身份登记: only an administrator enters somebody, and only as staff."""

import re

import pytest

from service.domain.identities import ProvedIdentity, read_role_map
from service.domain.people import Role
from service.store.queries.identities import see_identity, waiting_identities
from service.store.unit_of_work import reading, writing
from tests.factories import SMALL_POOL
from tests.people import make_person, signed_in


def seen(runtime, subject, email="new@bureau.example"):
    with writing(runtime.database) as session:
        proved = ProvedIdentity("https://id.example", subject, "林<b>一</b>", email, frozenset())
        return see_identity(session, proved, runtime.clock.now()).id


def test_an_administrator_enters_one_with_a_role_of_staff(platform):
    runtime, _ = platform
    make_person(runtime, Role.ADMINISTRATOR, "zhou")
    identity = seen(runtime, "1")
    zhou = signed_in(runtime, "zhou")
    page = zhou.get("/identities").text
    assert "林&lt;b&gt;一" in page
    for role in ("", "manufacturer", "owner"):
        assert zhou.send(f"/identities/{identity}", page="/identities", role=role).status_code == 422
    entered = zhou.send(f"/identities/{identity}", page="/identities", role="reviewer")
    assert re.fullmatch(r"/people/per_\w+", entered.headers["location"])
    assert zhou.send(f"/identities/{identity}", page="/account", role="reviewer").status_code == 404
    assert "没有等待登记的人" in zhou.get("/identities").text


def test_nobody_else_does(platform):
    runtime, _ = platform
    identity = seen(runtime, "1")
    for role in Role:
        if role is not Role.ADMINISTRATOR:
            make_person(runtime, role, role, {Role.MANUFACTURER: "禾澄电子厂", Role.PROVIDER: SMALL_POOL[0].uscc}.get(role, ""))
            browser = signed_in(runtime, role)
            assert browser.get("/identities").status_code == 403
            assert browser.send(f"/identities/{identity}", page="/account", role="broker").status_code == 403


def test_two_issuers_do_not_share_their_subjects_and_old_visitors_go(platform):
    runtime, _ = platform
    with writing(runtime.database) as session:
        now = runtime.clock.now()
        for number in range(205):
            see_identity(session, ProvedIdentity("https://id.example", str(number), "", "", frozenset()), now)
        first = see_identity(session, ProvedIdentity("https://other.example", "204", "", "", frozenset()), now)
    with reading(runtime.database) as session:
        waiting = waiting_identities(session)
    assert len(waiting) == 200
    assert first.id in {each.id for each in waiting}


def test_a_map_of_groups_names_roles_of_staff_only():
    assert read_role_map(" a=broker, b=c=reviewer ,") == {"a": Role.BROKER, "b=c": Role.REVIEWER}
    for wrong in ("a", "=broker", "a=owner", "a=provider", "a=broker,b"):
        with pytest.raises(ValueError, match=r".*"):
            read_role_map(wrong)
