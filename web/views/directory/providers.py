"""服务商名录: the list."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from service.domain.calendar import day_in_shanghai
from service.flows.directory.browse_providers import FILTERS, ProviderList
from web.addresses.list_address import Narrowed
from web.parts.cards import ProviderCard, provider_card
from web.parts.narrowing import Narrowing, narrowing_of
from web.parts.paging import Paging, paging_of


@dataclass(frozen=True, slots=True)
class ProvidersPage:
    """`total`: providers that fit; `listed`: all public ones."""

    template: ClassVar[str] = "pages/directory/providers.html"
    title: str
    narrowing: Narrowing
    cards: tuple[ProviderCard, ...]
    paging: Paging
    total: int
    listed: int
    at: datetime


def providers_page(found: ProviderList, narrowed: Narrowed) -> ProvidersPage:
    """The page of one list."""
    day = day_in_shanghai(found.at)
    scenario = narrowed.wanted.get("scenario", "")
    return ProvidersPage(
        title="服务商名录",
        narrowing=narrowing_of(narrowed, found.choices, found.codes, FILTERS, text_label="按企业名称或统一社会信用代码查"),
        cards=tuple(provider_card(provider, found.codes, day, scenario=scenario) for provider in found.page.items),
        paging=paging_of(found.page, narrowed.path, narrowed.pairs),
        total=found.page.total,
        listed=found.listed,
        at=found.at,
    )
