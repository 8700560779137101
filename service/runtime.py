"""The built objects handed to every edge, and the copies that this process keeps beside the database."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from service.domain.calendar import day_in_shanghai
from service.domain.codes import CodeTables
from service.domain.directory import Directory, ListedProvider, Member
from service.domain.exposure import ExposureCounter
from service.domain.figure_year import FigureYear
from service.domain.providers import Provider
from service.oidc.provider import OidcProvider
from service.ports import Clock, Mailer, SearchEngine, TextEncoder
from service.search.knowledge import Knowledge
from service.search.provider_names import NameIndex
from service.settings import Settings
from service.store.access import Database


@dataclass
class Following:
    """How far an engine inside this process has followed: one thread at a time, and the day its documents were made for.

    `behind`: held by the thread that takes in a large backlog while the old index answers.
    """

    lock: threading.Lock = field(default_factory=threading.Lock)
    behind: threading.Lock = field(default_factory=threading.Lock)
    day: date | None = None


@dataclass
class ProviderCards:
    """Providers as read from the database at one position of the change feed; dropped whole when the feed moves."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    position: int = -1
    held: dict[str, Provider] = field(default_factory=dict)


@dataclass
class ProviderNames:
    """Names and codes of the public providers, as of one position of the change feed and one day."""

    key: tuple[int, date] | None = None
    held: NameIndex = field(default_factory=NameIndex)


@dataclass
class KeptCodes:
    """The code tables as last read, and when, in seconds of a clock that never goes back."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    held: CodeTables | None = None
    read_at_seconds: float = 0.0


@dataclass(frozen=True)
class DirectoryState:
    """One consistent state: the directory as of a feed position, and the code tables it was made with. `lines`: by provider id."""

    directory: Directory
    codes: CodeTables
    position: int
    lines: dict[str, tuple[ListedProvider | None, tuple[Member, ...]]] = field(repr=False)


@dataclass
class KeptDirectory:
    """The directory as last made. `behind`: held by the thread that takes in a large backlog."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    behind: threading.Lock = field(default_factory=threading.Lock)
    held: DirectoryState | None = None


@dataclass
class KeptFigures:
    """Year → (stamp of what it was counted from, its figures); the oldest goes first."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    years: dict[int, tuple[object, FigureYear]] = field(default_factory=dict)


@dataclass(frozen=True)
class Copies:
    """Everything this process keeps in memory beside the database. Each may be thrown away; `service/copies/` keeps them true.

    The scenario bank, taxonomy and reader (`Runtime.knowledge`) and the vectors of recent texts (`Runtime.encoder`) are built in
    `service.bootstrap` and renew themselves.
    """

    codes: KeptCodes = field(default_factory=KeptCodes)
    directory: KeptDirectory = field(default_factory=KeptDirectory)
    cards: ProviderCards = field(default_factory=ProviderCards)
    names: ProviderNames = field(default_factory=ProviderNames)
    following: Following = field(default_factory=Following)
    figures: KeptFigures = field(default_factory=KeptFigures)
    exposure: ExposureCounter = field(default_factory=ExposureCounter)


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
    mailer: Mailer
    copies: Copies = field(default_factory=Copies)
    identity_provider: OidcProvider | None = None
    scratch_engine: Callable[[], SearchEngine] = field(kw_only=True)
    """Gives an empty engine of its own inside this process, for what is tried and thrown away."""
    spare: Followed | None = None
    """Set when the settings allow answers from the embedded engine while Elasticsearch does not answer."""

    @property
    def today(self) -> date:
        """The present day in Asia/Shanghai."""
        return day_in_shanghai(self.clock.now())
