"""待接的需求: what factories show to providers without saying who they are, with questions and answers."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from service.api.errors import status_of
from service.brokerage.introducing import Voice
from service.brokerage.standing import NeedKey
from service.domain.permissions import Action, Actor
from service.errors import Conflict, Invalid
from service.flows.brokering.browse_open_needs import browse_open_needs, see_open_need
from service.runtime import Runtime
from web.deps import RendererDep, RuntimeDep
from web.parts.talk_forms import do_question
from web.permits import VisitDep, permit
from web.posted import PostedDep
from web.views.brokering.open_needs import OpenNeedPage, open_need_page, open_needs_page

router = APIRouter(dependencies=[permit(Action.SEE_OPEN_NEEDS)])


@router.get("/open-needs", response_class=HTMLResponse)
def open_needs(
    request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, page: Annotated[int, Query(ge=1, le=10_000)] = 1
) -> Response:
    """Those that are shown to one's firms, newest first."""
    return renderer.page(request, open_needs_page(browse_open_needs(runtime, visit.actor, page), runtime.knowledge().taxonomy))


@router.get("/open-needs/{need_id}", response_class=HTMLResponse)
def open_need(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, need_id: str) -> Response:
    """One of them."""
    return renderer.page(request, _page(runtime, visit.actor, need_id))


@router.post("/open-needs/{need_id}", response_class=HTMLResponse)
def ask(*, request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, posted: PostedDep, need_id: str) -> Response:
    """Ask the factory, or answer what it asked."""
    try:
        do_question(runtime, NeedKey(visit.actor, need_id), Voice(), posted)
    except (Invalid, Conflict) as error:
        return renderer.page(request, _page(runtime, visit.actor, need_id).refused(error), status=status_of(error))
    return RedirectResponse(f"/open-needs/{need_id}", status_code=303)


def _page(runtime: Runtime, actor: Actor, need_id: str) -> OpenNeedPage:
    return open_need_page(see_open_need(runtime, actor, need_id), runtime.knowledge().taxonomy)
