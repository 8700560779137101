"""统一身份登记: staff whom the identity provider has proved and nobody has entered."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from service.api.errors import status_of
from service.domain.permissions import Action
from service.errors import Conflict, Invalid
from service.flows.people.enter_identity import enter_identity, see_waiting
from web.deps import RendererDep, RuntimeDep
from web.permits import VisitDep, permit
from web.posted import PostedDep
from web.views.people.identities import identities_page

router = APIRouter(dependencies=[permit(Action.KEEP_PEOPLE)])


@router.get("/identities", response_class=HTMLResponse)
def identities(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep) -> Response:
    """Those that wait."""
    return renderer.page(request, identities_page(see_waiting(runtime, visit.actor)))


@router.post("/identities/{identity_id}", response_class=HTMLResponse)
def enter(
    *, request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, posted: PostedDep, identity_id: str
) -> Response:
    """Enter one with a role."""
    try:
        person_id = enter_identity(runtime, visit.actor, identity_id, posted.text("role", 20))
    except (Invalid, Conflict) as error:
        page = identities_page(see_waiting(runtime, visit.actor), error.message)
        return renderer.page(request, page, status=status_of(error))
    return RedirectResponse(f"/people/{person_id}", status_code=303)
