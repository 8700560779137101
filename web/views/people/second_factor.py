"""第二步验证."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import segno

from service.flows.people.set_up_second_factor import SecondFactorState


@dataclass(frozen=True, slots=True)
class SecondFactorPage:
    """`picture`: the app's secret as an address of a picture; `codes`: recovery codes, shown this once.

    `is_fresh` False: one signs in again before anything is changed. `has_codes`: some second factor is set up, so codes can be renewed.
    """

    template: ClassVar[str] = "pages/people/second_factor.html"
    title: str
    is_set: bool
    is_required: bool
    is_fresh: bool
    has_codes: bool
    codes_left: int
    secret: str
    picture: str
    codes: tuple[str, ...]
    problems: Mapping[str, str]


def second_factor_page(
    state: SecondFactorState,
    *,
    is_required: bool = False,
    is_fresh: bool = True,
    codes: Sequence[str] = (),
    problems: Mapping[str, str] | None = None,
) -> SecondFactorPage:
    """The page of whoever is signed in."""
    # A light ground of its own: an app cannot read dark on dark.
    picture = segno.make(state.address, error="m").svg_data_uri(scale=5, light="white") if state.address else ""
    return SecondFactorPage(
        title="第二步验证",
        is_set=state.is_set,
        is_required=is_required,
        is_fresh=is_fresh,
        has_codes=state.is_set or state.has_passkey,
        codes_left=state.codes_left,
        secret=" ".join(state.secret[start : start + 4] for start in range(0, len(state.secret), 4)),
        picture=picture,
        codes=tuple(codes),
        problems=problems or {},
    )
