"""邀请: the list of an event, with the reason for each firm."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from service.api.errors import status_of
from service.domain.permissions import Action
from service.errors import Conflict, Invalid
from service.flows.events.invite_firms import WishedInvitation, add_guest_firm, invite_firms, mark_invitation, see_invitations
from web.deps import RendererDep, RuntimeDep
from web.permits import VisitDep, permit
from web.posted import PostedDep
from web.views.events.invitations import invitations_page

router = APIRouter(dependencies=[permit(Action.KEEP_EVENTS)])


@router.get("/workbench/events/{event_id}/invitations", response_class=HTMLResponse)
def invitations(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, event_id: str) -> Response:
    """The list."""
    return renderer.page(request, invitations_page(see_invitations(runtime, visit.actor, event_id)))


@router.post("/workbench/events/{event_id}/invitations", response_class=HTMLResponse)
def change_invitations(
    *, request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, posted: PostedDep, event_id: str
) -> Response:
    """Send, add one, or note what a firm said."""
    try:
        match posted.text("do", 20):
            case "send":
                invite_firms(runtime, visit.actor, event_id)
            case "add":
                wished = WishedInvitation(posted.text("side", 20), posted.text("firm", 200), posted.text("reason"))
                add_guest_firm(runtime, visit.actor, event_id, wished)
            case state:
                mark_invitation(runtime, visit.actor, event_id, posted.text("invitation", 40), state)
    except (Invalid, Conflict) as error:
        page = invitations_page(see_invitations(runtime, visit.actor, event_id))
        return renderer.page(request, page.refused(error), status=status_of(error))
    return RedirectResponse(f"/workbench/events/{event_id}/invitations", status_code=303)
