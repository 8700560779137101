"""From vectors to the reading: shares, wishes, owned systems, chips, what is foreign."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from service.domain.reading import Clause, Condition, Limit, LimitKind, Mention, NeedText
from service.domain.taxonomy import Taxonomy
from service.search.bank import LabelledText, fit_bank
from service.search.interpret import Interpretation, interpret, texts_to_encode
from service.search.knowledge import Knowledge
from service.search.reading import NeedReader
from service.search.segment import Segmenter
from service.search.spans.exclusion_tagger import ExclusionTagger
from tests.fakes import read_nothing

CODES = ("BIZ01", "DEV02", "PLN01")
_AXES = 8


def axis(number: int) -> NDArray[np.float32]:
    return np.eye(_AXES, dtype=np.float32)[number]


def made_knowledge() -> Knowledge:
    """Every scenario has its own direction; the fourth is foreign. No words, so that vectors alone decide."""
    rows = [(code, None, axis(place)) for place, code in enumerate(CODES)] + [(None, "premises", axis(3))]
    texts = [LabelledText(scenario, topic, frozenset()) for scenario, topic, _ in rows for _ in range(4)]
    bank = fit_bank(texts, np.stack([vector for _, _, vector in rows for _ in range(4)]), fingerprint="axes")
    segmenter = Segmenter()
    return Knowledge(Taxonomy(), segmenter, NeedReader(Taxonomy(), segmenter, read_nothing), bank, "axes", ExclusionTagger(read_nothing))


KNOWLEDGE = made_knowledge()


def mix(**parts: float) -> NDArray[np.float32]:
    """A direction: `biz`, `dev`, `pln`, `foreign`, and `strange`, of which the bank knows nothing."""
    places = {"biz": 0, "dev": 1, "pln": 2, "foreign": 3, "strange": 6}
    vector = np.sum([weight * axis(places[name]) for name, weight in parts.items()], axis=0)
    return vector / np.linalg.norm(vector)


def read(*vectors: NDArray[np.float32], chosen: tuple[str, ...] = (), wishes_max: int = 4, **parts: object) -> Interpretation:
    """The first vector is the whole need's, the others its pieces'."""
    texts = tuple(f"第{number}段" for number in range(len(vectors)))
    need = NeedText(original="需求", folded="需求", **parts)  # type: ignore[arg-type]
    return interpret(need, texts, np.stack(vectors), KNOWLEDGE, chosen=chosen, wishes_max=wishes_max)


def first(found: Interpretation) -> str:
    return found.reading.scenarios[0].code


@pytest.mark.parametrize(("vector", "code"), [(mix(biz=1), "BIZ01"), (mix(dev=1, biz=0.3), "DEV02"), (mix(pln=1, strange=0.5), "PLN01")])
def test_the_likeliest_scenario_comes_first(vector: NDArray[np.float32], code: str) -> None:
    found = read(vector)
    assert first(found) == code
    assert found.reading.out_of_scope is None
    assert [share.share for share in found.reading.scenarios] == sorted((share.share for share in found.reading.scenarios), reverse=True)


def test_what_they_own_or_refuse_does_not_come_first() -> None:
    both = mix(biz=1, pln=0.9)
    assert first(read(both)) == "BIZ01"
    assert first(read(both, owned=(Mention("BIZ01", "金蝶"),))) == "PLN01"
    assert first(read(both, refused=(Mention("BIZ01", "erp"),))) == "PLN01"


def test_owning_everything_keeps_the_shares_whole() -> None:
    found = read(mix(biz=1, pln=0.9), owned=tuple(Mention(code, code) for code in (*CODES, "GONE")))
    assert found.shares[0].sum() == pytest.approx(1, abs=1e-4)
    assert first(found) == "BIZ01"


def test_a_chip_settles_the_scenario() -> None:
    found = read(mix(biz=1), chosen=("PLN01", "UNKNOWN"))
    assert first(found) == "PLN01"
    assert found.reading.chosen == ("PLN01",)
    assert not found.reading.unsure


def test_two_chips_share() -> None:
    shares = {share.code: share.share for share in read(mix(biz=1), chosen=("PLN01", "DEV02")).reading.scenarios}
    assert shares["PLN01"] == pytest.approx(shares["DEV02"], abs=0.02)
    assert shares["BIZ01"] < 0.15


def test_a_chip_says_that_the_need_is_not_foreign() -> None:
    assert read(mix(foreign=1)).reading.out_of_scope == "premises"
    assert read(mix(foreign=1), chosen=("PLN01",)).reading.out_of_scope is None


def test_unsure_when_the_first_two_are_close() -> None:
    assert read(mix(biz=1, pln=1), scopes=(0.0, *[-9.0] * 7)).reading.unsure
    assert not read(mix(biz=1)).reading.unsure
    assert not read(mix(foreign=1)).reading.unsure


def test_a_piece_that_surely_means_something_else_is_a_second_wish() -> None:
    found = read(mix(biz=1), mix(biz=1), mix(pln=1, dev=0.9))
    assert [wish.scenarios[0].code for wish in found.reading.wishes] == ["BIZ01", "PLN01"]
    assert [wish.text for wish in found.reading.wishes] == ["第0段", "第2段"]
    assert found.reading.wishes[0].weight == 1.0 > found.reading.wishes[1].weight
    assert found.shares.shape == (2, 3)
    assert found.shares[1].argmax() == CODES.index("PLN01")


def test_the_same_wish_said_twice_is_one() -> None:
    assert len(read(mix(biz=1), mix(biz=1), mix(biz=1, dev=0.1)).reading.wishes) == 1


def test_wishes_are_limited() -> None:
    assert len(read(mix(biz=1), mix(pln=1), mix(dev=1), wishes_max=2).reading.wishes) == 2
    assert len(read(mix(biz=1), mix(pln=1), mix(dev=1), wishes_max=1).reading.wishes) == 1


def test_a_condition_is_understood_whatever_scenario_it_means() -> None:
    found = read(mix(biz=1), mix(biz=1), mix(foreign=1), conditions=(Condition("other", "第2段", "第2段"),))
    assert found.reading.not_understood == ()


def test_a_piece_that_says_nothing_known_is_told() -> None:
    found = read(mix(biz=1), mix(biz=1), mix(foreign=1))
    assert found.reading.not_understood == ("第2段",)


def test_every_wish_asks_the_engine_with_its_own_words_and_vector() -> None:
    found = read(mix(biz=1), mix(biz=1), mix(pln=1))
    assert len(found.queries) == len(found.reading.wishes)
    np.testing.assert_allclose(found.queries[1].vector, KNOWLEDGE.bank.centre(mix(pln=1)[None])[0], atol=1e-6)
    assert found.queries[1].scenarios[0][0] == "PLN01"


def test_what_is_embedded_is_what_is_wanted_and_its_pieces() -> None:
    single = NeedText(original="", folded="想上报工", clauses=(Clause("想上报工"),))
    assert texts_to_encode(single, KNOWLEDGE) == ("想上报工",)
    several = (Clause("车间报工要扫码" * 3), Clause("不要推软件", refused=True), Clause("仓库账实要对上" * 3, refused=False))
    need = NeedText(original="", folded="…", clauses=several, limits=(Limit(LimitKind.BUDGET, "十万"),))
    whole, *pieces = texts_to_encode(need, KNOWLEDGE)
    assert "不要推软件" not in whole
    assert "，".join(pieces) == whole


VECTORS = st.lists(st.lists(st.floats(-1, 1, width=32), min_size=_AXES, max_size=_AXES), min_size=1, max_size=6)


@given(VECTORS, st.lists(st.sampled_from([*CODES, "NOPE"]), max_size=2).map(tuple))
def test_any_vectors_give_a_whole_reading(rows: list[list[float]], chosen: tuple[str, ...]) -> None:
    vectors = np.array(rows, np.float32)
    found = read(*vectors, chosen=chosen)
    assert np.isfinite(found.shares).all()
    np.testing.assert_allclose(found.shares.sum(axis=1), 1, atol=1e-3)
    assert len(found.queries) == len(found.reading.wishes) == len(found.shares) >= 1
    assert all(0 <= share.share <= 1 for share in found.reading.scenarios)
    assert np.isfinite([found.strength, found.foreign]).all()
