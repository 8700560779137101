"""资料审核: the queue by age with promised days."""

from datetime import timedelta

from tests.web.html import assert_clean, read_page
from tests.web.profiles.filling import edit, step


def test_an_empty_queue_says_so(zhao):
    assert "没有等待审核的资料" in read_page(zhao.get("/reviews").text).words


def test_a_change_stands_with_its_age_and_the_promised_day(platform, wang, zhao):
    runtime, firm = platform
    edit(wang, firm, "basics", staff="41")
    step(wang, firm, "submit", words="请快一点")
    page = zhao.get("/reviews")
    assert_clean(page.text)
    words = read_page(page.text).words
    assert "今天送来，承诺 2026年1月8日前答复" in words
    assert "请快一点" in words
    runtime.clock.advance(timedelta(hours=11))
    assert "过期" not in read_page(zhao.get("/reviews").text).words


def test_a_provider_has_no_queue(wang):
    assert wang.get("/reviews").status_code == 403
