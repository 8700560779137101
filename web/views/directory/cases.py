"""案例: who did this for a shop like mine?"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from service.flows.directory.browse_cases import FILTERS, CaseList
from web.addresses.list_address import Narrowed
from web.parts.cards import CaseCard, case_card
from web.parts.narrowing import Narrowing, narrowing_of
from web.parts.paging import Paging, paging_of


@dataclass(frozen=True, slots=True)
class CasesPage:
    """`total`: cases that fit; `providers`: firms that tell of them; `all_cases`: all public ones."""

    template: ClassVar[str] = "pages/directory/cases.html"
    title: str
    narrowing: Narrowing
    cards: tuple[CaseCard, ...]
    paging: Paging
    total: int
    providers: int
    all_cases: int
    at: datetime


def cases_page(found: CaseList, narrowed: Narrowed) -> CasesPage:
    """The page of one list."""
    return CasesPage(
        title="同行案例",
        narrowing=narrowing_of(narrowed, found.choices, found.codes, FILTERS),
        cards=tuple(case_card(told, found.codes) for told in found.page.items),
        paging=paging_of(found.page, narrowed.path, narrowed.pairs),
        total=found.page.total,
        providers=found.providers,
        all_cases=found.all_cases,
        at=found.at,
    )
