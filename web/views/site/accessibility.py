"""无障碍声明: what holds, what does not yet, whom to tell."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from service.settings import Settings

CHECKED_ON = date(2026, 11, 28)
"""Day of the last check by hand behind this statement; a later check changes it."""


@dataclass(frozen=True, slots=True)
class AccessibilityPage:
    """The statement and who hears complaints."""

    template: ClassVar[str] = "pages/site/accessibility.html"
    title: str
    site_name: str
    checked_on: date


def accessibility_page(settings: Settings) -> AccessibilityPage:
    """The page."""
    return AccessibilityPage("无障碍声明", settings.site_name, CHECKED_ON)
