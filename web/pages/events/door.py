"""签到名单: the list at the door, also on paper; a firm that had not signed up is let in here."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from service.api.errors import status_of
from service.domain.permissions import Action
from service.errors import Conflict, Invalid
from service.flows.events.check_in import BY_LIST, check_in, undo_check_in
from service.flows.events.run_event import run_event
from service.runtime import Runtime
from web.deps import RendererDep, RuntimeDep
from web.permits import VisitDep, permit
from web.posted import PostedDep
from web.views.events.door import DoorPage, door_page

router = APIRouter(dependencies=[permit(Action.CHECK_IN)])


@router.get("/workbench/events/{event_id}/door", response_class=HTMLResponse)
def door(
    *,
    request: Request,
    runtime: RuntimeDep,
    renderer: RendererDep,
    visit: VisitDep,
    event_id: str,
    q: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    """Everybody with a seat, narrowed to a number or a part of a name."""
    return renderer.page(request, _page(runtime, visit, event_id, q))


@router.post("/workbench/events/{event_id}/door", response_class=HTMLResponse)
def note_at_door(
    *, request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, posted: PostedDep, event_id: str
) -> Response:
    """They have come, or that was a mistake."""
    booking_id, text = posted.text("booking", 40), posted.text("q", 40)
    try:
        if posted.text("do", 20) == "undo":
            undo_check_in(runtime, visit.actor, booking_id)
        else:
            check_in(runtime, visit.actor, booking_id, posted.number("seats"), BY_LIST)
    except (Invalid, Conflict) as error:
        return renderer.page(request, _page(runtime, visit, event_id, text).refused(error), status=status_of(error))
    return RedirectResponse(f"/workbench/events/{event_id}/door", status_code=303)


def _page(runtime: Runtime, visit: VisitDep, event_id: str, text: str) -> DoorPage:
    return door_page(run_event(runtime, visit.actor, event_id), text)
