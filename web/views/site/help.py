"""帮助 by role: manufacturer, provider, bureau staff."""

from dataclasses import dataclass
from typing import ClassVar

from service.settings import Settings


@dataclass(frozen=True, slots=True)
class HelpPage:
    """Who answers, and within how many working days."""

    template: ClassVar[str] = "pages/site/help.html"
    title: str
    desk_name: str
    desk_contact: str
    desk_promised_days: int
    bureau_name: str


def help_page(settings: Settings) -> HelpPage:
    """The page."""
    return HelpPage("帮助", settings.desk_name, settings.desk_contact, settings.desk_promised_days, settings.bureau_name)
