"""认领核实."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from service.api.errors import status_of
from service.domain.permissions import Action
from service.errors import Conflict, Invalid
from service.flows.people.decide_claim import decide_claim, list_waiting_claims
from web.deps import RendererDep, RuntimeDep
from web.permits import VisitDep, permit
from web.posted import PostedDep
from web.views.people.claim_queue import claim_queue_page

router = APIRouter(dependencies=[permit(Action.DECIDE_CLAIMS)])


@router.get("/claims", response_class=HTMLResponse)
def claim_queue(
    request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, page: Annotated[int, Query(ge=1, le=10_000)] = 1
) -> Response:
    """Those that wait."""
    return renderer.page(request, claim_queue_page(visit.actor, list_waiting_claims(runtime, visit.actor, page)))


@router.post("/claims/{claim_id}", response_class=HTMLResponse)
def decide(*, request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, posted: PostedDep, claim_id: str) -> Response:
    """Confirm or refuse one, with how it was checked."""
    reason = posted.text("reason")
    try:
        decide_claim(runtime, visit.actor, claim_id, posted.text("step", 20), reason)
    except (Invalid, Conflict) as error:
        page = claim_queue_page(visit.actor, list_waiting_claims(runtime, visit.actor, 1)).refused(claim_id, error)
        return renderer.page(request, page, status=status_of(error))
    return RedirectResponse("/claims", status_code=303)
