"""The case that leads a card: same trade, a figure, same size."""

import pytest

from service.domain.gains import Gain
from service.domain.reading import Limit, LimitKind, Mention, NeedReading, NeedText
from service.domain.taxonomy import Industry, Taxonomy
from service.search.evidence import Wanted
from service.search.peer_cases import peer_case
from tests.unit.made_providers import capability, case, declared, provider
from tests.unit.made_search import KNOWLEDGE

TAXONOMY = Taxonomy(
    scenarios=(),
    industries=(
        Industry("electronics", "电子信息", (), (), (), None),
        Industry("smt", "贴片", (), (), (), "electronics"),
        Industry("plastics", "注塑/塑胶制品", (), (), (), None),
    ),
)
WANTED = Wanted({"停机": 2.0}, KNOWLEDGE.tagger.spans)
DEV = (declared("DEV02"),)


def need(*trades: str, machines: int | None = None, heads: int | None = None) -> NeedReading:
    limits = [(LimitKind.MACHINES, machines), (LimitKind.HEADCOUNT, heads)]
    return NeedReading(
        NeedText(
            original="看夜班停机",
            folded="看夜班停机",
            industries=tuple(Mention(code, code) for code in trades),
            limits=tuple(Limit(kind, "", number) for kind, number in limits if number),
        )
    )


def best(reading, *cases, codes=("DEV02",), spoken=()):
    return peer_case(provider(*cases), reading, WANTED, TAXONOMY, codes=codes, spoken=spoken)


def test_a_case_of_another_matter_leads_no_card() -> None:
    other = case("仓库对账。", tags=(declared("WMS01"),), outcome="对账9天→1.5天")
    assert best(need(), other) is None


def test_a_case_counts_for_the_scenario_of_the_capability_it_names() -> None:
    offer = capability("联网采集", tags=(declared("DEV02"),))
    found = best(need(), offer, case(capability="联网采集", outcome="开机率58%→74%"))
    assert found is not None
    assert found.gain == Gain("开机率", "58%", "74%")


def test_the_trade_comes_first_and_a_trade_beside_it_next() -> None:
    cases = [
        case(id="cas_1", tags=DEV, industry_codes=("plastics",), outcome="开机率1%→9%"),
        case(id="cas_2", tags=DEV, industry_codes=("electronics",), outcome="开机率2%→9%"),
        case(id="cas_3", tags=DEV, industry_codes=("smt",)),
    ]
    found = best(need("smt"), *cases)
    assert (found.case.id, found.same_trade, found.gain) == ("cas_3", True, None)
    assert best(need("smt"), *cases[:2]).case.id == "cas_2"
    off = best(need("smt"), cases[0])
    assert (off.case.id, off.same_trade) == ("cas_1", False)
    assert best(need(), *cases).same_trade is None


@pytest.mark.parametrize(("machines", "wanted"), [(35, "cas_2"), (300, "cas_1"), (4000, "cas_3")])
def test_of_one_trade_the_size_decides(machines, wanted) -> None:
    cases = [
        case("四百台机，停机没人知。", id="cas_1", tags=DEV, outcome="开机率1%→9%"),
        case("38台啤机，停机没人知。", id="cas_2", tags=DEV, outcome="开机率2%→9%"),
        case("三千台机，停机没人知。", id="cas_3", tags=DEV, outcome="开机率3%→9%"),
    ]
    assert best(need(machines=machines), *cases).case.id == wanted


def test_of_equals_the_one_that_speaks_to_the_need() -> None:
    cases = [case(id=f"cas_{number}", tags=DEV, outcome="开机率1%→9%") for number in (1, 2, 3)]
    assert best(need(), *cases, spoken=("cap_1", "cas_3", "cas_2")).case.id == "cas_3"


def test_the_figure_nearest_to_the_need_is_shown() -> None:
    found = best(need(), case(tags=DEV, outcome="日报4小时→20分钟，夜班停机由9次降到2次，停机损失下降40%"))
    assert found.gain == Gain("夜班停机", "9次", "2次")
