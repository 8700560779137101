"""签到 by code: the camera of a staff member's telephone opens this address."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from service.domain.permissions import Action
from service.flows.events.check_in import BY_CODE, check_in, get_scanned_guest, undo_check_in
from web.deps import RendererDep, RuntimeDep
from web.permits import VisitDep, permit
from web.posted import PostedDep
from web.views.events.check_in import check_in_page

router = APIRouter(dependencies=[permit(Action.CHECK_IN)])


@router.get("/check-in", response_class=HTMLResponse, include_in_schema=False)
def scanned(
    request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, c: Annotated[str, Query(max_length=60)] = ""
) -> Response:
    """Who it is, and one button. Without a code: where to find the list."""
    return renderer.page(request, check_in_page(get_scanned_guest(runtime, visit.actor, c) if c else None, c))


@router.post("/check-in", response_class=HTMLResponse)
def note_arrival(runtime: RuntimeDep, visit: VisitDep, posted: PostedDep) -> Response:
    """They have come, or that was a mistake."""
    code = posted.text("c", 60)
    booking, _ = get_scanned_guest(runtime, visit.actor, code)
    if posted.text("do", 20) == "undo":
        undo_check_in(runtime, visit.actor, booking.id)
    else:
        check_in(runtime, visit.actor, booking.id, posted.number("seats"), BY_CODE)
    return RedirectResponse(f"/check-in?c={code}", status_code=303)
