"""帮助 by role: manufacturer, provider, bureau staff."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class HelpPage:
    """All of it stands in the template; who answers is in the frame."""

    template: ClassVar[str] = "pages/site/help.html"
    title: str


def help_page() -> HelpPage:
    """The page."""
    return HelpPage("帮助")
