"""本人信息."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar

from service.errors import PlatformError
from service.flows.people.export_own_records import OwnRecords

_ROWS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class OwnKind:
    """One kind: how many rows there are, and the first of them as one line each."""

    name: str
    number: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OwnRecordsPage:
    """What is kept, and the form that closes the account."""

    template: ClassVar[str] = "pages/people/own_records.html"
    title: str
    kinds: tuple[OwnKind, ...]
    problems: Mapping[str, str] = field(default_factory=dict)
    sentence: str = ""

    def refused(self, error: PlatformError) -> "OwnRecordsPage":
        """This, with why nothing was erased."""
        return replace(self, problems=error.fields, sentence="" if error.fields else error.message)


def own_records_page(records: Sequence[OwnRecords]) -> OwnRecordsPage:
    """The page of whoever is signed in."""
    return OwnRecordsPage("本人信息", tuple(OwnKind(each.kind, len(each.rows), _lines(each)) for each in records))


def _lines(records: OwnRecords) -> tuple[str, ...]:
    return tuple("，".join(str(value) for value in row.values() if value not in (None, "", {})) for row in records.rows[:_ROWS_SHOWN])
