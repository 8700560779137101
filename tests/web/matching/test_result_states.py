"""Every state of the result page, drawn from answers made by hand, so that none depends on what a ranking happens to say."""

from dataclasses import replace
from datetime import date

import pytest

from service.domain.gains import Gain
from service.domain.matching import Exclusion, Fit, Match, MatchList
from service.domain.reading import Mention, Wish
from service.domain.verdicts import Verdict
from tests.web.html import assert_clean, read_page
from tests.web.made_answers import ASKED, FRAME, LONGEST_NAME, PEER, READING, SHARES, TEXT, answer, match
from web.addresses.search_address import Asked
from web.assets import Assets
from web.parts.surroundings import Surroundings
from web.render import build_environment
from web.views.matching.results import search_page


@pytest.fixture(scope="module")
def draw(runtime):
    environment = build_environment(Assets())
    around = Surroundings(runtime.knowledge().taxonomy, runtime.settings, {"municipal": "市级", "provincial": "省级"}, date(2026, 1, 5))

    def draw_page(given: MatchList, asked: Asked = ASKED, aside=(), *, frame=FRAME):
        view = search_page(given, asked, around, aside=aside)
        text = environment.get_template(view.template).render(page=view, frame=frame)
        assert_clean(text)
        return view, read_page(text)

    return draw_page


def one(**changes) -> MatchList:
    return replace(answer(1), matches=(replace(match(1, Fit.STRONG), **changes),))


def test_a_card_says_who_what_proof_price_and_what_is_missing(draw):
    _, page = draw(answer(1))
    for words in (
        "找到 1 家", "很合适", "市级", "解决方案服务商",
        "道滘高埗智能", "只做注塑车间联网，十年", "夜班停机 96分钟→变为35分钟", "停机没人知道。",
        "同行做过 · 案例 2023 某注塑厂", "25–70 万元", "约 6 周", "东莞高埗镇", "未写明断网补传",
        "看详情", "加入对比", "请市局对接", "为什么这样排",
    ):  # fmt: skip
        assert words in page.words, words
    assert page.words.count("省级") == 1, "a lapsed membership stands among the filters only"
    assert "0.1" not in page.words, "the price is of the offer that fits"
    assert page.all("mark")


def test_one_main_action_a_card_and_none_leads_to_a_desk_that_nobody_answers(draw):
    _, page = draw(answer(3))
    assert len(page.all("a", class_="button button-main")) == 3
    _, alone = draw(answer(3), frame=replace(FRAME, desk=replace(FRAME.desk, contact="", promise="")))
    assert len(alone.all("a", class_="button button-main")) == 3
    assert "请市局对接" not in alone.words
    assert not [link for link in alone.links() if link.startswith("/desk")]


def test_a_figure_of_another_case_than_the_quotation_names_its_case(draw):
    _, page = draw(one(peer=replace(PEER, quote=replace(PEER.quote, marks=()))))
    assert "35分钟 案例 2023 某注塑厂" in page.words
    assert "“停机了推送到手机。”" in page.words


def test_a_change_without_a_before_is_no_pair(draw):
    _, page = draw(one(peer=replace(PEER, gain=Gain("找模时间", "", "下降54%"))))
    assert "找模时间 下降54%" in page.words
    assert "变为" not in page.words


def test_a_figure_of_another_trade_is_never_shown(draw):
    _, page = draw(one(peer=replace(PEER, same_trade=False)))
    assert "没有同行案例，最近的一件是注塑" in page.words
    assert "35" not in page.words


def test_what_it_does_not_do_is_told_before_what_is_missing(draw):
    _, page = draw(one(excludes=(Exclusion("不做整厂MES"), Exclusion("不换电控"))))
    assert "不做：整厂MES；不换电控" in page.words
    assert page.words.index("不做：") < page.words.index("未写明断网补传")


def test_three_lead_and_the_others_are_folded(draw):
    view, page = draw(answer(5, 3))
    assert [len(view.cards), len(view.more), len(view.weak)] == [3, 2, 3]
    assert view.fits == "2 家很合适，3 家可能合适"
    assert "还有 2 家可能合适" in page.words
    assert "另有 3 家沾边" in page.words
    assert len(page.all("li", class_="weak-line")) == 3
    assert not [fold for fold in page.all("details") if fold.attributes.get("class", "").startswith("fold") and "open" in fold.attributes]
    _, longer = draw(answer(5, 3), replace(ASKED, shown=50))
    assert len([fold for fold in longer.all("details") if "open" in fold.attributes]) == 2


