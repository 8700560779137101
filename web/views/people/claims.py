"""认领服务商."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar

from service.domain.claims import CLAIM_WORDS, Claim, ClaimState
from service.errors import PlatformError


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """One claim in words; `waits`: it can be taken back."""

    claim: Claim
    state: str
    waits: bool


@dataclass(frozen=True, slots=True)
class ClaimsPage:
    """One's own claims, and the form as it was typed."""

    template: ClassVar[str] = "pages/people/claims.html"
    title: str
    lines: tuple[ClaimLine, ...]
    uscc: str
    note: str
    problems: Mapping[str, str] = field(default_factory=dict)
    sentence: str = ""

    def refused(self, error: PlatformError) -> "ClaimsPage":
        """This, with what was wrong."""
        return replace(self, problems=error.fields, sentence="" if error.fields else error.message)


def claims_page(claims: Sequence[Claim], uscc: str = "", note: str = "") -> ClaimsPage:
    """The claims of whoever is signed in."""
    lines = tuple(ClaimLine(claim, CLAIM_WORDS[claim.state], claim.state is ClaimState.WAITING) for claim in claims)
    return ClaimsPage("认领服务商", lines, uscc, note)
