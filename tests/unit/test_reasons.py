"""Reasons and what is missing, in plain sentences."""

from dataclasses import replace

import pytest

from service.domain.matching import Fit, Ranked
from service.domain.reading import Limit, LimitKind, Mention, NeedReading, NeedText, ScenarioShare, Wish
from service.domain.taxonomy import Industry, Scenario, Taxonomy
from service.search.evidence import Wanted
from service.search.reasons import covers_all, missing, reasons
from tests.unit.made_providers import capability, case, provider
from tests.unit.made_search import KNOWLEDGE

WAN = 1_000_000
TAXONOMY = Taxonomy(
    scenarios=(Scenario("PLN01", "PLN", "自动排产", "", "", "core", None, None, (), (), ()),),
    industries=(
        Industry("electronics", "电子信息", (), (), (), None),
        Industry("smt", "贴片", (), (), (), "electronics"),
        Industry("plastics", "注塑/塑胶制品", (), (), (), None),
    ),
)
KNOWN = replace(KNOWLEDGE, taxonomy=TAXONOMY)
WANTED = Wanted({"停机": 2.0}, KNOWLEDGE.tagger.spans)
FIRM = provider(
    capability(id="cap_1", description="采集停机原因。", price_min_fen=10 * WAN, price_max_fen=18 * WAN, weeks=8),
    capability("扫码报工", "接金蝶、用友。", id="cap_2", price_min_fen=2 * WAN),
    case("注塑机停机。", id="cas_1", industry_codes=("plastics",), industry="注塑"),
    case("贴片线停机。", id="cas_2", industry_codes=("smt",), industry="贴片"),
    case("别的停机。", id="cas_3"),
)


def line(*passages: str, by_wish: tuple[float, ...] = (0.9,), named: bool = False) -> Ranked:
    return Ranked("prv_1", 60.0, Fit.STRONG, {}, passages, by_wish, named)


def need(text: str = "看停机", *, wishes: tuple[Wish, ...] = (), **parts: object) -> NeedReading:
    return NeedReading(NeedText(original=text, folded=text, **parts), wishes)  # type: ignore[arg-type]


def trade(code: str) -> tuple[Mention, ...]:
    return (Mention(code, code),)


def test_the_case_of_a_firm_like_mine_comes_first() -> None:
    given = reasons(FIRM, line("cap_1", "cas_1", "cas_2", "cas_3"), need(industries=trade("smt")), WANTED, TAXONOMY)
    assert [reason.kind for reason in given] == ["peer_case", "capability", "case"]
    assert given[0].text == "同行做过：贴片案例"
    assert [reason.evidence.text for reason in given if reason.evidence] == ["贴片线停机。", "采集停机原因。", "注塑机停机。"]


def test_only_passages_that_speak_to_the_need_are_reasons() -> None:
    spoken = replace(line("cap_2", "cas_3", "cap_1"), speaking=1)
    assert [reason.text for reason in reasons(FIRM, spoken, need(), WANTED, TAXONOMY)] == ["能做：扫码报工"]


def test_without_a_trade_the_best_passages_speak_in_their_order() -> None:
    given = reasons(FIRM, line("cap_2", "cas_3", "cap_1", "cas_1"), need(), WANTED, TAXONOMY)
    assert [(reason.kind, reason.text) for reason in given] == [
        ("capability", "能做：扫码报工"),
        ("case", "做过类似项目"),
        ("capability", "能做：注塑机联网采集"),
    ]


def test_every_reason_but_the_name_quotes_the_provider() -> None:
    given = reasons(FIRM, line("cap_1", "cas_1", "cap_2", named=True), need(), WANTED, TAXONOMY)
    assert [reason.kind for reason in given] == ["name", "capability", "case"]
    assert [reason.evidence is not None for reason in given] == [False, True, True]


def test_a_summary_and_passages_that_are_gone_give_no_reason() -> None:
    assert reasons(FIRM, line("prv_1", "cap_gone"), need(), WANTED, TAXONOMY) == ()


@pytest.mark.parametrize(("by_wish", "covered"), [((0.9,), False), ((0.9, 0.5), True), ((0.9, 0.1), False), ((), False)])
def test_covering_all_wishes(by_wish: tuple[float, ...], covered: bool) -> None:
    assert covers_all(line(by_wish=by_wish)) is covered


def test_nothing_is_missing_from_a_full_answer() -> None:
    assert missing(FIRM, line("cap_1", "cas_1"), need(industries=trade("plastics")), KNOWN) == ()


@pytest.mark.parametrize(("code", "notes"), [("smt", ()), ("electronics", ()), ("plastics", ())])
def test_a_trade_with_a_case_or_a_related_one_is_not_missing(code: str, notes: tuple[str, ...]) -> None:
    assert missing(FIRM, line("cap_1"), need(industries=trade(code)), KNOWN) == notes


def test_a_trade_without_a_case_is_missing() -> None:
    firm = provider(FIRM.capabilities[0], FIRM.cases[0])
    assert missing(firm, line("cap_1"), need(industries=trade("smt")), KNOWN) == ("未见贴片行业案例",)


