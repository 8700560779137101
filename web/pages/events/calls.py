"""电话单: whom to telephone before the day."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from service.domain.permissions import Action
from service.flows.events.record_call import record_call
from service.flows.events.run_event import calls_before
from web.deps import RendererDep, RuntimeDep
from web.permits import VisitDep, permit
from web.posted import PostedDep
from web.views.events.calls import calls_page

router = APIRouter(dependencies=[permit(Action.KEEP_EVENTS)])


@router.get("/workbench/events/{event_id}/calls", response_class=HTMLResponse)
def calls(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, event_id: str) -> Response:
    """The list; that it was seen is kept."""
    return renderer.page(request, calls_page(*calls_before(runtime, visit.actor, event_id)))


@router.post("/workbench/events/{event_id}/calls", response_class=HTMLResponse)
def keep_call(runtime: RuntimeDep, visit: VisitDep, posted: PostedDep, event_id: str) -> Response:
    """What was said."""
    record_call(runtime, visit.actor, posted.text("booking", 40), posted.text("answer", 20))
    return RedirectResponse(f"/workbench/events/{event_id}/calls", status_code=303)
