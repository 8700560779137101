"""怎样被找到: one's own counts beside the pool's median, and what to mend."""

from service.domain.exposure import ExposureKind
from service.flows.figures.count_exposure import count_exposure, count_shown
from service.flows.matching.match_need import MatchRequest, match_need
from tests.web.html import assert_clean, read_page


def test_a_firm_sees_its_months_and_nobodys_words(platform, wang):
    runtime, firm = platform
    assert "还没有在搜索里列出过" in read_page(wang.get(f"/profile/{firm}/found").text).words
    answer = match_need(runtime, MatchRequest("三十几台啤机，晚班到底开没开我在家看不到"))
    for _ in range(6):
        count_shown(runtime, answer)
    count_exposure(runtime, ExposureKind.OPENED, [firm])
    page = wang.get(f"/profile/{firm}/found")
    assert_clean(page.text)
    words = read_page(page.text).words
    assert "2026-01 6 少于 5 0 —" in words, "two firms are too few for a median"
    assert "第 1 6" in words
    assert "啤机" not in words
    assert "最该补的" not in words, "this entry lacks nothing"
