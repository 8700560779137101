"""Figures for monitoring."""

from fastapi import APIRouter
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.responses import Response

from service.api.deps import RuntimeDep
from service.api.permits import allow
from service.domain.permissions import Action
from service.edge.measures import render_measures
from service.flows.upkeep.tell_positions import tell_positions

router = APIRouter(dependencies=[allow(Action.WATCH_HEALTH)])


@router.get("/metrics", include_in_schema=False)
def show_measures(runtime: RuntimeDep) -> Response:
    """All figures of this process in Prometheus' text format."""
    tell_positions(runtime)
    return Response(render_measures(), headers={"Content-Type": CONTENT_TYPE_LATEST})
