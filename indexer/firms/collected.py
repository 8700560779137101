"""The firms of a file while their rows are read, and as they go to the database."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

from indexer.firms.read_membership import Doubt
from indexer.records import RowKey, SourceRow
from service.domain.known_rows import RowsRead
from service.domain.pools import Membership
from service.domain.providers import Capability, ProviderRecord, SuccessCase, Told, UnitContact
from service.flows.profiles.load_pool import LoadedFirm

_T = TypeVar("_T", Capability, SuccessCase)
_CONTACT = {"contact_name": "name", "contact_phone": "phone", "contact_email": "email"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a file something stands."""

    sheet: str | None
    line: int

    def told(self, seen_from: str | None) -> str:
        """For a message about a row of the sheet `seen_from`: 第 3 行, or “批次一”第 3 行."""
        return f"“{self.sheet}”第 {self.line} 行" if self.sheet and self.sheet != seen_from else f"第 {self.line} 行"


@dataclass(frozen=True, slots=True)
class Assembled:
    """The firms of a file, in its order.

    `records` can be gone through once. `place` tells where a firm stands. `refused`: USCCs of firms that were not taken.
    `doubts`: (USCC, pool) → where and why an end of validity was not taken. `read_rows`: USCC → rows that were read without a doubt.
    """

    records: Collection[LoadedFirm]
    place: Callable[[str], Place]
    refused: frozenset[str]
    doubts: Mapping[tuple[str, str], tuple[Place, Doubt]]
    read_rows: Mapping[str, RowsRead]


@dataclass(slots=True)
class Listed(Generic[_T]):
    """Capabilities or cases of one firm. `refused`: a row of the list was refused, so nothing stored may go."""

    told: dict[_T, Told[_T]] = field(default_factory=dict)
    places: dict[_T, Place] = field(default_factory=dict)
    refused: bool = False


@dataclass(slots=True)
class Firm:
    """One firm. `rows` are those that are refused with it."""

    record: ProviderRecord
    row: SourceRow
    rows: list[RowKey]
    memberships: dict[str, Told[Membership]] = field(default_factory=dict)
    membership_places: dict[str, Place] = field(default_factory=dict)
    capabilities: Listed[Capability] = field(default_factory=Listed)
    cases: Listed[SuccessCase] = field(default_factory=Listed)

    @property
    def place(self) -> Place:
        """Where it stands first."""
        return Place(self.row.sheet, self.row.line)


def says_nothing_new(earlier: ProviderRecord, later: ProviderRecord) -> bool:
    """Tell whether a later row of the same firm repeats the earlier one, or leaves out what it said."""
    return all(_blank_or_same(earlier, later, name) for name in later.given)


def _blank_or_same(earlier: ProviderRecord, later: ProviderRecord, name: str) -> bool:
    value, known = _value(later, name), _value(earlier, name)
    return not value or value == known


def _value(record: ProviderRecord, name: str) -> object:
    part = _CONTACT.get(name)
    contact: UnitContact = record.contact
    return getattr(contact, part) if part else getattr(record, name)


def with_lists(record: ProviderRecord, firm: Firm, *, capabilities: bool, cases: bool) -> ProviderRecord:
    """The record with the lists of the sheets that the file has."""
    changes: dict[str, Any] = {}
    keeps = set(record.keeps_lists)
    if capabilities:
        changes["capabilities"] = tuple(firm.capabilities.told.values())
        keeps |= {"capabilities"} if firm.capabilities.refused else set()
    if cases:
        changes["cases"] = tuple(firm.cases.told.values())
        keeps |= {"cases"} if firm.cases.refused else set()
    return replace(record, **changes, keeps_lists=frozenset(keeps)) if changes else record
