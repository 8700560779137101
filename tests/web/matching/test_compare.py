"""对比: a few side by side."""

from dataclasses import replace
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from service.domain.matching import Fit
from service.domain.providers import Capability, StoredCapability
from tests.web.html import read_page
from tests.web.made_answers import ASKED, PEER, answer, match, provider
from web.parts.surroundings import Surroundings
from web.views.matching.compare import compare_page

NEED = "注塑机停机了没人知道，想手机上看到"


@pytest.fixture(scope="module")
def around(runtime):
    return Surroundings(runtime.knowledge().taxonomy, runtime.settings, {"municipal": "市级"}, date(2026, 1, 5))


def test_comparing_nobody_or_strangers_is_not_an_error(site):
    assert "还没有选要对比的服务商" in site.get("/compare").text
    gone = site.get("/compare", params={"p": "prv_gone", "q": NEED})
    assert gone.status_code == 200
    assert "有 1 家已不在池内" in gone.text


def test_personal_data_leaves_the_address_of_a_comparison(site):
    answer = site.get("/compare", params={"p": ["prv_a", "prv_b"], "q": "停机 13812345678"})
    assert answer.status_code == 303
    assert parse_qs(urlsplit(answer.headers["location"]).query) == {"p": ["prv_a", "prv_b"], "q": ["停机"]}


def compared(around, *matches, others=()):
    given = replace(answer(0), matches=matches)
    return compare_page([*(match.provider for match in matches), *others], ASKED, given, around)


def cells(page, title):
    return [cell.words for aspect in page.aspects if aspect.title == title for cell in aspect.cells]


def test_what_differs_comes_first_and_what_is_the_same_in_one_line(around):
    one, two = match(1, Fit.STRONG, "甲"), match(2, Fit.STRONG, "乙")
    cheap = replace(two, offer=StoredCapability("cap_9", Capability("一项", "做。", price_min_fen=1_000_000, weeks=2), (), ()))
    page = compared(around, one, cheap)
    assert [aspect.title for aspect in page.aspects] == ["参考价", "周期"]
    assert ("合适程度", "很合适") in page.same
    assert page.differences == ("乙参考价起点最低（1 万元起）", "乙周期最短（约 2 周）")


def test_price_and_weeks_are_those_of_the_capability_that_matched(around):
    own = StoredCapability("cap_9", Capability("一项", "做。", price_min_fen=1_000_000, price_max_fen=2_000_000, weeks=2), (), ())
    page = compared(around, match(1, Fit.STRONG, "甲"), replace(match(2, Fit.STRONG, "乙"), offer=own))
    assert cells(page, "参考价") == ["25–70 万元", "1–2 万元"]
    assert cells(page, "周期") == ["约 6 周", "约 2 周"]


def test_a_firm_off_topic_is_never_said_to_miss_nothing(around):
    weak = replace(match(2, Fit.WEAK, "乙"), missing=())
    page = compared(around, replace(match(1, Fit.STRONG, "甲"), missing=()), weak, others=(provider(3, "丙"),))
    assert cells(page, "未见") == ["没有明显缺项", "没有写明做过这件事，先问清楚", "没有写明做过这件事，先问清楚"]
    assert page.differences[0] == "乙、丙没有写明做过这件事"
    assert cells(page, "做成过什么")[1:] == ["没有找到对得上的原文"] * 2


def test_only_who_has_a_case_of_the_trade_is_told(around):
    other = match(2, Fit.STRONG, "乙")
    page = compared(around, match(1, Fit.STRONG, "甲"), replace(other, peer=replace(PEER, same_trade=False)))
    assert "只有甲有同行案例" in page.differences


def test_one_firm_and_firms_without_a_need_have_no_line_of_differences(around):
    assert compared(around, match(1, Fit.STRONG)).differences == ()
    alone = compare_page([provider(1, "甲"), provider(2, "乙")], replace(ASKED, text=""), None, around)
    assert alone.differences == ()
    assert {"能做什么", "做过的案例"} <= {title for title, _ in alone.same} | {aspect.title for aspect in alone.aspects}


def test_every_cell_says_whose_it_is_for_narrow_screens(site):
    ids = [line["id"] for line in site.get("/api/v1/providers", params={"size": 2}).json()["items"]]
    page = read_page(site.get("/compare", params={"p": ids, "q": NEED}).text)
    assert all(cell.attributes.get("data-name") or cell.attributes.get("colspan") for cell in page.all("td"))
