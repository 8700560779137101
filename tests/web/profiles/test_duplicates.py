"""重复的企业: found, looked at side by side, merged with everything that refers to it, or told apart."""

from sqlalchemy import select

from service.domain.people import Role
from service.flows.directory.browse_providers import show_provider
from service.store.base import Base
from service.store.queries.provider_pairs import FOLLOWS, STAYS
from service.store.queries.stored_firms import find_stored_firm
from service.store.rows import AuditRow, RoleGrantRow
from service.store.unit_of_work import reading
from tests.factories import SMALL_POOL, capability, firm
from tests.flows.stored import provider_id
from tests.people import make_person, signed_in, with_mailbox
from tests.web.html import assert_clean, read_page

TWIN = firm(77, name=SMALL_POOL[0].name, short_name="双胞胎", capabilities=(capability("火箭温控"),))


def test_merging_moves_everything_and_keeps_the_history(make_runtime):
    runtime, _ = with_mailbox(make_runtime((*SMALL_POOL[:2], TWIN), sign_ins_per_minute=0))
    kept, lost = provider_id(runtime.database, SMALL_POOL[0].short_name), provider_id(runtime.database, "双胞胎")
    wang = make_person(runtime, Role.PROVIDER, "wang", TWIN.uscc)
    make_person(runtime, Role.REVIEWER, "zhao")
    zhao = signed_in(runtime, "zhao")
    page = zhao.get("/duplicates")
    assert_clean(page.text)
    assert "很像一家" in page.text
    here = f"/entries/{kept}/merge/{lost}"
    assert_clean(zhao.get(here).text)
    versions = {"kept_version": "1", "lost_version": "1"}
    assert zhao.send(here, do="merge", reason=" ", **versions).status_code == 422
    assert zhao.send(here, do="merge", reason="更名", kept_version="9", lost_version="1").status_code == 409
    assert zhao.send(here, do="merge", reason="营业执照显示更名", **versions).status_code == 303
    with reading(runtime.database) as session:
        after, gone = find_stored_firm(session, kept), find_stored_firm(session, lost)
        assert "火箭温控" in {each.content.title for each in after.capabilities}
        assert gone.is_withdrawn
        assert session.scalar(select(RoleGrantRow.firm_id).where(RoleGrantRow.person_id == wang.id)) == kept
        entry = session.scalar(select(AuditRow).where(AuditRow.action == "firms_merged"))
        assert entry.detail["lost"] == lost
        assert entry.detail["moved"]["role_grants"] == 1
    assert "没有看起来重复的企业" in read_page(zhao.get("/duplicates").text).words
    assert show_provider(runtime, kept)
    assert zhao.get(here).status_code == 409
    assert zhao.get(f"/providers/{lost}").headers["location"] == f"/providers/{kept}"


def test_two_firms_are_not_proposed_again(make_runtime):
    runtime, _ = with_mailbox(make_runtime((*SMALL_POOL[:1], TWIN), sign_ins_per_minute=0))
    make_person(runtime, Role.REVIEWER, "zhao")
    zhao = signed_in(runtime, "zhao")
    here = next(href for href in read_page(zhao.get("/duplicates").text).links() if "/merge/" in href)
    assert zhao.send(here, do="apart", reason="电话核实是两家").status_code == 303
    assert "没有看起来重复的企业" in read_page(zhao.get("/duplicates").text).words


def test_every_table_that_refers_to_a_provider_follows_or_says_why_not():
    refers = {
        table.name
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if column.name == "provider_id" or any(key.target_fullname == "providers.id" for key in column.foreign_keys)
    }
    assert refers - {*FOLLOWS, *STAYS} == set()
