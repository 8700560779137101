"""案例 as anybody may browse them: who did this for a shop like mine. Only cases of public providers."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from service.copies.kept_directory import read_kept
from service.copies.read_cases import read_cases
from service.domain.codes import CodeTables
from service.domain.directory import CaseOf, count_choices, cut_page, narrow
from service.domain.paging import DEFAULT_PAGE_SIZE, Page
from service.runtime import Runtime

FILTERS = ("industry", "town", "scenario", "group", "year")


@dataclass(frozen=True, slots=True)
class CaseQuery:
    """What to list: codes, and `year` as four digits. `page` counts from 1."""

    industry: str | None = None
    town: str | None = None
    scenario: str | None = None
    group: str | None = None
    year: str | None = None
    page: int = 1
    size: int = DEFAULT_PAGE_SIZE

    @property
    def wanted(self) -> dict[str, str]:
        """Filter name → value of those that are set."""
        return {name: value for name in FILTERS if (value := getattr(self, name))}


@dataclass(frozen=True, slots=True)
class CaseList:
    """`choices`: filter → value → cases it would leave; `providers`: firms that tell of the found cases.

    `all_cases`: the cases of all public providers, whatever the query.
    """

    page: Page[CaseOf]
    choices: Mapping[str, Counter[str]]
    providers: int
    all_cases: int
    codes: CodeTables
    at: datetime


def browse_cases(runtime: Runtime, query: CaseQuery) -> CaseList:
    """One page of the cases that `query` leaves, the newest year first."""
    now = runtime.clock.now()
    kept = read_kept(runtime, now)
    everything = kept.directory.cases
    found = narrow(everything, query.wanted)
    cut = cut_page(found, query.page, query.size)
    rows = read_cases(runtime, cut.items, position=kept.position)
    return CaseList(
        page=Page(rows, cut.total, cut.number, cut.size),
        choices=count_choices(everything, query.wanted, FILTERS),
        providers=len({case.provider_id for case in found}),
        all_cases=len(everything),
        codes=kept.codes,
        at=now,
    )
