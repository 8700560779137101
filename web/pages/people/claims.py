"""认领服务商: one's own claims."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from service.api.errors import status_of
from service.domain.permissions import Action
from service.errors import Conflict, Invalid
from service.flows.people.claim_provider import claim_provider, my_claims, withdraw_claim
from web.deps import RendererDep, RuntimeDep
from web.permits import VisitDep, permit
from web.posted import PostedDep
from web.views.people.claims import claims_page

router = APIRouter(dependencies=[permit(Action.CLAIM_FIRM)])


@router.get("/account/claims", response_class=HTMLResponse)
def claims(
    request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, uscc: Annotated[str, Query(max_length=40)] = ""
) -> Response:
    """The form, and what became of earlier claims."""
    return renderer.page(request, claims_page(my_claims(runtime, visit.actor), uscc))


@router.post("/account/claims", response_class=HTMLResponse)
def claim(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, posted: PostedDep) -> Response:
    """Claim a firm."""
    uscc, note = posted.text("uscc", 40), posted.text("note")
    try:
        claim_provider(runtime, visit.actor, uscc, note)
    except (Invalid, Conflict) as error:
        page = claims_page(my_claims(runtime, visit.actor), uscc, note).refused(error)
        return renderer.page(request, page, status=status_of(error))
    return RedirectResponse("/account/claims", status_code=303)


@router.post("/account/claims/{claim_id}/withdraw")
def withdraw(runtime: RuntimeDep, visit: VisitDep, claim_id: str) -> RedirectResponse:
    """Take one back."""
    withdraw_claim(runtime, visit.actor, claim_id)
    return RedirectResponse("/account/claims", status_code=303)
