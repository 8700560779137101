"""利益关系."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from service.domain.ties import Tie
from service.errors import PlatformError


@dataclass(frozen=True, slots=True)
class TiesPage:
    """One's own ties, and the form as it was typed."""

    template: ClassVar[str] = "pages/brokering/ties.html"
    title: str
    ties: tuple[Tie, ...]
    provider: str
    relation: str
    sentence: str = ""

    def refused(self, error: PlatformError) -> "TiesPage":
        """This, with why nothing was done."""
        return replace(self, sentence="；".join(error.fields.values()) or error.message)


def ties_page(ties: Sequence[Tie], provider: str = "", relation: str = "") -> TiesPage:
    """What somebody of the staff declared."""
    return TiesPage("利益关系", tuple(ties), provider, relation)
