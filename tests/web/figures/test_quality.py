"""检索质量: runs are kept, and when a kind falls the page says which."""

from dataclasses import replace
from datetime import timedelta

from indexer.verdict_cases import JudgedCase
from indexer.watch_quality import marks_of
from service.domain.people import Role
from service.domain.search_quality import QualityMark
from service.flows.figures.watch_quality import watch_quality
from tests.factories import SMALL_POOL
from tests.fakes import FixedClock
from tests.people import make_person, signed_in, with_mailbox
from tests.web.html import assert_clean, read_page


def test_a_fall_is_told_by_its_kind(make_runtime):
    runtime = with_mailbox(make_runtime(SMALL_POOL, sign_ins_per_minute=0))[0]
    make_person(runtime, Role.REVIEWER, "he")
    browser = signed_in(runtime, "he")
    assert "还没有运行过" in browser.get("/figures/quality").text
    first = [QualityMark("verdict:refuse", 80, 100), QualityMark("verdict:gap", 50, 100), QualityMark("judged:first", 60, 64)]
    assert watch_quality(runtime, first) == ()
    later = replace(runtime, clock=FixedClock(runtime.clock.now() + timedelta(days=1)))
    second = [QualityMark("verdict:refuse", 71, 100), QualityMark("verdict:gap", 49, 100), QualityMark("judged:first", 61, 64)]
    assert [fall.kind for fall in watch_quality(later, second)] == ["verdict:refuse"]
    page = browser.get("/figures/quality")
    assert_clean(page.text)
    words = read_page(page.text).words
    assert "评判过的句子（refuse）：从 80%（80/100） 降到 71%（71/100）" in words
    assert "比上一次差的有 1 类" in words


def test_cases_are_counted_by_kind_without_the_doubtful_ones():
    cases = [
        JudgedCase("a", "gap", "", True, False, ""),
        JudgedCase("b", "gap", "", True, False, "wrong"),
        JudgedCase("c", "gap", "", True, True, ""),
    ]
    assert marks_of(cases) == [QualityMark("verdict:gap", 1, 2)]
