"""One event as staff run it: its state, its seats and everybody who signed up."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from service.api.errors import status_of
from service.domain.permissions import Action
from service.errors import Conflict, Invalid
from service.flows.events.run_event import run_event
from service.flows.events.step_event import step_event
from service.runtime import Runtime
from web.deps import RendererDep, RuntimeDep
from web.parts.surroundings import surroundings_of
from web.permits import VisitDep, permit
from web.posted import PostedDep
from web.views.events.run_event import RunEventPage, run_event_page

router = APIRouter()


@router.get("/workbench/events/{event_id}", response_class=HTMLResponse, dependencies=[permit(Action.CHECK_IN)])
def run_one_event(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, event_id: str) -> Response:
    """The event."""
    return renderer.page(request, _page(runtime, visit, event_id))


@router.post("/workbench/events/{event_id}", response_class=HTMLResponse, dependencies=[permit(Action.KEEP_EVENTS)])
def move_event(
    *, request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, posted: PostedDep, event_id: str
) -> Response:
    """Publish, close, reopen, cancel, or say that it was held."""
    try:
        step_event(runtime, visit.actor, event_id, posted.text("step", 20), reason=posted.text("reason"))
    except (Invalid, Conflict) as error:
        return renderer.page(request, _page(runtime, visit, event_id).refused(error), status=status_of(error))
    return RedirectResponse(f"/workbench/events/{event_id}", status_code=303)


def _page(runtime: Runtime, visit: VisitDep, event_id: str) -> RunEventPage:
    return run_event_page(run_event(runtime, visit.actor, event_id), visit.actor, surroundings_of(runtime).taxonomy)
