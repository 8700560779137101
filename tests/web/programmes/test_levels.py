"""应用水平: empty until the bureau gives its text; then its words with their document."""

from service.domain.people import Role
from tests.factories import SMALL_POOL
from tests.people import WebPerson, make_person, signed_in, with_mailbox
from tests.web.html import assert_clean, read_page


def test_hints_are_no_standard_and_entries_carry_their_document(make_runtime):
    runtime = with_mailbox(make_runtime(SMALL_POOL, sign_ins_per_minute=0))[0]
    browser = WebPerson(runtime)
    page = browser.get("/levels?level=none&industry=plastics")
    assert_clean(page.text)
    words = read_page(page.text).words
    for part in ("评估细则还没有录入", "不是评定标准", "往乙级去", "本站提示"):
        assert part in words
    assert "市局录入" not in words
    assert "已经是最高一级" in browser.get("/levels?level=D").text
    assert browser.get("/levels?level=zz&industry=zz").status_code == 200
    make_person(runtime, Role.ADMINISTRATOR, "sun")
    staff = signed_in(runtime, "sun")
    entry = {"level": "B", "scenario": "DEV02", "words": "注塑机联网率不低于八成（演示）", "document_no": "演示〔2026〕6号"}
    assert staff.send("/standard-entries", **entry).status_code == 303
    words = read_page(browser.get("/levels?level=none").text).words
    assert "往乙级去：1 个场景" in words
    assert "注塑机联网率不低于八成（演示） 演示〔2026〕6号" in words
    assert "评估细则还没有录入" not in words
