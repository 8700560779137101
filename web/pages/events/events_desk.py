"""活动管理: all events, drafts too, and what came of this year's."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse

from service.domain.permissions import Action
from service.flows.events.run_event import see_events_desk
from web.deps import RendererDep, RuntimeDep
from web.permits import VisitDep, permit
from web.views.events.events_desk import events_desk_page

router = APIRouter(dependencies=[permit(Action.CHECK_IN)])


@router.get("/workbench/events", response_class=HTMLResponse)
def events_desk(
    request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, page: Annotated[int, Query(ge=1, le=10_000)] = 1
) -> Response:
    """The list."""
    return renderer.page(request, events_desk_page(see_events_desk(runtime, visit.actor, page), visit.actor))
