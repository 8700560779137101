"""The scenario bank: fitted once, the same everywhere, honest about what it does not know."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from service.search.bank import LabelledText, ScenarioBank, bank_fingerprint, fit_bank, shares
from service.search.segment import Segmenter
from tests.fakes import HashEncoder

ENCODER, SEGMENTER = HashEncoder(), Segmenter()
SENTENCES = [
    ("DEV02", None, "啤机晚班开没开在家看不到"), ("DEV02", None, "注塑机停机没人知道"), ("DEV02", None, "打了多少模靠手写"),
    ("PLN01", None, "排产排不过来天天插单"), ("PLN01", None, "交期答不出来要等一天"), ("PLN01", None, "急单一来全部乱套"),
    (None, "premises", "想租三千方厂房"), (None, "premises", "厂房到期房东加租"), (None, "loans", "资金周转想贷款"),
]  # fmt: skip


def labelled(sentences: list[tuple[str | None, str | None, str]]) -> tuple[list[LabelledText], NDArray[np.float32]]:
    texts = [LabelledText(scenario, topic, SEGMENTER.tokens(text)) for scenario, topic, text in sentences]
    return texts, ENCODER.encode([text for _, _, text in sentences])


def fitted(sentences: list[tuple[str | None, str | None, str]] = SENTENCES) -> ScenarioBank:
    texts, vectors = labelled(sentences)
    return fit_bank(texts, vectors, fingerprint="made-up")


BANK = fitted()


def scores(*texts: str, bank: ScenarioBank = BANK) -> NDArray[np.float32]:
    return bank.scores(bank.centre(ENCODER.encode(list(texts))), [SEGMENTER.tokens(text) for text in texts])


def test_every_sentence_is_known_again_by_its_label() -> None:
    found = scores(*(text for _, _, text in SENTENCES))
    columns = [*BANK.codes, None]
    assert [columns[column] for column in found.argmax(axis=1)] == [scenario for scenario, _, _ in SENTENCES]


@pytest.mark.parametrize(("text", "code"), [("晚班啤机停机", "DEV02"), ("插单排产", "PLN01"), ("租厂房", None), ("想贷款", None)])
def test_a_new_sentence_is_known_by_its_words(text: str, code: str | None) -> None:
    assert [*BANK.codes, None][int(scores(text)[0].argmax())] == code


def test_a_strange_text_belongs_nowhere() -> None:
    known, strange = scores(SENTENCES[0][2], "xyzzy quux")
    assert strange.max() < 0 < known.max()


def test_the_order_of_the_sentences_does_not_matter() -> None:
    turned = fitted(SENTENCES[::-1])
    assert turned.codes == BANK.codes == ("DEV02", "PLN01")
    np.testing.assert_allclose(scores("晚班啤机", bank=turned), scores("晚班啤机"), atol=1e-4)


def test_few_texts_and_many_are_scored_alike_over_a_large_bank() -> None:
    large = fitted([*SENTENCES, *((None, "premises", f"第{number}间厂房出租") for number in range(1_200))])
    texts = [text for _, _, text in SENTENCES]
    np.testing.assert_allclose(scores(*texts[:3], bank=large), scores(*texts, bank=large)[:3], atol=1e-5)


def test_a_text_gets_the_same_scores_whatever_stands_beside_it() -> None:
    np.testing.assert_allclose(scores("晚班啤机", "租厂房")[0], scores("晚班啤机")[0], atol=1e-6)


def test_a_bank_without_anything_foreign_has_no_topic() -> None:
    bank = fitted([each for each in SENTENCES if each[0]])
    assert bank.foreign_topics == ()
    assert bank.nearest_topic(bank.centre(ENCODER.encode(["租厂房"]))[0]) == "other"


@pytest.mark.parametrize(("text", "topic"), [("租三千方厂房", "premises"), ("贷款周转", "loans"), ("xyzzy", "other")])
def test_the_nearest_topic_is_named_and_a_text_about_nothing_is_other(text: str, topic: str) -> None:
    assert BANK.nearest_topic(BANK.centre(ENCODER.encode([text]))[0]) == topic


def test_a_bank_without_a_scenario_is_an_error() -> None:
    with pytest.raises(ValueError, match="empty"):
        fitted([each for each in SENTENCES if not each[0]])


def test_centred_vectors_have_length_one() -> None:
    centred = BANK.centre(ENCODER.encode(["晚班啤机", ""]))
    np.testing.assert_allclose(np.linalg.norm(centred, axis=1), 1, atol=1e-5)
    assert np.isfinite(BANK.centre(BANK.mean[None])).all()


@given(st.lists(st.lists(st.floats(-3, 3, width=32), min_size=3, max_size=3), min_size=1, max_size=4), st.floats(1, 40))
def test_shares_sum_to_one_and_keep_the_order(rows: list[list[float]], sharpness: float) -> None:
    made = shares(np.array(rows, np.float32), sharpness)
    np.testing.assert_allclose(made.sum(axis=1), 1, atol=1e-5)
    assert (made >= 0).all()
    for row, share in zip(rows, made, strict=True):
        assert share[int(np.argmax(row))] == share.max()


def test_sharper_means_surer() -> None:
    row = np.array([0.2, 0.1, -0.5], np.float32)
    assert shares(row, 16.0).max() > shares(row, 4.0).max()


def test_the_fingerprint_follows_what_the_bank_was_made_from() -> None:
    assert bank_fingerprint("a/s1/x") == bank_fingerprint("a/s1/x") != bank_fingerprint("a/s2/x")
