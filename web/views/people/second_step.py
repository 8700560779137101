"""登录第二步."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from service.errors import PlatformError
from web.parts.ways_in import WaysIn


@dataclass(frozen=True, slots=True)
class SecondStepPage:
    """`target`: where one goes from here; `refused`: why no try counts now."""

    template: ClassVar[str] = "pages/people/second_step.html"
    title: str
    ways: WaysIn
    target: str
    problems: Mapping[str, str]
    refused: str


def second_step_page(ways: WaysIn, target: str, error: PlatformError | None = None) -> SecondStepPage:
    """The form, with what was wrong."""
    problems = error.fields if error else {}
    return SecondStepPage("登录第二步", ways, target, problems, error.message if error and not problems else "")
