"""What the frame of every page must know: whether fixture rows are loaded, and how many members the pools have."""

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from service.runtime import Runtime
from service.store.queries.site import PoolCount, count_demo_providers, count_members, count_pool_members
from service.store.unit_of_work import reading

SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class SiteState:
    """Counts as of `at`. `members`: firms in at least one pool today, each once; never the sum of `pools`."""

    at: datetime | None = None
    demo_providers: int = 0
    pools: tuple[PoolCount, ...] = ()
    members: int = 0


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
        state = self._state
        if state.at is not None and timedelta(0) <= now - state.at < self._keep:
            return state
        with self._lock:
            self._state = read_site_state(self._runtime, now)
        return self._state

    def last_seen(self) -> SiteState:
        """The state as last read, without asking the database: for pages that tell of a failure."""
        return self._state


def read_site_state(runtime: Runtime, now: datetime) -> SiteState:
    """Count now."""
    today = now.astimezone(SHANGHAI).date()
    with reading(runtime.database) as session:
        return SiteState(
            at=now,
            demo_providers=count_demo_providers(session),
            pools=count_pool_members(session, today),
            members=count_members(session, today),
        )
