"""大赛 for staff: jury, entries, the ranking as of now, and making it public."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from service.api.errors import status_of
from service.domain.permissions import Action
from service.errors import Conflict, Invalid
from service.flows.events.keep_contest import drop_juror, keep_contest, name_juror, tell_ranking, withdraw_entry_of
from service.flows.events.run_event import run_event
from web.deps import RendererDep, RuntimeDep
from web.permits import VisitDep, permit
from web.posted import PostedDep
from web.views.events.contest import contest_page, no_contest_page

router = APIRouter(dependencies=[permit(Action.KEEP_EVENTS)])


@router.get("/workbench/events/{event_id}/contest", response_class=HTMLResponse)
def contest(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, event_id: str) -> Response:
    """The contest."""
    try:
        return renderer.page(request, contest_page(keep_contest(runtime, visit.actor, event_id)))
    except Conflict as error:
        return renderer.page(request, no_contest_page(run_event(runtime, visit.actor, event_id).event, error), status=status_of(error))


@router.post("/workbench/events/{event_id}/contest", response_class=HTMLResponse)
def change_contest(
    *, request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, posted: PostedDep, event_id: str
) -> Response:
    """Name or drop a juror, take an entry back, make the ranking public."""
    actor = visit.actor
    try:
        match posted.text("do", 20):
            case "name":
                name_juror(runtime, actor, event_id, posted.text("email", 300))
            case "drop":
                drop_juror(runtime, actor, event_id, posted.text("juror", 40))
            case "tell":
                tell_ranking(runtime, actor, event_id)
            case _:
                withdraw_entry_of(runtime, actor, event_id, posted.text("entry", 40))
    except (Invalid, Conflict) as error:
        return renderer.page(request, contest_page(keep_contest(runtime, actor, event_id)).refused(error), status=status_of(error))
    return RedirectResponse(f"/workbench/events/{event_id}/contest", status_code=303)
