"""The ranking function: pure, neutral, the same on every machine."""

import hashlib
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.finding import CandidatePassage, PassageDoc, ProviderDoc
from service.domain.matching import Fit, Ranked
from service.search.fit import FIT_FEATURES, FitFeatures, fit_chances
from service.search.ranking import diversify, name_first, rank
from service.search.scoring import SIGNALS, score
from service.search.weights import Weights, load_weights
from tests.unit.made_search import CODES, KNOWLEDGE, Found, candidates, interpretation

WEIGHTS = load_weights()
SCORES = st.none() | st.floats(0, 30, width=32)
FOUND = st.builds(
    Found,
    provider=st.sampled_from(["prv_a", "prv_b", "prv_c", "prv_d"]),
    kind=st.sampled_from(["capability", "case", "summary"]),
    words=SCORES,
    bigrams=SCORES,
    cosine=st.none() | st.floats(-1, 1, width=32),
    tags=st.lists(st.tuples(st.sampled_from([*CODES, "GONE"]), st.floats(0, 1, width=32)), max_size=3, unique_by=lambda tag: tag[0]).map(
        tuple
    ),
    industries=st.lists(st.sampled_from(["smt", "electronics", "plastics"]), max_size=2, unique=True).map(tuple),
)
POOLS = st.lists(FOUND, min_size=1, max_size=14)
NEED = interpretation(industries=["smt"])


def ranked(*found: Found, need: object = None, weights: Weights = WEIGHTS) -> list[Ranked]:
    return rank(candidates(*found), need or interpretation(), KNOWLEDGE, weights)  # type: ignore[arg-type]


def order(*found: Found, **other: object) -> list[str]:
    return [line.provider_id for line in ranked(*found, **other)]


@settings(max_examples=40)
@given(POOLS)
def test_every_provider_stands_once_in_the_list_with_finite_numbers(found: list[Found]) -> None:
    lines = ranked(*found, need=NEED)
    assert sorted(line.provider_id for line in lines) == sorted({each.provider for each in found})
    for line in lines:
        assert 0 <= line.score <= 100
        assert set(line.parts) == set(SIGNALS)
        assert np.isfinite([*line.parts.values(), *line.by_wish]).all()
        assert 1 <= len(line.passages) <= 6


@settings(max_examples=40)
@given(POOLS)
def test_the_same_candidates_always_give_the_same_list(found: list[Found]) -> None:
    assert ranked(*found, need=NEED) == ranked(*found, need=NEED)


@settings(max_examples=40)
@given(POOLS, st.randoms(use_true_random=False))
def test_the_order_in_which_an_engine_returns_passages_does_not_matter(found: list[Found], chance: object) -> None:
    named = [replace(each, name=f"p{number}") for number, each in enumerate(found)]
    shuffled = list(named)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    before, after = (candidates(*each) for each in (named, shuffled))
    scores = [score(each, NEED, KNOWLEDGE, WEIGHTS) for each in (before, after)]
    np.testing.assert_allclose(scores[0].totals, scores[1].totals, atol=2e-4)
    assert scores[0].owners == scores[1].owners


def test_equal_providers_are_ordered_by_a_hash_of_provider_and_need() -> None:
    equal = [Found(f"prv_{number}", name=f"p{number}") for number in range(6)]
    expected = sorted((f"prv_{number}" for number in range(6)), key=lambda owner: hashlib.sha256(f"{owner}\n啤机联网".encode()).digest())
    assert order(*equal) == expected
    assert order(*reversed(equal)) == expected


def test_no_provider_is_favoured_by_ties_over_many_needs() -> None:
    equal = [Found(f"prv_{number}") for number in range(4)]
    firsts = [order(*equal, need=interpretation(f"需求{number}"))[0] for number in range(400)]
    assert {owner: firsts.count(owner) > 60 for owner in set(firsts)} == {f"prv_{number}": True for number in range(4)}


@pytest.mark.parametrize("signal", ["words", "bigrams", "cosine"])
def test_a_better_score_of_any_leg_comes_first(signal: str) -> None:
    better, worse = Found("prv_b", **{signal: 0.9}), Found("prv_a", **{signal: 0.4})
    assert order(worse, better, Found("prv_c", **{signal: 0.3}))[0] == "prv_b"


def test_agreement_with_the_scenario_comes_first() -> None:
    assert order(Found("prv_a", tags=(("PLN01", 0.9),)), Found("prv_b", tags=(("DEV02", 0.9),)))[0] == "prv_b"


def test_a_signal_that_is_the_same_for_all_says_nothing() -> None:
    found = [Found("prv_a", words=3.0, cosine=0.2), Found("prv_b", words=1.0, cosine=0.2), Found("prv_c", words=2.0, cosine=0.2)]
    higher = [replace(each, cosine=0.9) for each in found]
    before, after = (score(candidates(*each), interpretation(), KNOWLEDGE, WEIGHTS) for each in (found, higher))
    assert (before.parts["cosine"] == 0).all()
    np.testing.assert_array_equal(before.totals, after.totals)


