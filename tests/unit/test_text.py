"""Cleaning: the same at every edge, harmless to do twice."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from service.domain.text import clean_line, clean_text

ANY_TEXT = st.text(st.characters(), max_size=200)
"""Half characters included: JSON may bring them."""


@given(ANY_TEXT)
@example("，\u0300´\u00a8")
@example("e\u200b\u0301")
@example("a\n \n\u00a8b")
@example("\u1112\u1161\uffa0\u11ab")
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = clean_text(text)
    assert clean_text(once) == once
    line = clean_line(text)
    assert clean_line(line) == line
    assert "\n" not in line


@given(ANY_TEXT)
def test_what_is_left_can_be_stored_sent_and_seen(text: str) -> None:
    cleaned = clean_text(text)
    cleaned.encode("utf-8")
    assert not any(unicodedata.category(character) in {"Cs", "Cc"} for character in cleaned if character != "\n")
    assert cleaned == cleaned.strip()
    assert "  " not in cleaned


@given(st.text(st.sampled_from("注塑机联网采集三十几台啤机，。！？；：（）【】《》、“”‘’…—～"), max_size=80))
def test_chinese_sentences_come_back_as_they_were(text: str) -> None:
    assert clean_text(text) == text


@given(st.text(st.characters(max_codepoint=0x9FFF), max_size=60))
@example("a  b")
@example(" 注塑机，12 台 ")
def test_plain_text_is_cleaned_quickly_and_no_otherwise(text: str) -> None:
    """An invisible character sends a text the long way, and is not there afterwards."""
    assert clean_text(text) == clean_text(f"\u200b{text}")


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("ＥＲＰ　１２台", "ERP 12台"),
        ("预算，10万（含税）！", "预算，10万（含税）！"),
        ("注\u200b塑\ufeff机", "注塑机"),
        ("注\u2066塑\u2069机\u061c", "注塑机"),
        ("注\ufe0f塑\U000e0101机", "注塑机"),
        ("MES\x00\x07\x1b", "MES"),
        ("\ud800报工\udfff", "报工"),
        ("  一 \t 二\u00a0\u3000三 ", "一 二 三"),
        ("一\r\n\r\n  二\r三", "一\n二\n三"),
        ("cafe\u0301", "caf\u00e9"),
        ("①台㎡", "1台m2"),
        ("", ""),
        ("\u200b\u200d \n", ""),
    ],
)
def test_examples(typed: str, cleaned: str) -> None:
    assert clean_text(typed) == cleaned


def test_line_ends_become_spaces_on_one_line() -> None:
    assert clean_line("东莞市\n某某\r\n有限公司 ") == "东莞市 某某 有限公司"
