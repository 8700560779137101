"""Scenarios offered under the sentence box."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from service.domain.taxonomy import Scenario
from web.addresses.search_address import Asked


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One scenario and the address that asks for it in the person's own words."""

    name: str
    plain: str
    href: str


@dataclass(frozen=True, slots=True)
class SuggestionsPiece:
    """The list under the box; empty when nothing is near."""

    template: ClassVar[str] = "partials/suggestions.html"
    suggestions: tuple[Suggestion, ...]


def suggestions_piece(text: str, scenarios: Sequence[Scenario]) -> SuggestionsPiece:
    """Each leads to the results of `text` with that scenario confirmed."""
    return SuggestionsPiece(
        tuple(Suggestion(scenario.name, scenario.plain, Asked(text, chosen=(scenario.code,)).href) for scenario in scenarios)
    )
