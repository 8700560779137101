"""个人信息说明: the table of personal data as people read it."""

from dataclasses import dataclass
from typing import ClassVar

from service.domain.personal_kinds import PERSONAL, PersonalKind


@dataclass(frozen=True, slots=True)
class PrivacyPage:
    """`kinds`: in the order in which people meet them."""

    template: ClassVar[str] = "pages/site/privacy.html"
    title: str
    kinds: tuple[PersonalKind, ...]


def privacy_page() -> PrivacyPage:
    """The page."""
    return PrivacyPage("个人信息说明", PERSONAL)
