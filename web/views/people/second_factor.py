"""第二步验证."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import segno

from service.flows.people.set_up_second_factor import SecondFactorState


@dataclass(frozen=True, slots=True)
class SecondFactorPage:
    """`picture`: the app's secret as an address of a picture; `codes`: recovery codes, shown this once."""

    template: ClassVar[str] = "pages/people/second_factor.html"
    title: str
    is_set: bool
    is_required: bool
    codes_left: int
    secret: str
    picture: str
    codes: tuple[str, ...]
    problems: Mapping[str, str]


def second_factor_page(
    state: SecondFactorState, *, is_required: bool = False, codes: Sequence[str] = (), problems: Mapping[str, str] | None = None
) -> SecondFactorPage:
    """The page of whoever is signed in."""
    # A light ground of its own: an app cannot read dark on dark.
    picture = segno.make(state.address, error="m").svg_data_uri(scale=5, light="white") if state.address else ""
    spaced = " ".join(state.secret[start : start + 4] for start in range(0, len(state.secret), 4))
    return SecondFactorPage("第二步验证", state.is_set, is_required, state.codes_left, spaced, picture, tuple(codes), problems or {})
