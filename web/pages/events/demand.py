"""按需求办活动: groups of open needs, and a draft made from one."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from service.domain.permissions import Action
from service.flows.events.group_demand import draft_from_demand, group_demand
from web.deps import RendererDep, RuntimeDep
from web.permits import VisitDep, permit
from web.posted import PostedDep
from web.views.events.demand import demand_page

router = APIRouter(dependencies=[permit(Action.KEEP_EVENTS)])


@router.get("/workbench/demand", response_class=HTMLResponse)
def demand(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep) -> Response:
    """The groups, the largest first."""
    return renderer.page(request, demand_page(group_demand(runtime, visit.actor)))


@router.post("/workbench/demand", response_class=HTMLResponse)
def draft_event(runtime: RuntimeDep, visit: VisitDep, posted: PostedDep) -> Response:
    """A draft with venues and invitations; nothing is sent."""
    event = draft_from_demand(runtime, visit.actor, posted.text("group", 80))
    return RedirectResponse(f"/workbench/events/{event.id}", status_code=303)
