"""Read what the address of a list asks for: filter values, a name to look for, the page. An unusable value is ignored. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from service.domain.text import clean_line

VALUE_MOST_CHARACTERS = 80
_PAGE_MOST_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What the address of a list asks for.

    `wanted`: filter name → value, in the order of the page's filters. `text`: what to look for in names. `page`: from 1.
    """

    path: str
    wanted: Mapping[str, str]
    text: str = ""
    page: int = 1

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """(name, value) pairs of the address, without the page."""
        return (*((("q", self.text),) if self.text else ()), *self.wanted.items())

    @property
    def active(self) -> int:
        """How many conditions are set: the filters, and the name to look for."""
        return len(self.pairs)

    def without(self, name: str) -> str:
        """The address of the same list without the condition `name`."""
        return address(self.path, [pair for pair in self.pairs if pair[0] != name])


def read_narrowed(path: str, pairs: Iterable[tuple[str, str]], names: Iterable[str]) -> Narrowed:
    """Read an address. When a name stands there several times, its first value counts.

    Args:
        path: the path of the list.
        pairs: (name, value) pairs of the query.
        names: the filters of the list.
    """
    given: dict[str, str] = {}
    for name, value in pairs:
        cleaned = clean_line(value[: 4 * VALUE_MOST_CHARACTERS])[:VALUE_MOST_CHARACTERS]
        if cleaned:
            given.setdefault(name, cleaned)
    page = given.get("page", "1")
    number = int(page) if page.isascii() and page.isdigit() and len(page) <= _PAGE_MOST_DIGITS else 1
    return Narrowed(path, {name: given[name] for name in names if name in given}, given.get("q", ""), max(1, number))


def address(path: str, pairs: Iterable[tuple[str, str]]) -> str:
    """The path followed by its query. Without pairs, the path alone."""
    query = urlencode(list(pairs))
    return f"{path}?{query}" if query else path
