"""Passages: what is embedded, searched and tagged of a provider."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.providers import ScenarioTag, TagOrigin
from service.domain.taxonomy import Taxonomy
from service.search.exclusions import ExclusionReader
from service.search.passages import LONGEST, passages, tag_weights
from service.search.scenario_namer import ScenarioNamer
from service.search.spans.exclusion_tagger import ExclusionTagger
from tests.unit.made_providers import capability, case, confirmed, declared, provider, tag

TAGS = st.lists(
    st.builds(
        ScenarioTag, st.sampled_from(["DEV01", "DEV02", "PLN01", "QUA01", "BIZ01", "SCM01"]), st.sampled_from(TagOrigin), st.floats(0, 1)
    ),
    max_size=6,
    unique_by=lambda each: each.code,
).map(tuple)


@pytest.fixture(scope="module")
def exclusions(taxonomy: Taxonomy, tagger: ExclusionTagger) -> ExclusionReader:
    return ExclusionReader(ScenarioNamer(taxonomy), tagger)


def searched(summary: str, exclusions: ExclusionReader) -> str:
    return passages(provider(summary=summary), exclusions)[-1].text


def test_each_capability_case_and_the_summary_is_a_passage(exclusions: ExclusionReader) -> None:
    firm = provider(
        capability(id="cap_1"), capability("报工", "扫码报工。", id="cap_2"),
        case("夜班看不到。", id="cas_1", customer="长安某厂", industry="注塑", outcome="停机减半"), summary="只做注塑。",
    )  # fmt: skip
    found = {each.id: each for each in passages(firm, exclusions)}
    assert {key: each.kind for key, each in found.items()} == {
        "cap_1": "capability",
        "cap_2": "capability",
        "cas_1": "case",
        "prv_1": "summary",
    }
    assert found["cap_2"].text == "报工。扫码报工。"
    assert found["cas_1"].text == "长安某厂。注塑。夜班看不到。。停机减半"


def test_no_passage_holds_contact_place_or_size(exclusions: ExclusionReader) -> None:
    firm = provider(capability(), case(town="虎门镇"), summary="做采集。")
    text = " ".join(each.text for each in passages(firm, exclusions))
    assert not any(word in text for word in ("长安镇", "虎门镇", "2016", "禾澄", "91441900"))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("做采集，不做ERP，不做整厂MES。装得快。", "做采集。装得快。"),
        ("设备联网；不含硬件；含布线", "设备联网；含布线"),
        ("不做ERP。", "不做ERP。"),
        ("只做注塑", "只做注塑"),
    ],
)
def test_what_is_not_offered_is_not_searched(text: str, kept: str, exclusions: ExclusionReader) -> None:
    assert searched(text, exclusions).replace("，", "") == kept.replace("，", "")


@given(st.text(max_size=700) | st.text("采集不做含，。；ERP", max_size=500))
def test_an_offer_is_short_and_never_empty(exclusions: ExclusionReader, text: str) -> None:
    if text.strip():
        assert 0 < len(searched(text, exclusions)) <= LONGEST


@given(TAGS)
def test_weights_are_ratios_strongest_first_and_few(tags: tuple[ScenarioTag, ...]) -> None:
    weights = tag_weights(tags)
    assert len(weights) <= 5
    assert all(0 <= weight <= 1.0001 for _, weight in weights)
    assert list(weights) == sorted(weights, key=lambda pair: (-pair[1], pair[0]))
    assert {code for code, _ in weights} <= {each.code for each in tags}


def test_a_persons_word_outweighs_a_claim_and_a_claim_a_guess() -> None:
    weight = {origin: dict(tag_weights((tag("DEV02", 0.5, origin),)))["DEV02"] for origin in TagOrigin}
    assert weight[TagOrigin.CONFIRMED] > weight[TagOrigin.DECLARED] > weight[TagOrigin.PROPOSED]


def test_who_claims_ten_scenarios_says_each_of_them_less() -> None:
    few = dict(tag_weights((declared("DEV02"),)))["DEV02"]
    many = dict(tag_weights(tuple(declared(f"DEV{number:02}") for number in range(1, 11)), most=10))
    assert many["DEV02"] == pytest.approx(few / 10)


def test_what_was_confirmed_silences_claims() -> None:
    weights = dict(tag_weights((confirmed("DEV02", 0.2), declared("PLN01", 0.2))))
    assert weights["DEV02"] > 4 * weights["PLN01"]
