"""统一社会信用代码: shape and check character.

Source: GB 32100-2015 (facts as in the standard's worked example 91350100M000100Y4 → 3).
"""

import re

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""31 characters: no I, O, S, V, Z."""

_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_SHAPE = re.compile(rf"[{ALPHABET}]{{2}}[0-9]{{6}}[{ALPHABET}]{{10}}")


def has_shape(code: str) -> bool:
    """Tell whether the normalised `code` has 18 characters of the right kinds at the right places."""
    return _SHAPE.fullmatch(code) is not None


def check_character(first_seventeen: str) -> str:
    """Return the 18th character.

    Source: C18 = (31 − Σ Cᵢ·3^(i−1) mod 31) mod 31; the outer mod makes a remainder of 0 the character "0".

    Raises:
        ValueError: a character outside the alphabet.
    """
    total = sum(ALPHABET.index(character) * weight for character, weight in zip(first_seventeen, _WEIGHTS, strict=True))
    return ALPHABET[(31 - total % 31) % 31]


def has_valid_check(code: str) -> bool:
    """Tell whether the check character of a code of the right shape fits. Some codes issued early do not: warn, never refuse."""
    return check_character(code[:17]) == code[17]
