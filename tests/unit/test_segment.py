"""Segmentation: the same tokens for every engine."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.taxonomy import Taxonomy
from service.search.segment import Segmenter, fold_text

ANY_TEXT = st.text(st.characters(exclude_characters="薴"), max_size=100)
"""Without the one character that OpenCC simplifies in two steps."""


@given(ANY_TEXT)
def test_folding_twice_is_folding_once(text: str) -> None:
    once = fold_text(text)
    once.encode("utf-8")
    assert fold_text(once) == once


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("ＭＥＳ 系統", "mes 系统"),
        ("線路板廠", "线路板厂"),
        ("採購申請", "采购申请"),
        ("啤塑", "啤塑"),
        ("ERP\u200b", "erp"),
        ("道滘、高埗", "道滘、高埗"),
    ],
)
def test_folding(typed: str, folded: str) -> None:
    assert fold_text(typed) == folded


@given(ANY_TEXT)
def test_tokens_are_one_word_each_and_cutting_never_fails(text: str) -> None:
    segmenter = SEGMENTER
    for token in (*segmenter.words(text), *segmenter.bigrams(text)):
        assert token
        assert not any(character.isspace() for character in token)
        assert token in fold_text(text)


SEGMENTER = Segmenter(["菲票", "锣机"])


@given(st.text("注塑机联网采集三十几台啤机晚班开没开", max_size=40))
def test_bigrams_are_two_characters_of_one_run(text: str) -> None:
    folded = fold_text(text)
    for token in SEGMENTER.bigrams(text):
        assert len(token) == 2
        assert token in folded


def test_words_of_the_taxonomy_stay_whole(segmenter: Segmenter, taxonomy: Taxonomy) -> None:
    for word in ("锣机", "菲票", "啤机", "横沥"):
        assert word in segmenter.words(f"我们有{word}要管起来")
    synonyms = [fold_text(word) for scenario in taxonomy.scenarios for word in scenario.synonyms]
    han = [word for word in synonyms if 2 <= len(word) <= 4 and all("\u4e00" <= character <= "\u9fff" for character in word)]
    whole = [word for word in han if word in segmenter.words(word)]
    assert len(whole) / len(han) > 0.95


def test_stop_words_and_single_characters_say_nothing(segmenter: Segmenter) -> None:
    assert segmenter.words("我们的这个是不是有") == []
    assert segmenter.bigrams("我们的这个是不是有") == []
    assert segmenter.words("厂") == []


def test_latin_words_are_tokens_in_lower_case(segmenter: Segmenter) -> None:
    assert {"mes", "k3", "c++", "5g"} <= set(segmenter.words("MES接K3，用C++写的5G网关"))


def test_long_words_are_also_found_by_their_parts(segmenter: Segmenter) -> None:
    assert {"数据", "采集"} <= set(segmenter.words("设备数据采集"))


@pytest.mark.parametrize(
    "text", ["提高步骤效率", "提高步伐", "非常平稳", "正常平均一天", "日常平台", "广东城市", "河南城里", "厂长安排人去", "首长安全"]
)
@pytest.mark.parametrize("word", ["高步", "常平", "东城", "南城", "长安"])
def test_a_word_across_two_words_does_not_stand_apart(segmenter: Segmenter, text: str, word: str) -> None:
    assert segmenter.stands_apart(text, word) == []


@pytest.mark.parametrize(
    ("text", "word", "places"),
    [
        ("东莞市长安镇做模具", "长安", [3]),
        ("在高步做注塑，高步", "高步", [1, 7]),
        ("东城街道某厂", "东城", [0]),
        ("提高步骤的高步某厂", "高步", [5]),
        ("石碣", "石碣", [0]),
        ("", "石碣", []),
    ],
)
def test_where_a_word_stands_apart(segmenter: Segmenter, text: str, word: str, places: list[int]) -> None:
    assert segmenter.stands_apart(text, word) == places


@pytest.mark.parametrize("text", ["啤" * 5000, "a" * 5000, "1" * 5000, "机 " * 2500, "，" * 5000, "\U0001f600" * 2000, "锣机菲票" * 1250])
def test_five_thousand_characters_are_cut(text: str) -> None:
    assert len(SEGMENTER.words(text)) <= 10_000
    assert len(SEGMENTER.bigrams(text)) <= 10_000
