"""产业集群: trades, cases with the recognition they got, open needs from five on."""

import re

from service.domain.people import Role
from service.store.rows import AuditRow, SuccessCaseRow
from tests.factories import SMALL_POOL
from tests.flows.stored import rows
from tests.people import WebPerson, make_person, signed_in, with_mailbox
from tests.planted_year import plant_year
from tests.web.html import assert_clean, read_page


def test_a_cluster_shows_what_its_factories_did_and_hides_few_needs(make_runtime):
    runtime = with_mailbox(make_runtime(SMALL_POOL, sign_ins_per_minute=0))[0]
    browser = WebPerson(runtime)
    empty = browser.get("/clusters")
    assert_clean(empty.text)
    assert "长安模具产业集群" in empty.text
    assert browser.get("/clusters/nothing").status_code == 404
    plant_year(runtime, 3, 60)
    words = read_page(browser.get("/clusters").text).words
    assert "少于 5 条或不公布" in words
    assert not re.search(r"需求：[1-4] 条", words)
    make_person(runtime, Role.REVIEWER, "he")
    staff = signed_in(runtime, "he")
    case = rows(runtime.database, SuccessCaseRow)[0]
    wrong = staff.send("/standard-entries", case_id="cas_nobody", name="示范项目", document_no="演示〔2026〕5号")
    assert wrong.status_code == 422
    assert "名录里没有这个案例" in wrong.text
    kept = staff.send(
        "/standard-entries", case_id=f"/providers/x#{case.id}", name="2026 年市级示范项目（演示）", document_no="演示〔2026〕5号"
    )
    assert kept.status_code == 303
    pages = [
        browser.get(href).text for href in {each.attributes["href"] for each in read_page(empty.text).all("a")} if "/clusters/" in href
    ]
    shown = [page for page in pages if "2026 年市级示范项目（演示）（演示〔2026〕5号）" in page]
    assert_clean(*pages[:1])
    assert len(pages) == 15
    trades = set(case.industry_codes or ())
    assert bool(shown) == bool(trades & {"mould", "electronics", "equipment", "furniture", "toys", "food", "knitwear", "apparel"})
    assert [row.action for row in rows(runtime.database, AuditRow)][-1] == "case_recognised"