def test_signals_are_compared_in_standard_deviations() -> None:
    found = [Found("prv_a", words=3.0), Found("prv_b", words=1.0), Found("prv_c", words=2.0)]
    stretched = [replace(each, words=100 * (each.words or 0) + 7) for each in found]
    before, after = (score(candidates(*each), interpretation(), KNOWLEDGE, WEIGHTS) for each in (found, stretched))
    np.testing.assert_allclose(before.parts["words"], after.parts["words"], rtol=1e-5)
    np.testing.assert_allclose(sorted(before.parts["words"] / WEIGHTS.words), [-1.2247, 0, 1.2247], atol=1e-3)


def test_what_the_vector_leg_did_not_return_counts_as_its_farthest() -> None:
    lacking = ranked(Found("prv_a", cosine=0.9), Found("prv_b", cosine=0.2), Found("prv_c", cosine=None))
    farthest = ranked(Found("prv_a", cosine=0.9), Found("prv_b", cosine=0.2), Found("prv_c", cosine=0.2))
    assert lacking == farthest


def test_what_a_word_leg_did_not_return_counts_nothing() -> None:
    found = [Found("prv_a", words=2.0), Found("prv_b", words=1.0), Found("prv_c", words=None)]
    assert ranked(*found) == ranked(*found[:2], Found("prv_c", words=0.0))


def test_a_provider_without_any_vector_is_still_ranked_by_its_words() -> None:
    only_words = Found("prv_a", words=20.0, bigrams=20.0, cosine=None)
    others = [Found(f"prv_{number}", words=None, bigrams=None, cosine=0.1) for number in range(5)]
    assert order(*others, only_words)[0] == "prv_a"


def test_without_any_vector_at_all_the_rest_decides() -> None:
    assert order(Found("prv_a", words=1.0, cosine=None), Found("prv_b", words=2.0, cosine=None)) == ["prv_b", "prv_a"]


@pytest.mark.parametrize(
    ("trades", "gain"), [(("smt",), 1.0), (("electronics",), 0.5), (("plastics",), -0.5), ((), 0.0), (("plastics", "smt"), 1.0)]
)
def test_industry_agreement(trades: tuple[str, ...], gain: float) -> None:
    scored = score(candidates(Found("prv_a", industries=trades)), NEED, KNOWLEDGE, WEIGHTS)
    assert scored.parts["industry"][0] == pytest.approx(WEIGHTS.industry * gain)


def test_a_need_without_a_trade_prefers_none() -> None:
    scored = score(candidates(Found("prv_a", industries=("smt",))), interpretation(), KNOWLEDGE, WEIGHTS)
    assert scored.parts["industry"][0] == 0


def test_a_good_case_lifts_a_good_claim() -> None:
    base = [Found("prv_a", words=5.0, tags=(("DEV02", 0.9),)), Found("prv_b", words=5.0, tags=(("DEV02", 0.9),)), Found("prv_c", words=0.0)]
    case = Found("prv_b", kind="case", words=5.0, tags=(("DEV02", 0.9),))
    assert order(*base, case)[0] == "prv_b"


def test_a_second_claim_does_not_stand_in_for_a_case() -> None:
    """Many capabilities on paper must not add up: only the best claim counts beside the best case."""
    strong = {"words": 5.0, "tags": (("DEV02", 0.9),)}
    weak = Found("prv_z", words=0.0)
    one = score(candidates(Found("prv_a", **strong), *[Found("prv_b", **strong)] * 9, weak), interpretation(), KNOWLEDGE, WEIGHTS)
    place = {owner: row for row, owner in enumerate(one.owners)}
    assert one.totals[place["prv_a"]] == pytest.approx(one.totals[place["prv_b"]])


def test_second_evidence_counts_at_its_weight() -> None:
    pool = [
        Found("prv_a", words=4.0),
        Found("prv_a", kind="case", words=2.0),
        Found("prv_b", words=0.0),
        Found("prv_b", kind="case", words=0.0),
    ]
    shape = candidates(*pool)
    alone = score(shape, interpretation(), KNOWLEDGE, replace(WEIGHTS, second_evidence=0.0))
    both = score(shape, interpretation(), KNOWLEDGE, replace(WEIGHTS, second_evidence=0.5))
    z = (np.array([4.0, 2.0, 0.0, 0.0]) - 1.5) / np.std([4.0, 2.0, 0.0, 0.0])
    assert alone.totals[0] == pytest.approx(WEIGHTS.words * z[0], abs=1e-4)
    assert both.totals[0] == pytest.approx(WEIGHTS.words * (z[0] + 0.5 * z[1]), abs=1e-4)


