"""The scenario bank learns scenarios from sample sentences, and what is not offered."""

import numpy as np
import pytest

from service.search.bank import LabelledText, ScenarioBank, bank_fingerprint, fit_bank, shares
from tests.fakes import HashEncoder

SENTENCES = (
    ("DEV03", None, "冲床打了多少下全靠工人报"),
    ("DEV03", None, "冲床计数靠手写"),
    ("DEV03", None, "冲压件打了多少没有数"),
    ("SCM02", None, "仓库盘点三天数还不准"),
    ("SCM02", None, "货架上找不到料"),
    ("SCM02", None, "仓库账实不符"),
    (None, "premises", "想租两千平厂房"),
    (None, "premises", "厂房出租哪里有"),
    (None, "recruitment", "招三十个普工"),
)


def tokens(text: str) -> frozenset[str]:
    return frozenset(text[start : start + 2] for start in range(len(text) - 1))


def bank() -> ScenarioBank:
    texts = [LabelledText(scenario, topic, tokens(text)) for scenario, topic, text in SENTENCES]
    return fit_bank(texts, HashEncoder().encode([text for *_, text in SENTENCES]), fingerprint=bank_fingerprint("test"))


def scored(found: ScenarioBank, text: str) -> np.ndarray:
    return found.scores(found.centre(HashEncoder().encode([text])), [tokens(text)])[0]


@pytest.mark.parametrize(("text", "column"), [("冲床一天打多少下", 0), ("仓库里找不到料", 1), ("想租厂房", 2), ("招普工", 2)])
def test_a_text_goes_to_the_scenario_of_sentences_like_it(text: str, column: int) -> None:
    found = bank()
    assert found.codes == ("DEV03", "SCM02")
    assert int(scored(found, text).argmax()) == column


def test_its_own_sentences_are_known_better_than_strange_ones() -> None:
    found = bank()
    assert scored(found, "冲床计数靠手写")[0] > scored(found, "zzzz qqqq")[0] + 0.3


def test_the_nearest_topic_is_named_and_a_text_about_nothing_is_other() -> None:
    found = bank()
    near, far = found.centre(HashEncoder().encode(["想租两千平厂房", "@@@@####"]))
    assert found.nearest_topic(near) == "premises"
    assert found.nearest_topic(far) == "other"


def test_a_kept_solution_gives_the_same_bank() -> None:
    fresh = bank()
    texts = [LabelledText(scenario, topic, tokens(text)) for scenario, topic, text in SENTENCES]
    vectors = HashEncoder().encode([text for *_, text in SENTENCES])
    again = fit_bank(texts, vectors, fingerprint=fresh.fingerprint, dual=fresh.dual)
    assert np.allclose(scored(fresh, "仓库里找不到料"), scored(again, "仓库里找不到料"), atol=1e-5)


def test_a_solution_of_another_shape_is_not_used() -> None:
    texts = [LabelledText(scenario, topic, tokens(text)) for scenario, topic, text in SENTENCES]
    vectors = HashEncoder().encode([text for *_, text in SENTENCES])
    found = fit_bank(texts, vectors, fingerprint="x", dual=np.zeros((2, 2), np.float32))
    assert found.dual.shape == (len(SENTENCES), 3)


def test_no_scenario_at_all_is_an_error() -> None:
    with pytest.raises(ValueError, match="empty"):
        fit_bank([LabelledText(None, "loans", frozenset())], np.ones((1, 4), np.float32), fingerprint="x")


def test_shares_sum_to_one_and_keep_the_order() -> None:
    found = shares(np.array([[0.3, -0.2, 0.1]], np.float32), 10.0)
    assert found.sum() == pytest.approx(1)
    assert list(np.argsort(-found[0])) == [0, 2, 1]


def test_the_fingerprint_follows_what_the_bank_was_made_from() -> None:
    assert bank_fingerprint("a") != bank_fingerprint("b")
    assert bank_fingerprint("a") == bank_fingerprint("a")
