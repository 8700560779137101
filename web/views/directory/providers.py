"""服务商名录: the list."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from service.domain.calendar import day_in_shanghai
from service.flows.directory.browse_providers import FILTERS, NameList, ProviderList
from web.addresses.list_address import Narrowed, address
from web.parts.cards import ProviderCard, provider_card
from web.parts.narrowing import Narrowing, narrowing_of
from web.parts.paging import Paging, paging_of

_TEXT_LABEL = "按企业名称或统一社会信用代码查"
_OPEN_MOST = 60
"""Up to this many names the places stand unfolded."""


@dataclass(frozen=True, slots=True)
class Place:
    """A town with the firms in it: (name, full name, address)."""

    name: str
    firms: tuple[tuple[str, str, str], ...]
    is_open: bool


@dataclass(frozen=True, slots=True)
class ProvidersPage:
    """`total`: providers that fit; `listed`: all public ones.

    Either `cards` or `places` hold them. `nearly`: nobody is called as asked, these differ by one character.
    `other_view_href`: the other way to look at them; `members_href`: the same words among the members of the pools.
    """

    template: ClassVar[str] = "pages/directory/providers.html"
    title: str
    narrowing: Narrowing
    cards: tuple[ProviderCard, ...]
    places: tuple[Place, ...]
    paging: Paging | None
    other_view_href: str
    members_href: str
    nearly: bool
    total: int
    listed: int
    at: datetime


def providers_page(found: ProviderList, narrowed: Narrowed) -> ProvidersPage:
    """The page of one list."""
    day = day_in_shanghai(found.at)
    scenario = narrowed.wanted.get("scenario", "")
    return ProvidersPage(
        title="服务商名录",
        narrowing=narrowing_of(narrowed, found.choices, found.codes, FILTERS, text_label=_TEXT_LABEL),
        cards=tuple(
            provider_card(provider, found.codes, day, scenario=scenario, excludes=found.excludes.get(provider.id, ()))
            for provider in found.page.items
        ),
        places=(),
        paging=paging_of(found.page, narrowed.path, narrowed.pairs),
        other_view_href=address(narrowed.path, [*narrowed.pairs, ("view", "names")]),
        members_href=_members_href(narrowed),
        nearly=found.nearly,
        total=found.page.total,
        listed=found.listed,
        at=found.at,
    )


def names_page(found: NameList, narrowed: Narrowed) -> ProvidersPage:
    """The page of all names."""
    return ProvidersPage(
        title="服务商名录",
        narrowing=replace(narrowing_of(narrowed, found.choices, found.codes, FILTERS, text_label=_TEXT_LABEL), kept=(("view", "names"),)),
        cards=(),
        places=tuple(
            Place(
                name or "东莞以外或没有写镇街",
                tuple((provider.display_name, provider.name, f"/providers/{provider.id}") for provider in providers),
                found.total <= _OPEN_MOST,
            )
            for name, providers in found.places
        ),
        paging=None,
        other_view_href=address(narrowed.path, narrowed.pairs),
        members_href=_members_href(narrowed),
        nearly=False,
        total=found.total,
        listed=found.listed,
        at=found.at,
    )


def _members_href(narrowed: Narrowed) -> str:
    return address("/pools", [("q", narrowed.text)]) + "#members"
