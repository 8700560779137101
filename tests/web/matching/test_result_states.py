"""Every state of the result page, drawn from answers made by hand, so that none depends on what a ranking happens to say."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from service.domain.matching import Evidence, FacetValue, Fit, Match, MatchList, Reason
from service.domain.pools import Membership
from service.domain.providers import Capability, Provider, ScenarioTag, StoredCapability, TagOrigin
from service.domain.reading import Mention, NeedReading, NeedText, ScenarioShare, Wish
from tests.web.html import assert_clean, read_page
from web.addresses.search_address import Asked
from web.assets import Assets
from web.parts.desk import Desk
from web.parts.frame import Frame
from web.parts.surroundings import Surroundings
from web.render import build_environment
from web.views.matching.results import search_page

LONGEST_NAME = "东莞市望牛墩高埗道滘智能装备与工业互联网一体化解决方案技术服务有限责任公司分公司"
ASKED = Asked("注塑车间停机没人知道")
FRAME = Frame(
    site_name="某平台", host="主办单位", contact="电话", icp="", police_filing="", site_code="", bureau_name="某局",
    desk=Desk("服务台", "0769-22220001", "3 个工作日内答复"),
    demo_providers=0, large_text=False, high_contrast=False, nav=(), path="/search", here="/search", request_id="req_1",
)  # fmt: skip
SHARES = (ScenarioShare("DEV02", 0.4), ScenarioShare("DEV01", 0.38), ScenarioShare("PLN02", 0.2))
TEXT = NeedText("注塑车间停机没人知道", "注塑车间停机没人知道", industries=(Mention("plastics", "注塑"),))
READING = NeedReading(TEXT, (Wish("注塑车间停机没人知道", SHARES),), SHARES)


def provider(number: int, name: str = "道滘高埗智能") -> Provider:
    offer = Capability("停机采集", "停机了推送到手机。", price_min_fen=25_000_000, price_max_fen=70_000_000, weeks=6)
    other = Capability("官网建设", "做网站。", price_min_fen=100_000, price_max_fen=100_000, weeks=1)
    tag = ScenarioTag("DEV02", TagOrigin.DECLARED, 1.0)
    return Provider(
        id=f"prv_{number}", uscc="", source_id=None, name=f"{name}有限公司", short_name=name, former_names=(), city="东莞", town="高埗镇",
        founded=None, staff=None, summary=None, is_demo=True, version=1, updated_at=datetime(2026, 1, 1, tzinfo=UTC),
        memberships=(
            Membership("municipal", batch="第一批", valid_until=date(2028, 1, 5)),
            Membership("provincial", batch="旧批", valid_until=date(2020, 1, 1)),
        ),
        capabilities=(StoredCapability("cap_1", offer, (), (tag,)), StoredCapability("cap_2", other, (), ())),
    )  # fmt: skip


def match(number: int, fit: Fit, name: str = "道滘高埗智能") -> Match:
    evidence = Evidence("停机了推送到手机。", "能力「停机采集」", ((0, 2),))
    reasons = (
        Reason("peer_case", "同行做过：注塑案例", replace(evidence, source="案例 2023 某厂")),
        Reason("capability", "能做：停机采集", evidence),
    )
    return Match(number, 90.0, fit, provider(number, name), reasons, ("未见注塑行业案例",), SHARES)


def answer(found: int, weak: int = 0, *, reading: NeedReading = READING, total: int | None = None) -> MatchList:
    return MatchList(
        reading=reading,
        confident=found > 0,
        matches=tuple(match(number, Fit.STRONG if number < 3 else Fit.POSSIBLE) for number in range(1, found + 1)),
        weak=tuple(match(found + number, Fit.WEAK) for number in range(1, weak + 1)),
        total=found if total is None else total,
        weak_total=weak,
        facets={"pool": (FacetValue("municipal", "municipal", 3), FacetValue("provincial", "provincial", 1))} if found else {},
        took_ms=1.0,
    )


@pytest.fixture(scope="module")
def draw(runtime):
    environment = build_environment(Assets())
    around = Surroundings(runtime.knowledge().taxonomy, runtime.settings, {"municipal": "市级", "provincial": "省级"}, date(2026, 1, 5))

    def draw_page(given: MatchList, asked: Asked = ASKED, aside=()):
        view = search_page(given, asked, around, aside=aside)
        text = environment.get_template(view.template).render(page=view, frame=FRAME)
        assert_clean(text)
        return view, read_page(text)

    return draw_page


def test_a_card_says_who_why_what_it_costs_and_what_is_missing(draw):
    _, page = draw(answer(1))
    for words in (
        "找到 1 家服务商", "道滘高埗智能", "很合适", "市级 第一批", "同行做过：注塑案例", "案例 2023 某厂", "停机了推送到手机。",
        "25–70 万元", "约 6 周", "东莞高埗镇", "未见注塑行业案例", "看详情", "加入对比", "请市局对接", "为什么这样排？",
    ):  # fmt: skip
        assert words in page.words, words
    assert "旧批" not in page.words, "a lapsed membership is no badge"
    assert "0.1" not in page.words, "the price is of the offer that fits"
    assert page.all("mark")


def test_weak_fits_stand_apart(draw):
    _, page = draw(answer(2, 3))
    assert "沾边的" in page.words
    assert page.words.index("可能合适") < page.words.index("沾边的") < page.words.rindex("沾边")


def test_nobody_is_said_plainly_with_the_way_on(draw):
    view, page = draw(answer(0, 9))
    for words in ("池内暂无把握大的服务商", "转给服务台", "3 个工作日内答复", "最接近的几家，和为什么不算"):
        assert words in page.words
    assert len(view.weak) == 3
    form = page.all("form", action="/desk/gaps")
    assert form
    assert page.all("input", name="scenario", value="DEV02")
    assert page.all("input", name="industry", value="plastics")


def test_nobody_under_filters_blames_the_filters_and_counts_no_gap(draw):
    _, page = draw(answer(0, 2), Asked("停机", narrowed=(("pool", "provincial"),)))
    assert "可能是筛选收得太窄" in page.words
    assert "资源池：省级" in page.words
    assert not page.all("form", action="/desk/gaps")


def test_a_foreign_need_is_told_where_to_turn(draw):
    _, page = draw(answer(0, 9, reading=replace(READING, out_of_scope="premises")))
    assert "这件事不在本池服务范围" in page.words
    assert "招商或经济发展部门" in page.words
    assert page.all("input", name="topic", value="premises")
    assert "注塑机联网采集" not in page.words.split("补充条件")[0], "no scenario is guessed for a foreign need"


def test_when_unsure_three_scenarios_are_offered(draw):
    view, page = draw(answer(2, reading=replace(READING, unsure=True)))
    assert "更像哪一种？" in page.words
    assert [option.value for option in view.understood.which_one] == [
        Asked("注塑车间停机没人知道").choosing(code).href for code in ("DEV02", "DEV01", "PLN02")
    ]
    sure, _ = draw(answer(2, reading=replace(READING, chosen=("DEV02",))), Asked("注塑车间停机没人知道", chosen=("DEV02",)))
    assert not sure.understood.which_one
    assert sure.understood.chips[0].kind == "场景"
    assert "s=DEV02" not in sure.understood.chips[0].remove_href


def test_what_was_not_understood_and_mended_is_shown(draw):
    text = replace(TEXT, mended=(("排缠", "排产"),))
    reading = replace(READING, text=text, not_understood=("老板说先搞起来再讲",), wishes=(*READING.wishes, Wish("还要能追溯", SHARES)))
    _, page = draw(answer(1, reading=reading))
    assert "没听懂，没有用来查找： “老板说先搞起来再讲”" in page.words or "“老板说先搞起来再讲”" in page.words
    assert "“排缠”当作“排产”" in page.words
    assert "还听出另外的事" in page.words


def test_the_longest_name_is_whole_and_titled(draw):
    given = replace(answer(0), confident=True, matches=(match(1, Fit.STRONG, LONGEST_NAME),), total=1)
    _, page = draw(given)
    assert LONGEST_NAME in page.words
    assert page.all("a", title=f"{LONGEST_NAME}有限公司")


def test_five_hundred_are_shown_in_steps_and_stay_light(draw):
    asked = Asked("注塑车间停机没人知道", shown=20)
    view, page = draw(answer(20, total=500), asked)
    assert "找到 500 家服务商" in page.words
    assert view.more_href == Asked("注塑车间停机没人知道", shown=30).href
    assert len(page.all("article", class_="match")) == 20
    end, _ = draw(answer(50, total=500), Asked("注塑车间停机没人知道", shown=50))
    assert end.more_href == ""


def test_the_fifth_cannot_be_put_aside(draw):
    asked = Asked("停机", compared=("prv_1", "prv_2", "prv_3", "prv_4"))
    aside = [(provider_id, f"名称{provider_id}") for provider_id in asked.compared]
    view, page = draw(answer(5), asked, aside)
    assert [card.compare_words for card in view.cards] == ["移出对比"] * 4 + ["最多对比 4 家"]
    assert "并排对比（4 家）" in page.words
    assert "名称prv_4" in page.words


def test_one_that_left_the_pools_takes_no_place_among_the_four(draw):
    asked = Asked("停机", compared=("prv_1", "prv_gone", "prv_lost", "prv_away"))
    view, _ = draw(answer(5), asked, [("prv_1", "一号")])
    assert [card.compare_words for card in view.cards] == ["移出对比"] + ["加入对比"] * 4
    assert "prv_gone" not in view.tray.compare_href


def test_pools_go_by_their_names(draw):
    view, _ = draw(answer(2), Asked("停机", narrowed=(("pool", "municipal"),)))
    pools = next(facet for facet in view.facets if facet.title == "资源池")
    assert [link.label for link in pools.first] == ["市级", "省级"]
    assert pools.first[0].chosen
    assert "pool=" not in pools.first[0].href
    assert view.narrowed[0].label == "资源池：市级"
