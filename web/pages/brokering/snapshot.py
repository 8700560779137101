"""The list that a need was answered with, as it was shown; to be printed years later."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from service.brokerage.standing import NeedKey
from service.domain.permissions import Action
from service.flows.brokering.see_need import see_need
from web.deps import RendererDep, RuntimeDep
from web.permits import VisitDep, permit
from web.views.brokering.snapshot import snapshot_page

router = APIRouter(dependencies=[permit(Action.BROKER_NEEDS)])


@router.get("/workbench/needs/{need_id}/list", response_class=HTMLResponse)
def snapshot(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, need_id: str) -> Response:
    """The whole list with its reasons, weights and index."""
    return renderer.page(request, snapshot_page(see_need(runtime, NeedKey(visit.actor, need_id))))
