"""同事: who else is there for one's firms, and bringing one more in."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from service.api.errors import status_of
from service.domain.people import Role
from service.domain.permissions import Action
from service.errors import Invalid
from service.flows.people.invite_person import Invitation, invite_person
from service.flows.people.see_colleagues import see_colleagues
from web.deps import RendererDep, RuntimeDep, SignInLimited
from web.permits import VisitDep, permit
from web.posted import PostedDep
from web.views.people.colleagues import colleagues_page

router = APIRouter(dependencies=[permit(Action.INVITE_COLLEAGUE)])


@router.get("/account/colleagues", response_class=HTMLResponse)
def colleagues(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, done: str = "") -> Response:
    """Firm by firm."""
    return renderer.page(request, colleagues_page(see_colleagues(runtime, visit.actor), done=bool(done)))


@router.post("/account/colleagues", response_class=HTMLResponse, dependencies=[SignInLimited])
def bring_in(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, posted: PostedDep) -> Response:
    """Invite somebody for the same firm and in the same role."""
    firm_id = posted.text("firm", 40)
    role = Role.PROVIDER if firm_id.startswith("prv_") else Role.MANUFACTURER
    wish = Invitation(posted.text("email", 300), posted.text("name", 200), role, firm_id)
    try:
        invite_person(runtime, visit.actor, wish)
    except Invalid as error:
        page = colleagues_page(see_colleagues(runtime, visit.actor), wish, error.fields)
        return renderer.page(request, page, status=status_of(error))
    return RedirectResponse("/account/colleagues?done=1", status_code=303)
