"""Several jobs: a numbered plan, each job with its own firms, gaps named, sums without holes."""

from dataclasses import replace
from datetime import date

import pytest

from service.domain.matching import Fit, JobAnswer, Match
from service.domain.providers import Capability, StoredCapability
from service.domain.reading import Job
from tests.web.html import read_page
from tests.web.made_answers import ASKED, FRAME, SHARES, answer, match
from web.assets import Assets
from web.parts.surroundings import Surroundings
from web.render import build_environment
from web.views.matching.results import search_page

FIRST = Job(1, "啤机开没开在家看", SHARES[:1], "先做")
SECOND = Job(2, "模具找不到", SHARES[2:], "")


def offer(number: int, low: int | None, high: int | None, weeks: int | None) -> StoredCapability:
    return StoredCapability(f"cap_{number}", Capability("一项", "做。", price_min_fen=low, price_max_fen=high, weeks=weeks), (), ())


def job_match(number: int, given: StoredCapability, name: str = "道滘高埗智能") -> Match:
    return replace(match(number, Fit.STRONG, name), offer=given)


def planned(first: tuple[Match, ...], second: tuple[Match, ...], covering: tuple[str, ...] = ()):
    jobs = tuple(JobAnswer(job, tuple(one.provider.id for one in matches), matches) for job, matches in ((FIRST, first), (SECOND, second)))
    return replace(answer(2), jobs=jobs, covering=covering)


@pytest.fixture(scope="module")
def draw(runtime):
    around = Surroundings(runtime.knowledge().taxonomy, runtime.settings, {"municipal": "市级"}, date(2026, 1, 5))
    environment = build_environment(Assets())

    def draw_page(given):
        view = search_page(given, ASKED, around)
        return view, read_page(environment.get_template(view.template).render(page=view, frame=FRAME))

    return draw_page


def test_jobs_stand_in_their_order_each_with_its_own_firms(draw):
    _, page = draw(
        planned((job_match(1, offer(1, 6_000_000, 35_000_000, 4), "甲"),), (job_match(2, offer(2, 1_500_000, None, None), "乙"),))
    )
    assert "您说了两件事" in page.words
    places = [page.words.index(words) for words in ("第一件注塑/压铸机联网 您说：先做", "甲", "乙")]
    assert places == sorted(places)
    assert places[1] < page.words.rindex("第二件") < places[2]
    for words in ("6–35 万元", "约 4 周", "1.5 万元起"):
        assert words in page.words


def test_a_job_that_nobody_serves_is_named(draw):
    view, page = draw(planned((job_match(1, offer(1, 1, 1, 1)),), ()))
    assert len(view.plan.unserved) == 1
    assert page.words.count("池内暂时没有把握大的服务商") == 2


def test_who_does_all_is_told_with_sums_that_have_no_holes(draw):
    one = (job_match(1, offer(1, 6_000_000, 35_000_000, 4)),)
    view, page = draw(planned(one, (job_match(1, offer(2, 1_500_000, 6_000_000, 2)),), ("prv_1",)))
    assert [(firm.price, firm.weeks) for firm in view.plan.covering] == [("合计 7.5–41 万元", "先后做约 6 周")]
    assert "一家全包" in page.words
    hole, _ = draw(planned(one, (job_match(1, offer(2, None, 6_000_000, None)),), ("prv_1",)))
    assert [(firm.price, firm.weeks) for firm in hole.plan.covering] == [("合计 41 万元以内", "周期面议")]
    same, _ = draw(planned(one, one, ("prv_1",)))
    assert [(firm.price, firm.weeks) for firm in same.plan.covering] == [("合计 6–35 万元", "先后做约 4 周")]


def test_a_sheet_for_the_boss_has_the_need_the_day_and_whom_to_call(draw):
    _, page = draw(planned((job_match(1, offer(1, 1, 1, 1)),), ()))
    for words in ("选型单 2026年1月5日", f"需求：{ASKED.text}", FRAME.desk.contact, "入池不等于政府推荐或担保"):
        assert words in page.words, words


def test_each_job_can_be_looked_at_alone(draw):
    view, page = draw(planned((job_match(1, offer(1, 1, 1, 1)),), ()))
    assert [job.list_href for job in view.plan.jobs] == [href for href in page.links() if href.startswith("/search?q=")][-2:]
    assert "s=DEV02" in view.plan.jobs[0].list_href


@pytest.mark.parametrize(("words", "told"), [("第一", ""), ("首先，", ""), ("先做", "先做"), ("以后再说", "以后再说")])
def test_a_turn_is_told_only_when_it_says_more_than_the_number(draw, words, told):
    given = planned((job_match(1, offer(1, 1, 1, 1)),), (job_match(2, offer(2, 1, 1, 1)),))
    first, second = given.jobs
    view, _ = draw(replace(given, jobs=(replace(first, job=replace(first.job, words=words)), second)))
    assert view.plan.jobs[0].why_now == told
