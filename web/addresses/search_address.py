"""The address of a result page holds everything that was asked. So a visitor can share the link, and it opens the same page. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from service.domain.finding import Filters
from service.domain.money import fen_of_wan

FILTER_NAMES = ("pool", "group", "industry", "town", "delivery", "price")
"""Names of the filters in an address. `price` is the highest price, in 万元 (10,000 yuan)."""
CLEANED = "cleaned"
"""Name in an address. When it is there, the page says that personal data was removed from the typed text."""
SHOWN_FIRST = 10
SHOWN_STEP = 10
SHOWN_MOST = 50
COMPARED_MOST = 4
NEED_MOST_CHARACTERS = 800
"""The most characters of a need. A Chinese character takes 9 bytes in an address: 3 bytes, each percent-encoded.

So 800 characters take 7.2 KB. Common proxies accept 8 KB a line.
"""

_VALUES_MOST = 24
_VALUE_MOST_CHARACTERS = 60


@dataclass(frozen=True, slots=True)
class Asked:
    """The need's text and everything that a person chose on the result page. Methods such as `choosing` return a changed copy.

    `chosen`: codes of scenarios that the person confirmed. `narrowed`: (filter name, value) pairs.
    `dropped`: marks of things that the platform understood, but that the person does not mean.
    `compared`: ids of the providers to compare. `shown`: how many matches the page lists.
    """

    text: str
    chosen: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    narrowed: tuple[tuple[str, str], ...] = ()
    compared: tuple[str, ...] = ()
    shown: int = SHOWN_FIRST

    @property
    def href(self) -> str:
        """The address of this page."""
        return "/search?" + urlencode(self.pairs())

    def pairs(self) -> list[tuple[str, str]]:
        """(name, value) pairs of the address, always in the same order."""
        return [
            ("q", self.text),
            *(("s", code) for code in self.chosen),
            *(("drop", mark) for mark in self.dropped),
            *self.narrowed,
            *(("c", provider) for provider in self.compared),
            *([("n", str(self.shown))] if self.shown != SHOWN_FIRST else []),
        ]

    def saying(self, text: str) -> "Asked":
        """Ask another text. Filters stay. Everything confirmed, dropped or compared is forgotten, because it belonged to the old text."""
        return Asked(text, narrowed=self.narrowed)

    def resaying(self, text: str) -> "Asked":
        """Ask the same wish in other words. Everything that the person chose stays."""
        return replace(self, text=text)

    def choosing(self, code: str) -> "Asked":
        """Confirm a scenario. When it is confirmed already, take it back."""
        return replace(self, chosen=_toggled(self.chosen, code), shown=SHOWN_FIRST)

    def dropping(self, mark: str) -> "Asked":
        """Drop something that the platform understood, but that the person does not mean."""
        return replace(self, dropped=tuple(dict.fromkeys((*self.dropped, mark))), shown=SHOWN_FIRST)

    def restoring(self) -> "Asked":
        """Take back everything that was dropped."""
        return replace(self, dropped=(), shown=SHOWN_FIRST)

    def narrowing(self, name: str, value: str | None) -> "Asked":
        """Set one filter or change its value. The value None removes the filter."""
        kept = tuple(pair for pair in self.narrowed if pair[0] != name)
        return replace(self, narrowed=kept if value is None else (*kept, (name, value)), shown=SHOWN_FIRST)

    def comparing(self, provider_id: str) -> "Asked":
        """Add a provider to the comparison. When it is there already, take it out."""
        return replace(self, compared=_toggled(self.compared, provider_id)[:COMPARED_MOST])

    def showing_more(self) -> "Asked":
        """List ten more matches, at most fifty."""
        return replace(self, shown=min(SHOWN_MOST, self.shown + SHOWN_STEP))

    def filters(self) -> Filters:
        """The filters in the form that the search needs. A price that is not a number is ignored."""
        values = dict(self.narrowed)
        price = values.get("price", "")
        return Filters(
            pool=values.get("pool"),
            group=values.get("group"),
            industry=values.get("industry"),
            town=values.get("town"),
            delivery=values.get("delivery"),
            price_max_fen=fen_of_wan(int(price)) if _is_small_number(price) else None,
        )


def read_asked(pairs: Iterable[tuple[str, str]]) -> Asked:
    """Read the (name, value) pairs of an address. Unknown names, values that are too long and too many values are ignored."""
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        known = values.setdefault(name, [])
        if len(known) < _VALUES_MOST:
            known.append(value)
    return Asked(
        text=(values.get("q") or [""])[0].replace("\r\n", "\n").strip(),
        chosen=_short(values.get("s", ())),
        dropped=_short(values.get("drop", ())),
        narrowed=tuple((name, first) for name in FILTER_NAMES for first in _short(values.get(name, ()))[:1]),
        compared=_short(values.get("c", ()))[:COMPARED_MOST],
        shown=_shown((values.get("n") or [""])[0]),
    )


def reworded(text: str, was: str, now: str) -> str:
    """Replace the first `was` in the text by `now`. Upper and lower case are equal. When `was` is not found, `now` is added at the end."""
    now = now.strip()[:_VALUE_MOST_CHARACTERS]
    if not now:
        return text
    at = text.lower().find(was.lower()) if was else -1
    return text[:at] + now + text[at + len(was) :] if at >= 0 else with_additions(text, [now])


def with_additions(text: str, additions: Iterable[str]) -> str:
    """Add short remarks at the end of the text, separated by ，. Each remark is cut to 60 characters."""
    kept = [part.strip()[:_VALUE_MOST_CHARACTERS] for part in additions]
    added = [part for part in kept if part]
    return "，".join([text.rstrip("，,。. \n"), *added]) if added else text


def _toggled(values: tuple[str, ...], value: str) -> tuple[str, ...]:
    return tuple(other for other in values if other != value) if value in values else (*values, value)


def _short(values: Iterable[str]) -> tuple[str, ...]:
    kept = (value.strip() for value in values)
    return tuple(dict.fromkeys(value for value in kept if value and len(value) <= _VALUE_MOST_CHARACTERS and value.isprintable()))


def _shown(value: str) -> int:
    return min(SHOWN_MOST, max(SHOWN_FIRST, int(value))) if _is_small_number(value) else SHOWN_FIRST


def _is_small_number(value: str) -> bool:
    return value.isascii() and value.isdigit() and 0 < len(value) <= 6
