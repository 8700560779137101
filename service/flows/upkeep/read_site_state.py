"""What the frame of every page must know: whether fixture rows are loaded, and how many members the pools have."""

from dataclasses import dataclass
from datetime import datetime

from service.copies.kept_directory import read_kept
from service.domain.pools import Pool
from service.runtime import DirectoryState, Runtime


@dataclass(frozen=True, slots=True)
class PoolMembers:
    """A pool and how many memberships are on its books (not withdrawn)."""

    pool: Pool
    members: int


@dataclass(frozen=True, slots=True)
class SiteState:
    """Counts as of `at`; None: nothing was read yet.

    `members`: firms on the books of at least one pool, each once, so never the sum of `pools`; `listed`: firms that can be found today;
    `demo_providers`: firms on the books that came from fixtures.
    """

    at: datetime | None = None
    demo_providers: int = 0
    pools: tuple[PoolMembers, ...] = ()
    members: int = 0
    listed: int = 0


def read_site_state(runtime: Runtime) -> SiteState:
    """The counts of now, from the same directory as every list."""
    now = runtime.clock.now()
    return _counted(read_kept(runtime, now), now)


def last_site_state(runtime: Runtime) -> SiteState:
    """The counts as last seen, without asking the database: for pages that tell of a failure."""
    kept = runtime.copies.directory.held
    return SiteState() if kept is None else _counted(kept, runtime.clock.now())


def _counted(kept: DirectoryState, at: datetime) -> SiteState:
    directory = kept.directory
    return SiteState(
        at=at,
        demo_providers=directory.demo_firms,
        pools=tuple(PoolMembers(pool, directory.memberships_by_pool[pool.code]) for pool in kept.codes.pools),
        members=directory.firms,
        listed=len(directory.providers),
    )
