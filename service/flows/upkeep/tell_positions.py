"""How far the change feed is and how far the engine is behind it, as figures for whoever watches."""

from service.copies.follow_changes import refresh
from service.edge.measures import FEED_POSITION, INDEX_BEHIND
from service.errors import PlatformError
from service.runtime import Runtime


def tell_positions(runtime: Runtime) -> None:
    """Set both figures. An engine inside this process takes in what changed first, so that nobody's search waits for it.

    What cannot be asked keeps its last figure: `pool_failures` and readiness tell that a part does not answer.
    """
    try:
        newest = refresh(runtime)
        FEED_POSITION.set(newest)
        INDEX_BEHIND.set(max(newest - max(runtime.engine.position(), 0), 0))
    except PlatformError:
        return