def test_best_passages_come_best_first() -> None:
    found = [Found("prv_a", words=float(number), name=f"p{number}") for number in range(9)]
    assert ranked(*found)[0].passages == ("p8", "p7", "p6", "p5", "p4", "p3")


def test_agreement_is_told_for_each_wish() -> None:
    need = interpretation(shares=((1.0, 0.0, 0.0), (0.0, 0.5, 0.5)))
    (line,) = rank(candidates(Found("prv_a", tags=(("DEV02", 0.2), ("PLN01", 0.8))), wishes=2), need, KNOWLEDGE, WEIGHTS)
    assert line.by_wish == (0.2, 0.4)


def test_nothing_found_is_an_empty_list() -> None:
    assert ranked() == []


def test_nobody_fits_when_the_best_chance_is_too_small() -> None:
    found = [Found("prv_a", words=5.0), Found("prv_b")]
    assert {line.fit for line in ranked(*found, weights=replace(WEIGHTS, fit_confident=1.1))} == {Fit.WEAK}
    generous = replace(WEIGHTS, fit_confident=0.0, fit_possible=0.0, fit_strong=0.0)
    assert {line.fit for line in ranked(*found, weights=generous)} == {Fit.STRONG}


REAL_FEATURES = st.tuples(
    st.floats(0, 1),
    st.floats(0, 1),
    st.floats(-1, 1),
    st.floats(-2, 2),
    st.floats(-1.5, 3),
    st.floats(-30, 60),
    st.floats(0, 90),
    st.floats(-0.5, 1),
)


@given(st.lists(REAL_FEATURES, min_size=1, max_size=5))
def test_a_chance_is_a_ratio(features: list[tuple[float, ...]]) -> None:
    assert len(features[0]) == len(FIT_FEATURES)
    made = FitFeatures(*(np.array(column, np.float32) for column in zip(*features, strict=True)))
    assert made.matrix().shape == (len(features), len(FIT_FEATURES))
    chances = fit_chances(made, WEIGHTS)
    assert ((chances >= 0) & (chances <= 1)).all()


def test_fit_follows_the_chance_that_is_shown() -> None:
    found = [Found(f"prv_{number}", words=float(number), tags=(("DEV02", number / 10),)) for number in range(8)]
    for line in ranked(*found, weights=replace(WEIGHTS, fit_confident=0.0)):
        bounds = {
            Fit.STRONG: (WEIGHTS.fit_strong, 1),
            Fit.POSSIBLE: (WEIGHTS.fit_possible, WEIGHTS.fit_strong),
            Fit.WEAK: (0, WEIGHTS.fit_possible),
        }
        low, high = bounds[line.fit]
        assert 100 * low - 0.1 <= line.score <= 100 * high + 0.1


def test_a_named_provider_comes_first_also_when_no_leg_found_it() -> None:
    lines = ranked(Found("prv_a", words=5.0), Found("prv_b"), Found("prv_c"))
    named = name_first(lines, ("prv_c", "prv_x"))
    assert [line.provider_id for line in named][:3] == ["prv_c", "prv_x", "prv_a"]
    assert [line.named for line in named] == [True, True, False, False]
    assert name_first(lines, ()) == lines


@given(st.integers(1, 12), st.lists(st.lists(st.floats(0, 1, width=32), min_size=12, max_size=12), min_size=1, max_size=4))
def test_making_room_for_further_wishes_keeps_the_first_place_and_loses_nobody(count: int, coverage: list[list[float]]) -> None:
    moved = diversify(list(range(count)), np.array(coverage, np.float32)[:, :count])
    assert sorted(moved) == list(range(count))
    assert moved[0] == 0


def test_who_covers_a_second_wish_moves_among_the_first_when_nobody_there_does() -> None:
    coverage = np.zeros((2, 12), np.float32)
    coverage[1, 9] = 0.9
    assert 9 in diversify(list(range(12)), coverage)[:5]
    coverage[1, 2] = 0.9
    assert diversify(list(range(12)), coverage) == list(range(12))


def test_ranking_knows_no_fame_size_place_or_payment() -> None:
    """What an engine hands to ranking holds nothing of the firm but an opaque id."""
    assert {knob.name for knob in fields(CandidatePassage)} == {"id", "provider_id", "kind", "tags", "industries"}
    assert {knob.name for knob in fields(PassageDoc)} == {"id", "provider_id", "kind", "words", "bigrams", "tags", "industries", "vector"}
    unwanted = {"staff", "founded", "name", "city", "capital", "paid", "rank", "priority", "is_demo"}
    assert not unwanted & {knob.name for knob in fields(ProviderDoc)}
    assert set(SIGNALS) == {"words", "bigrams", "cosine", "scenario", "industry"}


def test_the_running_weights_make_sense() -> None:
    assert 0 < WEIGHTS.fit_possible <= WEIGHTS.fit_strong < 1
    assert all(getattr(WEIGHTS, signal) > 0 for signal in SIGNALS)
