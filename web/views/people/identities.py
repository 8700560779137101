"""统一身份登记."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from service.domain.identities import Identity
from service.domain.people import ROLE_WORDS, STAFF


@dataclass(frozen=True, slots=True)
class IdentitiesPage:
    """`sentence`: why nothing was done."""

    template: ClassVar[str] = "pages/people/identities.html"
    title: str
    lines: tuple[Identity, ...]
    roles: tuple[tuple[str, str], ...]
    sentence: str


def identities_page(waiting: Sequence[Identity], sentence: str = "") -> IdentitiesPage:
    """Those that wait, each with a choice of role."""
    roles = tuple((role, words) for role, words in ROLE_WORDS.items() if role in STAFF)
    return IdentitiesPage("统一身份登记", tuple(waiting), roles, sentence)