def test_a_claim_without_any_case_says_so() -> None:
    assert missing(provider(FIRM.capabilities[0]), line("cap_1"), need(), KNOWN) == ("未见案例，能力为服务商自报",)


def test_a_price_that_is_nowhere_named_is_missing() -> None:
    firm = provider(capability(), capability("报工", id="cap_2"), case())
    assert missing(firm, line("cap_1"), need(), KNOWN) == ("未写价格",)
    assert missing(provider(capability(), capability("报工", id="cap_2", price_min_fen=WAN), case()), line("cap_1"), need(), KNOWN) == ()


@pytest.mark.parametrize(
    ("limit", "notes"),
    [
        (Limit(LimitKind.BUDGET, "8万", number=8 * WAN), ("报价 10–18 万元，高于您的 8 万元",)),
        (Limit(LimitKind.BUDGET, "8.5万", number=8_500_000), ("报价 10–18 万元，高于您的 8.5 万元",)),
        (Limit(LimitKind.BUDGET, "10万", number=10 * WAN), ()),
        (Limit(LimitKind.WEEKS, "4周", number=4), ("周期约 8 周，长于您的 4 周",)),
        (Limit(LimitKind.WEEKS, "8周", number=8), ()),
        (Limit(LimitKind.HEADCOUNT, "30人", number=30), ()),
        (Limit(LimitKind.TOWN, "长安", code="441900119"), ()),
    ],
)
def test_limits_that_the_best_offer_does_not_keep(limit: Limit, notes: tuple[str, ...]) -> None:
    assert missing(FIRM, line("cas_1", "cap_1"), need(limits=(limit,)), KNOWN) == notes


def test_a_limit_is_held_against_the_offer_that_was_found() -> None:
    limit = Limit(LimitKind.BUDGET, "8万", number=8 * WAN)
    assert missing(FIRM, line("cap_2", "cap_1"), need(limits=(limit,)), KNOWN) == ()


def test_one_price_is_told_as_one() -> None:
    firm = provider(capability(price_min_fen=1_250_000, price_max_fen=1_250_000), case())
    limit = Limit(LimitKind.BUDGET, "1万", number=WAN)
    assert missing(firm, line("cap_1"), need(limits=(limit,)), KNOWN) == ("报价 1.25 万元，高于您的 1 万元",)


@pytest.mark.parametrize(
    ("text", "brand", "owned", "notes"),
    [
        ("已有金蝶，加报工", "金蝶", True, ()),
        ("已有鼎捷，加报工", "鼎捷", True, ("未提到与鼎捷对接",)),
        ("要跟鼎捷对接", "鼎捷", False, ("未提到与鼎捷对接",)),
        ("鼎捷好不好", "鼎捷", False, ()),
    ],
)
def test_a_brand_to_connect_to(text: str, brand: str, owned: bool, notes: tuple[str, ...]) -> None:
    reading = need(text, brands=(Mention(brand, brand),), owned=(Mention("BIZ01", brand),) if owned else ())
    assert missing(FIRM, line("cap_2"), reading, KNOWN) == notes


def test_a_second_wish_that_nobody_speaks_of_is_missing() -> None:
    wishes = (Wish("看停机"), Wish("自动排产", (ScenarioShare("PLN01", 0.9),), 0.8))
    reading = need(wishes=wishes)
    assert missing(FIRM, line("cap_1", by_wish=(0.9, 0.1)), reading, KNOWN) == ("未见“自动排产”方面的内容",)
    assert missing(FIRM, line("cap_1", by_wish=(0.9, 0.6)), reading, KNOWN) == ()


@pytest.mark.parametrize("aside", ["refused", "owned"])
def test_what_is_refused_or_owned_is_not_missing(aside: str) -> None:
    wishes = (Wish("看停机"), Wish("自动排产", (ScenarioShare("PLN01", 0.9),), 0.8))
    reading = need(wishes=wishes, **{aside: (Mention("PLN01", "排产"),)})
    assert missing(FIRM, line("cap_1", by_wish=(0.9, 0.1)), reading, KNOWN) == ()


def test_no_note_is_told_twice() -> None:
    reading = need(wishes=(Wish("a"), *(Wish(text, (ScenarioShare("PLN01", 0.9),)) for text in "bc")))
    notes = missing(FIRM, line("cap_1", by_wish=(0.9, 0.1, 0.1)), reading, KNOWN)
    assert notes == ("未见“自动排产”方面的内容",)


def test_a_provider_called_by_name_needs_no_passages() -> None:
    by_name = replace(line(by_wish=()), passages=(), named=True)
    wishes = (Wish("看停机"), Wish("自动排产", (ScenarioShare("PLN01", 0.9),)))
    assert [reason.kind for reason in reasons(FIRM, by_name, need(wishes=wishes), WANTED, TAXONOMY)] == ["name"]
    assert missing(FIRM, by_name, need(wishes=wishes), KNOWN) == ()
