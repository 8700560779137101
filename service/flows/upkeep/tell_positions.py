"""How far the change feed is and how far the engine has taken it in, as figures for whoever watches."""

from service.copies.follow_changes import refresh
from service.edge.measures import ENGINE_POSITION, FEED_POSITION
from service.errors import PlatformError
from service.runtime import Runtime


def tell_positions(runtime: Runtime) -> None:
    """Set both figures. An engine inside this process takes in what changed first, so that nobody's search waits for it.

    What cannot be asked keeps its last figure: `pool_failures` and readiness tell that a part does not answer.
    """
    try:
        FEED_POSITION.set(refresh(runtime))
        ENGINE_POSITION.set(runtime.engine.position())
    except PlatformError:
        return
