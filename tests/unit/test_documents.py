"""Index documents: the fields that filters ask for are the directory's own."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.listing import provider_line
from service.domain.pools import Membership, MembershipState
from service.domain.providers import ScenarioTag, TagOrigin
from service.domain.taxonomy import Taxonomy
from service.search.bank import LabelledText, fit_bank
from service.search.documents import build_doc
from service.search.engines.filter_keys import provider_keys
from service.search.facets import facets
from service.search.knowledge import Knowledge
from service.search.reading import NeedReader
from service.search.segment import Segmenter
from service.search.spans.exclusion_tagger import ExclusionTagger
from tests.fakes import HashEncoder
from tests.unit.made_providers import TODAY, capability, case, declared, provider, tag

SOME_TAGS = st.lists(
    st.builds(ScenarioTag, st.sampled_from(["DEV02", "PLN01", "QUA02", "BIZ01"]), st.sampled_from(TagOrigin), st.floats(0, 1)),
    max_size=3,
    unique_by=lambda each: each.code,
).map(tuple)
CODES = st.lists(st.sampled_from(["smt", "electronics", "plastics", "mould"]), max_size=2, unique=True).map(tuple)


@pytest.fixture(scope="session")
def knowledge(taxonomy: Taxonomy, segmenter: Segmenter, reader: NeedReader, tagger: ExclusionTagger) -> Knowledge:
    """The shipped taxonomy with a bank of three sentences."""
    encoder = HashEncoder()
    sentences = [("DEV02", "啤机开没开"), ("PLN01", "排产排不过来"), (None, "租厂房")]
    texts = [LabelledText(code, None if code else "premises", segmenter.tokens(text)) for code, text in sentences]
    bank = fit_bank(texts, encoder.encode([text for _, text in sentences]), fingerprint="three")
    return Knowledge(taxonomy, segmenter, reader, bank, encoder.fingerprint, tagger)


@given(
    caps=st.lists(st.tuples(SOME_TAGS, CODES), min_size=1, max_size=3),
    cases=st.lists(st.tuples(SOME_TAGS, CODES), max_size=2),
    town=st.sampled_from(["长安镇", "长安", "石碣镇", None, "别处"]),
)
def test_a_filter_finds_whom_the_directory_shows(knowledge: Knowledge, caps: list, cases: list, town: str | None) -> None:
    firm = provider(
        *(capability(id=f"cap_{number}", tags=tags, industry_codes=codes, delivery="现场") for number, (tags, codes) in enumerate(caps)),
        *(case(id=f"cas_{number}", tags=tags, industry_codes=codes) for number, (tags, codes) in enumerate(cases)),
        town=town,
    )  # fmt: skip
    listed = provider_line(firm, TODAY, knowledge.taxonomy).facets
    keys = {f"{name}:{value}" for name in ("pool", "group", "industry", "town", "delivery") for value in listed[name]}
    assert set(provider_keys(build_doc(firm, knowledge, TODAY, lambda _: None))) == keys
    shown = facets([firm], knowledge.taxonomy, TODAY)
    for name, values in shown.items():
        assert {value.value for value in values} == listed[name], name
        assert all(value.count == 1 for value in values)


def test_a_claimed_scenario_puts_a_provider_under_its_group(knowledge: Knowledge) -> None:
    firm = provider(capability(tags=(declared("DEV02"), declared("PLN01"))), case(tags=(tag("QUA02", 0.1),)))
    assert build_doc(firm, knowledge, TODAY, lambda _: None).groups == ("DEV", "PLN")


def test_who_serves_smt_is_found_under_electronics(knowledge: Knowledge) -> None:
    found = build_doc(provider(capability(industry_codes=("smt",))), knowledge, TODAY, lambda _: None)
    assert set(found.industries) == {"smt", "electronics"}


def test_who_is_not_listed_has_no_passages(knowledge: Knowledge) -> None:
    lapsed = provider(capability(), memberships=(Membership("municipal", valid_until=date(2025, 5, 20)),))
    suspended = provider(capability(), memberships=(Membership("municipal", state=MembershipState.SUSPENDED),))
    for firm in (lapsed, suspended, provider(case())):
        found = build_doc(firm, knowledge, TODAY, lambda _: None)
        assert (found.listed, found.passages, found.pools) == (False, (), ())
        assert found.version == firm.version
    assert build_doc(lapsed, knowledge, date(2025, 5, 20), lambda _: None).listed


def test_only_pools_in_force_count(knowledge: Knowledge) -> None:
    firm = provider(capability(), memberships=(Membership("municipal", valid_until=date(2025, 5, 20)), Membership("provincial")))
    assert build_doc(firm, knowledge, TODAY, lambda _: None).pools == ("provincial",)


@pytest.mark.parametrize(("prices", "least"), [((400, 200), 200), ((400, None), None), ((None,), None), ((0,), 0)])
def test_the_least_price_is_known_when_every_offer_names_one(
    knowledge: Knowledge, prices: tuple[int | None, ...], least: int | None
) -> None:
    firm = provider(*(capability(id=f"cap_{number}", price_min_fen=price) for number, price in enumerate(prices)))
    assert build_doc(firm, knowledge, TODAY, lambda _: None).price_min_fen == least


def test_vectors_are_centred_and_of_length_one_and_lacking_ones_stay_out(knowledge: Knowledge) -> None:
    firm = provider(capability(), case())
    given_vector = HashEncoder().encode(["三十几台"])[0]
    found = build_doc(firm, knowledge, TODAY, lambda text: given_vector if "三十几台" in text else None)
    vectors = {passage.kind: passage.vector for passage in found.passages}
    assert vectors["capability"] is None
    assert np.linalg.norm(vectors["case"]) == pytest.approx(1, abs=1e-5)
    assert not np.allclose(vectors["case"], given_vector)


def test_a_cases_trade_is_read_from_its_text_when_nobody_gave_it(knowledge: Knowledge) -> None:
    told, read = (
        build_doc(provider(capability(), each), knowledge, TODAY, lambda _: None).passages[1]
        for each in (case(industry_codes=("mould",)), case())
    )
    assert told.industries == ("mould",)
    assert read.industries == ("plastics",)


def test_tokens_are_the_segmenters(knowledge: Knowledge) -> None:
    (found,) = build_doc(provider(capability("采集", "啤机联网")), knowledge, TODAY, lambda _: None).passages
    assert found.words.split() == knowledge.segmenter.words("采集。啤机联网")
    assert found.bigrams.split() == knowledge.segmenter.bigrams("采集。啤机联网")


def test_town_staff_age_and_name_change_no_passage(knowledge: Knowledge) -> None:
    plain = build_doc(provider(capability(), case()), knowledge, TODAY, lambda _: None)
    other = build_doc(
        provider(
            capability(), case(), town="石碣镇", staff=4000, founded=1999, name="深圳某某集团", short_name=None, city="深圳", is_demo=False
        ),
        knowledge,
        TODAY,
        lambda _: None,
    )
    assert plain.passages == other.passages