def test_which_one_is_asked_after_the_third_card(draw):
    view, page = draw(answer(5, reading=replace(READING, unsure=True)))
    assert [option.value for option in view.understood.which_one] == [ASKED.choosing(code).href for code in ("DEV02", "DEV01", "PLN02")]
    third, fourth = (page.words.index(f"道滘高埗智能 {fit}") for fit in ("很合适", "可能合适"))
    assert third < page.words.index("更像哪一种？")
    assert page.words.index("更像哪一种？") > fourth
    sure, _ = draw(answer(2, reading=replace(READING, chosen=("DEV02",))), Asked("注塑车间停机没人知道", chosen=("DEV02",)))
    assert not sure.understood.which_one
    assert sure.understood.chips[0].kind == "场景"
    assert "s=DEV02" not in sure.understood.chips[0].remove_href


def test_nobody_is_said_plainly_with_the_way_on(draw):
    view, page = draw(answer(0, 9))
    for words in ("池内暂无把握大的服务商", "转给服务台", "3 个工作日内答复", "最接近的几家，写的不是这件事", "找找看"):
        assert words in page.words
    assert len(view.weak) == 3
    assert not page.all("article", class_="match")
    assert page.all("form", action="/desk/gaps")
    assert page.all("input", name="scenario", value="DEV02")
    assert page.all("input", name="industry", value="plastics")


def test_nobody_under_filters_blames_the_filters_and_counts_no_gap(draw):
    _, page = draw(answer(0, 2), Asked("停机", narrowed=(("pool", "provincial"),)))
    assert "可能是筛选收得太窄" in page.words
    assert "资源池：省级" in page.words
    assert not page.all("form", action="/desk/gaps")


def test_a_foreign_need_is_told_where_to_turn_and_names_nobody(draw):
    _, page = draw(replace(answer(0, 9, reading=replace(READING, out_of_scope="premises")), verdict=Verdict.FOREIGN))
    assert "这件事不在本池服务范围" in page.words
    assert "招商或经济发展部门" in page.words
    assert page.all("input", name="topic", value="premises")
    assert "道滘高埗智能" not in page.words


REFUSED = {
    Verdict.FOREIGN: "这件事不在本池服务范围",
    Verdict.GAP: "池内暂无把握大的服务商",
    Verdict.POLICY: "您问的是政策",
    Verdict.POOLS: "您问的是资源池本身",
    Verdict.DESK: "这个要请人来答",
    Verdict.REFUSAL: "还没说要什么",
    Verdict.TOO_LITTLE: "再多说一句就能找",
}


@pytest.mark.parametrize(("verdict", "title"), REFUSED.items(), ids=str)
def test_every_answer_without_a_firm_offers_the_nearest_matters_by_one_tap(draw, verdict, title):
    _, page = draw(replace(answer(0), verdict=verdict))
    assert title in page.words
    assert len(page.all("h1")) == 1
    # Where the scenarios are the way on all of them, below an answer about something else the best two.
    offered = SHARES if verdict in {Verdict.GAP, Verdict.REFUSAL, Verdict.TOO_LITTLE} else SHARES[:2]
    assert {ASKED.choosing(share.code).href for share in offered} <= set(page.links())
    if verdict is not Verdict.TOO_LITTLE:
        assert "按「注塑/压铸机联网」找找看" in page.words


@pytest.mark.parametrize("verdict", [Verdict.POLICY, Verdict.POOLS, Verdict.DESK])
def test_a_question_is_answered_without_telling_what_need_was_read(draw, verdict):
    _, page = draw(replace(answer(0), verdict=verdict))
    assert "我理解您要的是" not in page.words


@pytest.mark.parametrize("verdict", REFUSED)
def test_no_desk_is_promised_where_nobody_answers(draw, verdict):
    _, page = draw(replace(answer(0), verdict=verdict), frame=replace(FRAME, desk=replace(FRAME.desk, contact="", promise="")))
    assert "工作日" not in page.words
    assert "转给服务台" not in page.words


def test_too_little_opens_the_box_with_what_was_said(draw):
    _, page = draw(replace(answer(0), verdict=Verdict.TOO_LITTLE), Asked("系统"))
    assert not page.all("details", class_="asked")
    assert "例如：" in page.words
    assert page.all("textarea", name="q")


def test_a_firm_called_by_its_name_is_what_is_shown(draw):
    named = replace(match(1, Fit.STRONG), named=True)
    given = replace(answer(2), verdict=Verdict.NAMED, matches=(named, match(2, Fit.POSSIBLE, "别家")))
    _, page = draw(given, Asked("道滘高埗智能"))
    assert "您找的是这家" in page.words
    assert page.all("a", href="/providers/prv_1", class_="button button-main")
    for words in ("别家", "沾边", "很合适", "不在本池", "场景"):
        assert words not in page.words
    two = replace(given, matches=(named, replace(match(2, Fit.STRONG), named=True)))
    assert "您找的是这 2 家" in draw(two, Asked("道滘高埗智能"))[1].words


