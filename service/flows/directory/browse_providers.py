"""服务商 as anybody may browse them: only listed ones, in a neutral order, each list with what it can be narrowed by."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from service.copies.kept_directory import read_kept
from service.copies.named_providers import read_names
from service.copies.open_providers import read_open_providers
from service.copies.read_cards import read_cards
from service.domain.attachments import Attachment
from service.domain.calendar import day_in_shanghai
from service.domain.codes import CodeTables
from service.domain.confirmations import Confirmed
from service.domain.contacts import open_contact
from service.domain.directory import ListedProvider, count_choices, cut_page, narrow
from service.domain.matching import Exclusion
from service.domain.paging import DEFAULT_PAGE_SIZE, Page
from service.domain.providers import Provider
from service.errors import NotFound
from service.runtime import Runtime
from service.store import unit_of_work
from service.store.queries.attachments import attachments_of
from service.store.queries.confirmations import read_confirmations
from service.store.queries.consents import consents_in_force
from service.store.queries.provider_pairs import find_kept
from service.store.queries.providers import read_contact

FILTERS = ("pool", "group", "scenario", "industry", "town", "delivery")


@dataclass(frozen=True, slots=True)
class ProviderQuery:
    """What to list. `text` is looked for in names, former names and the unified code; the others are codes, `delivery` a word.

    `page` counts from 1, one behind the last is the last; `size` is cut to 1..100.
    """

    text: str = ""
    pool: str | None = None
    group: str | None = None
    scenario: str | None = None
    industry: str | None = None
    town: str | None = None
    delivery: str | None = None
    page: int = 1
    size: int = DEFAULT_PAGE_SIZE

    @property
    def wanted(self) -> dict[str, str]:
        """Filter name → value of those that are set."""
        return {name: value for name in FILTERS if (value := getattr(self, name))}


@dataclass(frozen=True, slots=True)
class ProviderList:
    """`choices`: filter → value → providers it would leave; `listed`: all public providers, whatever the query.

    `nearly`: nobody is called as asked, the page holds those whose name or code differs by one character.
    `called`: id of the one firm that the text names, when nothing but the text was asked; else empty.
    `excludes`: provider id → the scenarios it says it does not do, in its own words, for those on the page that say so.
    """

    page: Page[Provider]
    choices: Mapping[str, Counter[str]]
    listed: int
    nearly: bool
    called: str
    excludes: Mapping[str, tuple[Exclusion, ...]]
    codes: CodeTables
    at: datetime


@dataclass(frozen=True, slots=True)
class NameList:
    """All public providers that a query leaves, by place: (town or empty, its providers); `choices`, `listed` as in `ProviderList`."""

    places: tuple[tuple[str, tuple[ListedProvider, ...]], ...]
    total: int
    choices: Mapping[str, Counter[str]]
    listed: int
    codes: CodeTables
    at: datetime


@dataclass(frozen=True, slots=True)
class ProviderDetail:
    """One public provider, with the code tables its page needs. `excludes`: all that it says it does not do, in its own words.

    `confirmed`: the parts that people of the firm, or staff, stood for, and when. `attachments`: papers that it handed in, never shown
    themselves. `contacts`: how many people agreed to be called after an introduction.
    """

    provider: Provider
    excludes: tuple[Exclusion, ...]
    confirmed: Confirmed
    attachments: tuple[Attachment, ...]
    contacts: int
    codes: CodeTables
    at: datetime


def browse_providers(runtime: Runtime, query: ProviderQuery) -> ProviderList:
    """One page of the public providers that `query` leaves, and what it can be narrowed by further."""
    now = runtime.clock.now()
    kept = read_kept(runtime, now)
    everybody = kept.directory.providers
    left = narrow(everybody, query.wanted, query.text)
    hits = read_names(runtime, position=kept.position).called(query.text) if query.text and not query.wanted else ()
    named = {hit.provider_id for hit in hits}
    nearly = [provider for provider in everybody if provider.id in named]
    # A text that other firms hold too is a word, not a name, whoever is called exactly so.
    called = nearly[0].id if len(nearly) == 1 and all(provider.id == nearly[0].id for provider in left) else ""
    cut = cut_page(left or nearly, query.page, query.size)
    rows = read_cards(runtime, [provider.id for provider in cut.items], position=kept.position)
    return ProviderList(
        page=Page(rows, cut.total, cut.number, cut.size),
        choices=count_choices(everybody, query.wanted, FILTERS, query.text),
        listed=len(everybody),
        nearly=not left and bool(nearly),
        called=called,
        excludes={row.id: told for row in rows if (told := tuple(each for each in _excludes(runtime, row) if each.codes))},
        codes=kept.codes,
        at=now,
    )


def browse_names(runtime: Runtime, query: ProviderQuery) -> NameList:
    """Only the names, all on one page: towns in the order of the code table, names in that of GB 18030, which for common characters
    is the order of their sounds.
    """
    now = runtime.clock.now()
    kept = read_kept(runtime, now)
    everybody = kept.directory.providers
    left = sorted(narrow(everybody, query.wanted, query.text), key=lambda provider: provider.display_name.encode("gb18030", "replace"))
    in_town = {town: tuple(provider for provider in left if town.code in provider.facets["town"]) for town in kept.codes.taxonomy.towns}
    places = [(town.name, providers) for town, providers in in_town.items()]
    places.append(("", tuple(provider for provider in left if not provider.facets["town"])))
    return NameList(
        places=tuple((name, providers) for name, providers in places if providers),
        total=len(left),
        choices=count_choices(everybody, query.wanted, FILTERS, query.text),
        listed=len(everybody),
        codes=kept.codes,
        at=now,
    )


def list_providers(runtime: Runtime, query: ProviderQuery) -> Page[Provider]:
    """One page of the public providers that `query` leaves; contacts are not in them."""
    return browse_providers(runtime, query).page


def get_provider(runtime: Runtime, provider_id: str) -> Provider:
    """A public provider with the contact data that may stand on an open page: unit landline and mailbox.

    Raises:
        NotFound: no such provider, or it is not listed today.
    """
    return _open_provider(runtime, provider_id, runtime.clock.now())


def show_provider(runtime: Runtime, provider_id: str) -> ProviderDetail:
    """As `get_provider`, with what it excludes and the code tables.

    Raises:
        NotFound: no such provider, or it is not listed today.
    """
    now = runtime.clock.now()
    provider = _open_provider(runtime, provider_id, now)
    with unit_of_work.reading(runtime.database) as session:
        confirmed = read_confirmations(session, [provider_id]).get(provider_id, {})
        attachments = tuple(attachments_of(session, provider_id))
        contacts = len(consents_in_force(session, provider_id, day_in_shanghai(now)))
    codes = read_kept(runtime, now).codes
    return ProviderDetail(provider, _excludes(runtime, provider), confirmed, attachments, contacts, codes, now)


def kept_instead(runtime: Runtime, provider_id: str) -> str | None:
    """The provider into which this one was merged; None when it was not."""
    with unit_of_work.reading(runtime.database) as session:
        return find_kept(session, provider_id)


def _open_provider(runtime: Runtime, provider_id: str, now: datetime) -> Provider:
    with unit_of_work.reading(runtime.database) as session:
        found = read_open_providers(session, [provider_id])
        if not found or not found[0].is_listed(day_in_shanghai(now)):
            raise NotFound("没有这家服务商，或者它现在不在公开名录里。")
        contact = open_contact(read_contact(session, provider_id))
    return replace(found[0], contact=contact)


def _excludes(runtime: Runtime, provider: Provider) -> tuple[Exclusion, ...]:
    return runtime.knowledge().exclusions.of(provider)
