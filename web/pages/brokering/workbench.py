"""对接工作台: the open needs in heaps, narrowed by the address, and several handed on at once."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from service.api.errors import status_of
from service.domain.permissions import Action
from service.errors import Invalid
from service.flows.brokering.assign_needs import assign_needs
from service.flows.brokering.work_desk import MINE, DeskAsked, work_desk
from web.addresses.local_path import local_path
from web.deps import RendererDep, RuntimeDep
from web.permits import VisitDep, permit
from web.posted import PostedDep
from web.views.brokering.workbench import workbench_page

router = APIRouter(dependencies=[permit(Action.BROKER_NEEDS)])
_Word = Annotated[str, Query(max_length=60)]


@router.get("/workbench", response_class=HTMLResponse)
def workbench(
    *,
    request: Request,
    runtime: RuntimeDep,
    renderer: RendererDep,
    visit: VisitDep,
    who: _Word = MINE,
    town: _Word = "",
    state: _Word = "",
    industry: _Word = "",
    q: _Word = "",
    heap: _Word = "",
) -> Response:
    """All heaps, or one of them whole."""
    asked = DeskAsked(who, town, state, industry, q.strip())
    work = work_desk(runtime, visit.actor, asked)
    return renderer.page(request, workbench_page(work, asked, heap, runtime.knowledge().taxonomy, runtime.clock.now()))


@router.post("/workbench/assign", response_class=HTMLResponse)
def assign(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, posted: PostedDep) -> Response:
    """Hand the chosen needs to one colleague, or take them."""
    back = local_path(posted.text("back")) or "/workbench"
    try:
        assign_needs(runtime, visit.actor, posted.many("chosen"), posted.text("broker", 40), posted.text("words"))
    except Invalid as error:
        asked = DeskAsked()
        work = work_desk(runtime, visit.actor, asked)
        page = workbench_page(work, asked, "", runtime.knowledge().taxonomy, runtime.clock.now()).refused(error)
        return renderer.page(request, page, status=status_of(error))
    return RedirectResponse(back if back.startswith("/workbench") else "/workbench", status_code=303)
