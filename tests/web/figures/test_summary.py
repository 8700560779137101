"""一屏概览: empty and full."""

from service.domain.people import Role
from tests.factories import SMALL_POOL
from tests.people import make_person, signed_in, with_mailbox
from tests.planted_year import plant_year
from tests.web.html import assert_clean, read_page


def test_one_screen_of_a_year(make_runtime):
    runtime = with_mailbox(make_runtime(SMALL_POOL, sign_ins_per_minute=0))[0]
    make_person(runtime, Role.REVIEWER, "he")
    browser = signed_in(runtime, "he")
    for path in ("/figures/summary", "/figures", "/figures/map", "/figures/report"):
        empty = browser.get(path)
        assert empty.status_code == 200
        assert_clean(empty.text)
    plant_year(runtime, 5, 200)
    page = read_page(browser.get("/figures/summary?period=2025").text)
    assert len([each for each in page.all("a") if each.attributes["href"].startswith("/figures/")]) == 8
    assert "2025年供需对接概览" in page.words
