"""What the frame of every page must know: whether fixture rows are loaded, and how many members the pools have."""

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from service.domain.pools import Pool
from service.runtime import Runtime
from service.store.queries import counts, site
from service.store.queries.pools import read_pools
from service.store.unit_of_work import reading

_SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class PoolMembers:
    """A pool and how many memberships are on its books (not withdrawn)."""

    pool: Pool
    members: int


@dataclass(frozen=True, slots=True)
class SiteState:
    """Counts as of `at`.

    `members`: firms on the books of at least one pool, each once, so never the sum of `pools`; `listed`: firms that can be found today.
    """

    at: datetime | None = None
    demo_providers: int = 0
    pools: tuple[PoolMembers, ...] = ()
    members: int = 0
    listed: int = 0


class SiteStateReader:
    """Reads the state at most once in `keep_seconds`: every page asks for it."""

    def __init__(self, runtime: Runtime, *, keep_seconds: float = 3.0) -> None:
        self._runtime = runtime
        self._keep = timedelta(seconds=keep_seconds)
        self._lock = threading.Lock()
        self._state = SiteState()

    def read(self) -> SiteState:
        """The state, not older than `keep_seconds`."""
        now = self._runtime.clock.now()
        if self._holds(now):
            return self._state
        with self._lock:
            if not self._holds(now):
                self._state = read_site_state(self._runtime)
        return self._state

    def last_seen(self) -> SiteState:
        """The state as last read, without asking the database: for pages that tell of a failure."""
        return self._state

    def _holds(self, now: datetime) -> bool:
        return self._state.at is not None and timedelta(0) <= now - self._state.at < self._keep


def read_site_state(runtime: Runtime) -> SiteState:
    """Count now, in one state of the database."""
    now = runtime.clock.now()
    with reading(runtime.database) as session:
        memberships = counts.memberships(session)
        return SiteState(
            at=now,
            demo_providers=site.demo_providers(session),
            pools=tuple(PoolMembers(pool, memberships.get(pool.code, 0)) for pool in read_pools(session)),
            members=site.members(session),
            listed=counts.listed(session, now.astimezone(_SHANGHAI).date()),
        )
