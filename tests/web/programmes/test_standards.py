"""评估细则: every entry has its document; what is entered can be taken away."""

import pytest

from service.domain.people import Role
from service.store.rows import StandardEntryRow
from tests.factories import SMALL_POOL
from tests.flows.stored import rows
from tests.people import make_person, signed_in, with_mailbox
from tests.web.conftest import HOSTILE
from tests.web.html import assert_clean, read_page

ENTRY = {"level": "A", "scenario": "PLN01", "words": HOSTILE, "document_no": "演示〔2026〕6号"}


@pytest.fixture(scope="module")
def platform(make_runtime):
    runtime = with_mailbox(make_runtime(SMALL_POOL, sign_ins_per_minute=0))[0]
    make_person(runtime, Role.REVIEWER, "he")
    make_person(runtime, Role.BROKER, "chen")
    return runtime


def test_entries_come_and_go(platform):
    staff = signed_in(platform, "he")
    assert staff.send("/standard-entries", **ENTRY).status_code == 303
    page = staff.get("/standard-entries")
    assert_clean(page.text)
    key = next(each.attributes["value"] for each in read_page(page.text).all("button", name="remove"))
    assert staff.send("/standard-entries", remove=key).status_code == 303
    assert staff.send("/standard-entries", remove=key).status_code == 404
    assert rows(platform.database, StandardEntryRow) == []
    assert signed_in(platform, "chen").get("/standard-entries").status_code == 403


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [("document_no", " ", "请写文号"), ("words", "", "请照文件写"), ("level", "Z", "请选择等级"), ("scenario", "", "请选择场景")],
)
def test_a_wrong_field_is_told(platform, field, value, sentence):
    refused = signed_in(platform, "he").send("/standard-entries", **{**ENTRY, field: value})
    assert refused.status_code == 422
    assert sentence in read_page(refused.text).words