def test_what_was_not_understood_and_mended_is_shown(draw):
    text = replace(TEXT, mended=(("排缠", "排产"),))
    reading = replace(READING, text=text, not_understood=("老板说先搞起来再讲",), wishes=(*READING.wishes, Wish("还要能追溯", SHARES)))
    _, page = draw(answer(1, reading=reading))
    assert "没听懂，没有用来查找： “老板说先搞起来再讲”" in page.words or "“老板说先搞起来再讲”" in page.words
    assert "“排缠”当作“排产”" in page.words


def test_the_longest_name_is_whole_and_titled(draw):
    given = replace(answer(0), confident=True, matches=(match(1, Fit.STRONG, LONGEST_NAME),), total=1, verdict=Verdict.FOUND)
    _, page = draw(given)
    assert LONGEST_NAME in page.words
    assert page.all("a", title=f"{LONGEST_NAME}有限公司")


def test_five_hundred_are_shown_in_steps_and_stay_light(draw):
    asked = Asked("注塑车间停机没人知道", shown=20)
    view, page = draw(answer(20, total=500), asked)
    assert "找到 500 家" in page.words
    assert view.fits == "", "only a part of the list was read"
    assert view.more_href == Asked("注塑车间停机没人知道", shown=30).href
    assert len(page.all("article", class_="match")) == 20
    end, _ = draw(answer(50, total=500), Asked("注塑车间停机没人知道", shown=50))
    assert end.more_href == ""


def test_the_fifth_cannot_be_put_aside(draw):
    asked = Asked("停机", compared=("prv_1", "prv_2", "prv_3", "prv_4"))
    aside = [(provider_id, f"名称{provider_id}") for provider_id in asked.compared]
    view, page = draw(answer(5), asked, aside)
    assert [card.compare_words for card in (*view.cards, *view.more)] == ["移出对比"] * 4 + ["最多对比 4 家"]
    assert "并排对比（4 家）" in page.words
    assert "名称prv_4" in page.words


def test_one_alone_cannot_be_compared(draw):
    _, page = draw(answer(5), Asked("停机", compared=("prv_1",)), [("prv_1", "一号")])
    assert "再选一家就能并排看" in page.words
    assert not [link for link in page.links() if link.startswith("/compare")]


def test_one_that_left_the_pools_takes_no_place_among_the_four(draw):
    asked = Asked("停机", compared=("prv_1", "prv_gone", "prv_lost", "prv_away"))
    view, _ = draw(answer(5), asked, [("prv_1", "一号")])
    assert [card.compare_words for card in (*view.cards, *view.more)] == ["移出对比"] + ["加入对比"] * 4
    assert "prv_gone" not in view.tray.compare_href


def test_pools_go_by_their_names(draw):
    view, _ = draw(answer(2), Asked("停机", narrowed=(("pool", "municipal"),)))
    pools = next(facet for facet in view.facets if facet.title == "资源池")
    assert [link.label for link in pools.first] == ["市级", "省级"]
    assert pools.first[0].chosen
    assert "pool=" not in pools.first[0].href
    assert view.narrowed[0].label == "资源池：市级"


def test_a_match_without_any_proof_is_drawn(draw):
    bare = replace(match(1, Fit.POSSIBLE), reasons=(), peer=None, offer=None, missing=())
    assert isinstance(bare, Match)
    _, page = draw(replace(answer(1), matches=(bare,)))
    assert not page.all("figure")


def test_what_was_refused_is_neither_told_as_wanted_nor_offered(draw):
    refused = replace(READING, text=replace(READING.text, refused=(Mention("DEV02", "注塑联网"),)))
    view, page = draw(replace(answer(0, reading=refused), verdict=Verdict.REFUSAL))
    assert [chip.kind for chip in view.understood.chips] == ["行业", "不要"]
    assert "找找看" in page.words
    assert not [option for option in view.nearest if "注塑" in option.label]


def test_where_to_turn_stands_before_other_things_to_look_for(draw):
    view, page = draw(replace(answer(0, 9, reading=replace(READING, out_of_scope="premises")), verdict=Verdict.FOREIGN))
    assert page.words.index("可以找谁") < page.words.index("话里有能找的事？")
    assert len(view.nearest) == 2
