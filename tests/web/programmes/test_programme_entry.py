"""Staff enter programmes: wrong fields are told, a new year is a new record, nobody else may."""

import pytest

from service.domain.people import Role
from service.store.rows import AuditRow, ProgrammeRow
from tests.factories import SMALL_POOL
from tests.flows.stored import rows
from tests.people import make_person, signed_in, with_mailbox
from tests.web.conftest import HOSTILE
from tests.web.html import assert_clean, read_page

FORM = {
    "name": "服务券",
    "kind": "voucher",
    "document_no": "演示〔2026〕1号",
    "issuer": "演示局",
    "valid_from": "2025-01-01",
    "valid_until": "2026-12-31",
    "rate_percent": "50",
    "cap_wan": "12.5",
    "industry": "模具、electronics",
    "staff_least": "20",
    "revenue_least": "1000",
    "contract_on_since": "2025-01-01",
    "clean": "yes",
    "source": "https://example.gov.cn/1",
    "contact": "演示局 0769-00000000",
}


@pytest.fixture(scope="module")
def platform(make_runtime):
    runtime = with_mailbox(make_runtime(SMALL_POOL, sign_ins_per_minute=0))[0]
    make_person(runtime, Role.REVIEWER, "he")
    make_person(runtime, Role.BROKER, "chen")
    return runtime


def test_a_programme_is_entered_changed_and_copied_for_a_new_year(platform):
    browser = signed_in(platform, "he")
    entered = browser.send("/programme-entries", **FORM)
    assert entered.status_code == 303
    key = entered.headers["location"].rpartition("/")[2]
    (row,) = [row for row in rows(platform.database, ProgrammeRow) if row.id == key]
    assert (row.cap_fen, row.rate_percent) == (12_500_000, 50)
    assert [told["fact"] for told in row.conditions] == ["industry", "staff", "revenue", "contract_on", "clean"]
    assert row.conditions[0]["codes"] == ["mould", "electronics"]
    assert row.conditions[2]["least"] == 1_000_000_000
    form = f"/programme-entries/{key}"
    page = browser.get(form)
    assert "模具、电子信息" in page.text or "模具、" in page.text
    assert browser.send(form, **FORM, version="1").status_code == 303
    assert browser.send(form, **{**FORM, "cap_wan": "15"}, version="1").status_code == 303
    stale = browser.send(form, **{**FORM, "cap_wan": "16"}, version="1")
    assert stale.status_code == 409
    assert "刚被别人改过" in stale.text
    copied = browser.send(form, **{**FORM, "document_no": "演示〔2027〕1号", "valid_until": "2027-12-31"}, version="2", do="copy")
    assert copied.headers["location"].rpartition("/")[2] != key
    told = [row.action for row in rows(platform.database, AuditRow) if row.subject_kind == "programme"]
    assert told == ["programme_entered", "programme_changed", "programme_entered"]


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", " ", "请写项目名称"),
        ("kind", "x", "请选择是哪一类"),
        ("document_no", "", "请写文号"),
        ("valid_until", "2024-01-01", "早于开始"),
        ("valid_from", "去年", "请写日期"),
        ("rate_percent", "120", "不超过 100"),
        ("cap_wan", "很多", "请写数字"),
        ("industry", "模具、修鞋", "没有认出：修鞋"),
        ("staff_most", "5", "上限小于下限"),
        ("contract_on_until", "2024-01-01", "早于开始"),
        ("contact", "老何 13800138000", "不要写个人手机号"),
        ("name", "长" * 81, "最多 80 个字"),
    ],
)
def test_a_wrong_field_is_told_and_nothing_is_kept(platform, field, value, sentence):
    browser, before = signed_in(platform, "he"), len(rows(platform.database, ProgrammeRow))
    refused = browser.send("/programme-entries", **{**FORM, field: value})
    assert refused.status_code == 422
    assert sentence in read_page(refused.text).words
    assert len(rows(platform.database, ProgrammeRow)) == before


def test_hostile_words_stay_words_and_others_may_not(platform):
    browser = signed_in(platform, "he")
    kept = browser.send("/programme-entries", **{**FORM, "name": HOSTILE[:70], "terms": HOSTILE, "source": "javascript:alert(1)"})
    page = browser.get(kept.headers["location"])
    assert_clean(page.text)
    assert 'href="javascript' not in page.text
    assert signed_in(platform, "chen").get("/programme-entries").status_code == 403
