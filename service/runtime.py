"""The built objects handed to every edge."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from service.domain.calendar import day_in_shanghai
from service.domain.providers import Provider
from service.ports import Clock, SearchEngine, TextEncoder
from service.search.knowledge import Knowledge
from service.settings import Settings
from service.store.access import Database


@dataclass
class Following:
    """How far an engine inside this process has followed: one thread at a time, and the day its documents were made for."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    day: date | None = None


@dataclass
class ProviderCards:
    """Providers as read from the database at one position of the change feed; dropped whole when the feed moves."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    position: int = -1
    held: dict[str, Provider] = field(default_factory=dict)


@dataclass
class ProviderNames:
    """(folded name, provider id) of the public providers, as of one position of the change feed and one day."""

    key: tuple[int, date] | None = None
    held: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Followed:
    """A second engine, inside this process, that stands in while the main one is gone."""

    engine: SearchEngine
    following: Following = field(default_factory=Following)


@dataclass(frozen=True)
class Runtime:
    """One per process. `knowledge` gives the taxonomy, reader and scenario bank as of now."""

    settings: Settings
    database: Database
    encoder: TextEncoder
    engine: SearchEngine
    clock: Clock
    knowledge: Callable[[], Knowledge]
    following: Following = field(default_factory=Following)
    cards: ProviderCards = field(default_factory=ProviderCards)
    names: ProviderNames = field(default_factory=ProviderNames)
    spare: Followed | None = None
    """Set when the settings allow answers from the embedded engine while Elasticsearch does not answer."""

    @property
    def today(self) -> date:
        """The present day in Asia/Shanghai."""
        return day_in_shanghai(self.clock.now())
