"""For load balancers and monitoring."""

from fastapi import APIRouter

from service.api.deps import RuntimeDep
from service.api.permits import allow
from service.api.problems_told import problems
from service.api.schemas.health import LiveOut, ReadyOut, ready_out
from service.domain.permissions import Action
from service.errors import Unavailable
from service.flows.upkeep.check_readiness import check_readiness

router = APIRouter(prefix="/api/v1/health", tags=["health"], dependencies=[allow(Action.WATCH_HEALTH)])


@router.get("/live", summary="Is the process alive?")
async def show_live() -> LiveOut:
    """Answer as long as the process serves requests; asks nothing else, so a restart is right when it fails.

    Needs no thread: when all are busy the process is still alive.
    """
    return LiveOut()


@router.get("/ready", summary="Can it answer a need?", responses=problems(503))
def show_ready(runtime: RuntimeDep) -> ReadyOut:
    """Ask the database, the search engine and the text encoder; 503 names the parts that are not ready in `fields`."""
    readiness = check_readiness(runtime)
    if not readiness.ready:
        failing = {part.name: part.sentence for part in readiness.parts if not part.ready}
        raise Unavailable("平台还没有就绪：" + "".join(failing.values()), fields=failing)
    return ready_out(readiness)
