"""利益关系: the providers that one is tied to, told by oneself."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from service.api.errors import status_of
from service.domain.permissions import Action
from service.errors import Conflict, Invalid, NotFound
from service.flows.brokering.declare_tie import declare_tie, my_ties, withdraw_tie
from web.deps import RendererDep, RuntimeDep
from web.permits import VisitDep, permit
from web.posted import PostedDep
from web.views.brokering.ties import ties_page

router = APIRouter(dependencies=[permit(Action.DECLARE_TIES)])


@router.get("/workbench/ties", response_class=HTMLResponse)
def ties(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep) -> Response:
    """One's own."""
    return renderer.page(request, ties_page(my_ties(runtime, visit.actor)))


@router.post("/workbench/ties", response_class=HTMLResponse)
def change_ties(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, posted: PostedDep) -> Response:
    """Declare one, or end one that is no more."""
    provider, relation = posted.text("provider", 60).strip().rpartition("/")[2], posted.text("relation")
    try:
        if ended := posted.text("end", 40):
            withdraw_tie(runtime, visit.actor, ended)
        else:
            declare_tie(runtime, visit.actor, provider, relation)
    except (Conflict, Invalid, NotFound) as error:
        page = ties_page(my_ties(runtime, visit.actor), provider, relation).refused(error)
        return renderer.page(request, page, status=status_of(error))
    return RedirectResponse("/workbench/ties", status_code=303)
