"""What error pages show."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """One error, in plain words: what happened, what to do, and the number to tell the desk."""

    template: ClassVar[str] = "pages/site/error.html"
    title: str
    status: int
    sentence: str
    remedy: str
    fields: tuple[tuple[str, str], ...] = ()
    retry_seconds: int | None = None
    """The page asks again by itself after this."""
