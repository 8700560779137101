"""利益关系: declared, refused, ended."""

from service.domain.people import Role
from service.store.rows import ProviderRow
from tests.factories import SMALL_POOL
from tests.flows.stored import rows
from tests.people import make_person, signed_in, with_mailbox
from tests.web.html import read_page


def test_a_tie_is_declared_and_ended(make_runtime):
    runtime = with_mailbox(make_runtime(SMALL_POOL, sign_ins_per_minute=0))[0]
    make_person(runtime, Role.BROKER, "chen")
    browser = signed_in(runtime, "chen")
    provider = next(row for row in rows(runtime.database, ProviderRow) if row.short_name == "屿栈数据")
    assert browser.send("/workbench/ties", provider="prv_x", relation="配偶任职").status_code == 404
    assert browser.send("/workbench/ties", provider=provider.id, relation=" ").status_code == 422
    assert browser.send("/workbench/ties", provider=f"https://pool.example/providers/{provider.id}", relation="配偶任职").status_code == 303
    assert browser.send("/workbench/ties", provider=provider.id, relation="配偶任职").status_code == 409
    page = browser.get("/workbench/ties")
    assert "屿栈数据 配偶任职" in read_page(page.text).words
    tie = next(each.attributes["value"] for each in read_page(page.text).all("button", name="end"))
    assert browser.send("/workbench/ties", end=tie).status_code == 303
    assert "结束" in browser.get("/workbench/ties").text
