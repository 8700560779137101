"""Store the counts of exposure that this process holds, now and then, behind the requests."""

import time
from collections.abc import Iterable

from service.copies.renew_behind import renew_behind
from service.domain.exposure import Counted, Exposure, LackTold
from service.runtime import Runtime
from service.store.queries.exposures import add_exposures, add_lacks
from service.store.unit_of_work import writing

_WAITS_SECONDS = 60.0
_WAITING_MOST = 500
"""Different counts that may wait in memory."""


def count_in_memory(runtime: Runtime, exposures: Iterable[Counted]) -> None:
    """Count, and store what waits when a minute has passed or much waits. A killed process loses a minute of counts at most."""
    counter = runtime.copies.exposure
    waiting = counter.add(exposures)
    now = time.monotonic()
    if not counter.flushed_at_seconds:
        counter.flushed_at_seconds = now
    if waiting >= _WAITING_MOST or now - counter.flushed_at_seconds >= _WAITS_SECONDS:
        counter.flushed_at_seconds = now
        renew_behind(counter.flushing, lambda: flush_exposure(runtime))


def flush_exposure(runtime: Runtime) -> None:
    """Store everything that waits. What cannot be stored waits on."""
    counts = runtime.copies.exposure.take()
    if not counts:
        return
    stored = False
    try:
        with writing(runtime.database) as session:
            add_exposures(session, {each: count for each, count in counts.items() if isinstance(each, Exposure)})
            add_lacks(session, {each: count for each, count in counts.items() if isinstance(each, LackTold)})
        stored = True
    finally:
        if not stored:
            runtime.copies.exposure.give_back(counts)
