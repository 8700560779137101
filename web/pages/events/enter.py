"""交作品: enter a contest."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from service.api.errors import status_of
from service.domain.permissions import Action
from service.errors import Conflict, Invalid
from service.flows.events.keep_contest import WishedEntry, enter_contest
from service.flows.events.see_event import see_event
from service.flows.people.name_firms import name_firms
from service.runtime import Runtime
from web.deps import RendererDep, RuntimeDep
from web.permits import VisitDep, permit
from web.posted import PostedDep
from web.views.events.enter import EnterPage, enter_page

router = APIRouter(dependencies=[permit(Action.ENTER_CONTEST)])


@router.get("/events/{event_id}/enter", response_class=HTMLResponse)
def enter(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, event_id: str) -> Response:
    """The form."""
    return renderer.page(request, _page(runtime, visit, event_id, WishedEntry("", "")))


@router.post("/events/{event_id}/enter", response_class=HTMLResponse)
def send_entry(
    *, request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, posted: PostedDep, event_id: str
) -> Response:
    """Enter."""
    wished = WishedEntry(
        posted.text("title", 200),
        posted.text("summary", 3_000),
        posted.text("href", 400),
        posted.text("firm_id", 40),
        posted.text("firm", 200),
    )
    try:
        enter_contest(runtime, visit.actor, event_id, wished)
    except (Invalid, Conflict) as error:
        return renderer.page(request, _page(runtime, visit, event_id, wished).refused(error), status=status_of(error))
    return RedirectResponse(f"/events/{event_id}", status_code=303)


def _page(runtime: Runtime, visit: VisitDep, event_id: str, typed: WishedEntry) -> EnterPage:
    return enter_page(see_event(runtime, event_id).event, visit.actor, name_firms(runtime, visit.actor), typed)
