"""How far the change feed is, how far the engine is behind it, and how background work stands, as figures for whoever watches."""

from service.copies.follow_changes import refresh
from service.edge.measures import FEED_POSITION, INDEX_BEHIND, TASKS_FAILED, TASKS_OLDEST, TASKS_WAITING
from service.errors import PlatformError
from service.runtime import Runtime
from service.store.queries.tasks import count_tasks
from service.store.unit_of_work import reading


def tell_positions(runtime: Runtime) -> None:
    """Set the figures. An engine inside this process takes in what changed first, so that nobody's search waits for it.

    What cannot be asked keeps its last figure: `pool_failures` and readiness tell that a part does not answer.
    """
    try:
        newest = refresh(runtime)
        FEED_POSITION.set(newest)
        INDEX_BEHIND.set(max(newest - max(runtime.engine.position(), 0), 0))
    except PlatformError:
        return


def tell_tasks(runtime: Runtime) -> None:
    """Set the figures of background work; likewise."""
    now = runtime.clock.now()
    try:
        with reading(runtime.database) as session:
            counts = count_tasks(session, now)
    except PlatformError:
        return
    TASKS_WAITING.set(counts.waiting)
    TASKS_FAILED.set(counts.failed)
    TASKS_OLDEST.set(counts.oldest_seconds(now))
