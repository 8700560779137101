"""Evidence: quoted word for word, marked inside its bounds, never markup of its own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.matching import Evidence
from service.search.evidence import Wanted, case_label, find_passage, quote_capability, quote_case, wanted_words
from service.search.segment import Segmenter, fold_text
from tests.unit.made_providers import capability, case, provider

WORDS = st.lists(
    st.sampled_from(["注塑", "采集", "mes", "停机", "注塑机", "机", "<b>", "…", "a", "("]) | st.text(min_size=1, max_size=4), max_size=8
)
TEXTS = st.text(max_size=200) | st.text('注塑机采集停机MES。！；\n，<b>&"İẞ塑', max_size=300)


def wanted(*words: str) -> Wanted:
    return Wanted({fold_text(word): float(len(word)) for word in words if fold_text(word)})


def check_marks(quote: Evidence, asked: Wanted) -> None:
    """Inside the text, in order, not touching, each made of wanted words."""
    end = -1
    for start, stop in quote.marks:
        assert end < start < stop <= len(quote.text)
        end = stop
        marked = quote.text[start:stop].lower()
        assert any(word in marked for word in asked.weights)


@given(TEXTS, TEXTS, WORDS)
def test_a_quote_stands_word_for_word_in_the_providers_own_text(description: str, title: str, words: list[str]) -> None:
    asked = wanted(*words)
    quote = quote_capability(capability(title or "采集", description), asked)
    told = quote.text.removesuffix("…") if len(quote.text) == 120 else quote.text
    assert told in description or quote.text == (title or "采集")
    assert len(quote.text) <= max(120, len(title))
    check_marks(quote, asked)


@given(TEXTS, st.none() | TEXTS, WORDS)
def test_a_case_is_quoted_from_its_summary_or_its_outcome(summary: str, outcome: str | None, words: list[str]) -> None:
    asked = wanted(*words)
    quote = quote_case(case(summary, outcome=outcome), asked)
    told = quote.text.removesuffix("…") if len(quote.text) == 120 else quote.text
    assert told in summary or told in (outcome or "")
    check_marks(quote, asked)


def test_the_sentence_that_speaks_to_the_need_is_quoted() -> None:
    item = capability(description="公司成立十年。旧机加电流互感器。断网可存七天。")
    assert quote_capability(item, wanted("互感器")).text == "旧机加电流互感器。"
    assert quote_capability(item, wanted("断网", "七天")).text == "断网可存七天。"


def test_what_cannot_be_done_is_no_proof() -> None:
    item = capability("三色灯联网", "磨床装三色灯感应器，绿灯算开。不进数控系统，主轴负载、程序号读不到，也不传程序。")
    assert quote_capability(item, wanted("数控系统", "主轴负载", "程序")).text == "磨床装三色灯感应器，绿灯算开。"


def test_what_is_not_offered_is_never_quoted_as_offered() -> None:
    item = capability("标识解析", "码段采购和查询页。不含车间喷码机等硬件。喷码机机房改造不在服务范围。")
    assert quote_capability(item, wanted("喷码机")).text == "码段采购和查询页。"
    assert quote_capability(capability("标识解析", "不含车间喷码机。"), wanted("喷码机")).text == "标识解析"


def test_what_a_customer_did_not_do_before_is_his_pain_and_is_quoted() -> None:
    assert quote_case(case("点检本来不做记录，停机了才找人。"), wanted("记录")).text == "点检本来不做记录，停机了才找人。"


def test_words_that_say_nothing_are_not_marked() -> None:
    asked = wanted_words(["不到", "已有", "扫码"], [], Segmenter())
    assert quote_case(case("仓里料号用得着的不到一半，已有扫码枪。"), asked).marks == ((15, 17),)


def test_without_any_word_the_first_sentence_is_quoted() -> None:
    assert quote_capability(capability(description="甲一。乙二。"), wanted("别的")).text == "甲一。"


def test_an_outcome_may_be_the_evidence() -> None:
    item = case("装了采集盒。", outcome="夜班停机2小时→5分钟")
    assert quote_case(item, wanted("夜班", "停机")).text == "夜班停机2小时→5分钟"


def test_a_capability_without_a_sentence_is_quoted_by_its_title() -> None:
    assert quote_capability(capability("报工", "\n"), wanted("报工")).text == "报工"


def test_a_long_sentence_is_cut_with_an_ellipsis_and_its_marks_stay_inside() -> None:
    quote = quote_capability(capability(description="采集" * 100 + "停机"), wanted("采集", "停机"))
    assert len(quote.text) == 120
    assert quote.text.endswith("…")
    assert quote.marks == ((0, 118),)


def test_overlapping_marks_are_one() -> None:
    quote = quote_capability(capability(description="注塑机联网"), wanted("注塑", "塑机", "注塑机"))
    assert [quote.text[start:stop] for start, stop in quote.marks] == ["注塑机"]


def test_marks_find_capital_letters() -> None:
    quote = quote_capability(capability(description="接 MES 和 Erp"), wanted("mes", "erp"))
    assert [quote.text[start:stop] for start, stop in quote.marks] == ["MES", "Erp"]


def test_single_characters_are_not_marked() -> None:
    assert quote_capability(capability(description="机机机"), wanted("机")).marks == ()


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", "\"'><img src=x onerror=alert(1)>", "{{ 7*7 }}", "<b>注塑</b>", "&lt"])
def test_markup_stays_text(hostile: str) -> None:
    quote = quote_capability(capability(hostile, f"{hostile}注塑采集"), wanted("注塑", "script", "b"))
    assert quote.text == f"{hostile}注塑采集"
    assert quote.source == f"能力「{hostile}」"


@pytest.mark.parametrize(
    ("content", "label"),
    [
        ({"year": 2023, "customer": "虎门某端子厂"}, "案例 2023 虎门某端子厂"),
        ({"industry": "五金"}, "案例 五金企业"),
        ({"year": 2024}, "案例 2024 某企业"),
    ],
)
def test_where_a_quote_comes_from(content: dict[str, object], label: str) -> None:
    assert case_label(case(**content)) == label


def test_words_of_the_need_outweigh_words_of_its_scenario(segmenter: Segmenter) -> None:
    asked = wanted_words(["停机"], ["停机原因", "设备联网"], segmenter)
    assert asked.weights["停机"] > asked.weights["联网"] > 0
    assert all(len(word) > 1 for word in asked.weights)
    assert wanted_words(["联网"], ["联网"], segmenter).weights["联网"] == wanted_words(["联网"], [], segmenter).weights["联网"]


def test_a_passage_is_found_by_its_id_and_the_summary_is_none() -> None:
    firm = provider(capability(id="cap_9"), case(id="cas_9"), summary="做采集。")
    assert find_passage(firm, "cap_9") == firm.capabilities[0]
    assert find_passage(firm, "cas_9") == firm.cases[0]
    assert find_passage(firm, firm.id) is None
