"""What a result page was asked, as its address says it: one address is one page, so a link can be shared. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from service.domain.finding import Filters
from service.domain.money import fen_of_wan

FILTER_NAMES = ("pool", "group", "industry", "town", "delivery", "price")
"""Names of the filters in an address; `price` is the most to pay, in 万元."""
CLEANED = "cleaned"
"""Says on the page that personal data was taken out of what was typed."""
SHOWN_FIRST = 10
SHOWN_STEP = 10
SHOWN_MOST = 50
COMPARED_MOST = 4
NEED_MOST_CHARACTERS = 800
"""Longest need the box takes: three times as many bytes each, percent-encoded, must pass common proxies (8 KB a line)."""

_VALUES_MOST = 24
_VALUE_MOST_CHARACTERS = 60


@dataclass(frozen=True, slots=True)
class Asked:
    """The need's text and everything a person narrowed, confirmed, dropped or put into the compare tray."""

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
        """Name, value pairs of the address, always in the same order."""
        return [
            ("q", self.text),
            *(("s", code) for code in self.chosen),
            *(("drop", mark) for mark in self.dropped),
            *self.narrowed,
            *(("c", provider) for provider in self.compared),
            *([("n", str(self.shown))] if self.shown != SHOWN_FIRST else []),
        ]

    def saying(self, text: str) -> "Asked":
        """Another text; what was dropped or confirmed belonged to the old one."""
        return Asked(text, narrowed=self.narrowed)

    def resaying(self, text: str) -> "Asked":
        """The same wish in other words: everything chosen stays."""
        return replace(self, text=text)

    def choosing(self, code: str) -> "Asked":
        """A scenario confirmed or taken back."""
        return replace(self, chosen=_toggled(self.chosen, code), shown=SHOWN_FIRST)

    def dropping(self, mark: str) -> "Asked":
        """Something understood that the person does not mean."""
        return replace(self, dropped=tuple(dict.fromkeys((*self.dropped, mark))), shown=SHOWN_FIRST)

    def restoring(self) -> "Asked":
        """Everything dropped taken back."""
        return replace(self, dropped=(), shown=SHOWN_FIRST)

    def narrowing(self, name: str, value: str | None) -> "Asked":
        """One filter set, changed or (None) lifted."""
        kept = tuple(pair for pair in self.narrowed if pair[0] != name)
        return replace(self, narrowed=kept if value is None else (*kept, (name, value)), shown=SHOWN_FIRST)

    def comparing(self, provider_id: str) -> "Asked":
        """A provider put into the tray or taken out of it."""
        return replace(self, compared=_toggled(self.compared, provider_id)[:COMPARED_MOST])

    def showing_more(self) -> "Asked":
        """The same list, longer."""
        return replace(self, shown=min(SHOWN_MOST, self.shown + SHOWN_STEP))

    def filters(self) -> Filters:
        """The filters as the search takes them; a price that is no number narrows nothing."""
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
    """Read the name, value pairs of an address. Too many, too long or unknown ones are left out, never an error."""
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
    """Put `now` where the text says `was` (any case); when it says it nowhere, at the end."""
    now = now.strip()[:_VALUE_MOST_CHARACTERS]
    if not now:
        return text
    at = text.lower().find(was.lower()) if was else -1
    return text[:at] + now + text[at + len(was) :] if at >= 0 else with_additions(text, [now])


def with_additions(text: str, additions: Iterable[str]) -> str:
    """Put short remarks at the end of the text."""
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
