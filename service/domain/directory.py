"""名录: what anybody may browse, small enough to keep in memory. Every public list and count is made from one `Directory`.

So a number on one page and the rows behind it on another cannot disagree: both come from the same object by the same functions.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Protocol, TypeVar

from service.domain.paging import DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE, Page
from service.domain.providers import Provider, ScenarioTag, StoredCase

NOT_TOLD = "未注明"
"""Stands for a batch or a category that a membership does not name, so that it can be counted and asked for too."""

Facets = Mapping[str, frozenset[str]]
"""Filter name → the values an entry answers to."""


class Entry(Protocol):
    """One line of a public list, as filters see it."""

    @property
    def facets(self) -> Facets:
        """What it can be narrowed by."""

    @property
    def words(self) -> str:
        """What a search for a name looks into, in lower case."""


@dataclass(frozen=True, slots=True)
class ListedCase:
    """A case of a public provider. Facets: `industry` (with the trade above it), `town`, `scenario`, `group`, `year`."""

    id: str
    provider_id: str
    year: int | None
    industries: tuple[str, ...]
    scenarios: tuple[ScenarioTag, ...]
    facets: Facets
    words: str = ""


@dataclass(frozen=True, slots=True)
class ListedProvider:
    """A public provider. Facets: `pool`, `group`, `scenario`, `industry` (with the trade above it), `town`, `delivery`."""

    id: str
    name: str
    display_name: str
    scenarios: tuple[ScenarioTag, ...]
    cases: tuple[ListedCase, ...]
    facets: Facets
    words: str


@dataclass(frozen=True, slots=True)
class Member:
    """One 入池资格 on the books: every one that is not withdrawn, also when it lapsed or is suspended.

    `standing`: active, expired or suspended on the directory's day. `is_listed`: its provider has a public page that day.
    """

    provider_id: str
    pool: str
    uscc: str
    name: str
    short_name: str | None
    former_names: tuple[str, ...]
    city: str | None
    town: str | None
    category: str | None
    batch: str | None
    document_no: str | None
    admitted_on: date | None
    valid_until: date | None
    standing: str
    is_listed: bool
    is_demo: bool
    facets: Facets
    words: str


MEMBER_FILTERS = ("pool", "batch", "category", "standing", "town")


@dataclass(frozen=True, slots=True)
class MemberQuery:
    """Which memberships to list; all filters speak of one and the same membership. `page` counts from 1."""

    text: str = ""
    pool: str | None = None
    batch: str | None = None
    category: str | None = None
    standing: str | None = None
    town: str | None = None
    page: int = 1
    size: int = DEFAULT_PAGE_SIZE

    @property
    def wanted(self) -> dict[str, str]:
        """Filter name → value of those that are set."""
        return {name: value for name in MEMBER_FILTERS if (value := getattr(self, name))}


@dataclass(frozen=True, slots=True)
class CaseOf:
    """A case and the provider that tells of it, whole."""

    provider: Provider
    case: StoredCase


@dataclass(frozen=True)
class Directory:
    """As of `day`. `providers` stand in the order of their ids, which are random and so favour nobody."""

    day: date
    providers: tuple[ListedProvider, ...] = ()
    members: tuple[Member, ...] = ()

    @cached_property
    def firms(self) -> int:
        """Firms on the books of at least one pool, each once."""
        return count_firms(self.members)

    @cached_property
    def demo_firms(self) -> int:
        """Those of `firms` that came from fixtures."""
        return count_firms(member for member in self.members if member.is_demo)

    @cached_property
    def memberships_by_pool(self) -> Counter[str]:
        """Pool code → memberships on its books (not withdrawn); a firm in two pools counts in both."""
        return Counter(member.pool for member in self.members)

    @cached_property
    def cases(self) -> tuple[ListedCase, ...]:
        """All cases of public providers, the newest year first."""
        found = [case for provider in self.providers for case in provider.cases]
        return tuple(sorted(found, key=lambda case: (-(case.year or 0), case.id)))


_Entry = TypeVar("_Entry", bound=Entry)
_Row = TypeVar("_Row")


def narrow(entries: Iterable[_Entry], wanted: Mapping[str, str], text: str = "") -> list[_Entry]:
    """Those that answer to every wanted value and whose names hold `text`; an unknown filter or value leaves nobody."""
    sought = text.strip().lower()
    return [
        entry for entry in entries if sought in entry.words and all(value in entry.facets.get(name, ()) for name, value in wanted.items())
    ]


def count_choices(entries: Sequence[Entry], wanted: Mapping[str, str], names: Iterable[str], text: str = "") -> dict[str, Counter[str]]:
    """For each filter: value → how many entries it would leave, all other filters kept."""
    choices: dict[str, Counter[str]] = {}
    for name in names:
        others = {other: value for other, value in wanted.items() if other != name}
        choices[name] = Counter(value for entry in narrow(entries, others, text) for value in entry.facets.get(name, ()))
    return choices


def cut_page(entries: Sequence[_Row], number: int, size: int) -> Page[_Row]:
    """One page of a list. `size` is cut to 1..100; a page before the first is the first, one behind the last the last."""
    size = min(max(1, size), MAX_PAGE_SIZE)
    number = min(max(1, number), max(1, -(-len(entries) // size)))
    return Page(entries[(number - 1) * size : number * size], len(entries), number, size)


def count_firms(members: Iterable[Member]) -> int:
    """Firms among memberships, each once: the only way to add pools up."""
    return len({member.provider_id for member in members})


def count_by_scenario(entries: Iterable[Entry]) -> Counter[str]:
    """Scenario → how many entries answer to it."""
    return Counter(code for entry in entries for code in entry.facets.get("scenario", ()))
