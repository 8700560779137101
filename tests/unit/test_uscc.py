"""统一社会信用代码: shape and check character."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.uscc import ALPHABET, check_character, has_shape, has_valid_check

SEVENTEEN = st.builds(
    "".join,
    st.tuples(
        st.text(ALPHABET, min_size=2, max_size=2),
        st.text("0123456789", min_size=6, max_size=6),
        st.text(ALPHABET, min_size=9, max_size=9),
    ),
)
STANDARD_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
"""Source: the table of GB 32100-2015, not computed by the code under test."""


def weighted_sum(code: str) -> int:
    return sum(ALPHABET.index(character) * weight for character, weight in zip(code[:17], STANDARD_WEIGHTS, strict=True))


def test_the_alphabet_leaves_out_what_is_mistaken() -> None:
    assert len(ALPHABET) == 31
    assert not set("IOSVZ") & set(ALPHABET)
    assert "".join(sorted(ALPHABET)) == ALPHABET


def test_the_standards_worked_example() -> None:
    assert check_character("91350100M000100Y4") == "3"


@pytest.mark.parametrize("code", ["91350100M000100Y43", "914403001922038216", "9144030071526726XG"])
def test_codes_known_to_be_right(code: str) -> None:
    assert has_shape(code)
    assert has_valid_check(code)


@given(SEVENTEEN)
def test_a_completed_code_is_valid_and_no_other_last_character_is(first: str) -> None:
    right = check_character(first)
    assert (weighted_sum(first) + ALPHABET.index(right)) % 31 == 0
    assert [last for last in ALPHABET if has_valid_check(first + last)] == [right]


def test_a_remainder_of_zero_gives_zero() -> None:
    """Several published snippets run past the end of the alphabet here."""
    first = next(code for number in range(1000) if weighted_sum(code := f"91441900DEM{number:06d}") % 31 == 0)
    assert check_character(first) == "0"
    assert has_valid_check(first + "0")


@given(SEVENTEEN, st.integers(0, 16), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_noticed(first: str, place: int, other: str) -> None:
    code = first + check_character(first)
    changed = code[:place] + other + code[place + 1 :]
    assert has_valid_check(changed) == (changed == code)


@pytest.mark.parametrize(
    "text",
    [
        "", "91441900DEM00001", "91441900DEM000014R0", "91441900dem000014r", "9144190ODEM000014R", "91441900DEM00001IR",
        "91441900DEM000014R\n", " 91441900DEM000014R", "９１441900DEM000014R", "91A41900DEM000014R", "9.14419E+17", "١١441900DEM000014R",
    ],
)  # fmt: skip
def test_what_has_not_the_shape(text: str) -> None:
    assert not has_shape(text)


@given(st.text(max_size=30))
def test_what_has_the_shape_can_be_checked(text: str) -> None:
    if has_shape(text):
        has_valid_check(text)


def test_a_character_outside_the_alphabet_is_an_error() -> None:
    with pytest.raises(ValueError, match="substring"):
        check_character("91441900DEM00001O")
    with pytest.raises(ValueError, match="zip"):
        check_character("9144")
