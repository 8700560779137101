"""Take personal data out of a need's text before it goes anywhere, its own address included."""

from dataclasses import dataclass

from service.domain.text import clean_text
from service.search.reading_privacy import strip_personal


@dataclass(frozen=True, slots=True)
class StrippedNeed:
    """The text without telephone numbers, identity numbers, addresses and named contacts; `removed`: how many there were."""

    text: str
    removed: int


def strip_need(text: str) -> StrippedNeed:
    """Return the need without personal data; a text that has none comes back as it was typed."""
    stripped, removed = strip_personal(clean_text(text))
    return StrippedNeed(stripped if removed else text, removed)
