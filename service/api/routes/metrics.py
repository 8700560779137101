"""Figures for monitoring."""

from fastapi import APIRouter
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.responses import Response

from service.api.deps import RuntimeDep
from service.edge.measures import ENGINE_POSITION, FEED_POSITION, render_measures
from service.flows.upkeep.check_readiness import check_readiness

router = APIRouter()


@router.get("/metrics", include_in_schema=False)
def show_measures(runtime: RuntimeDep) -> Response:
    """All figures of this process in Prometheus' text format."""
    readiness = check_readiness(runtime)
    if readiness.feed_position is not None:
        FEED_POSITION.set(readiness.feed_position)
    if readiness.engine_position is not None:
        ENGINE_POSITION.set(readiness.engine_position)
    return Response(render_measures(), headers={"Content-Type": CONTENT_TYPE_LATEST})
