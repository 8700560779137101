"""怎样被找到."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from service.domain.permissions import Action
from service.flows.figures.report_exposure import own_exposure
from service.flows.profiles.see_profile import see_profile
from web.deps import RendererDep, RuntimeDep
from web.permits import VisitDep, permit
from web.views.profiles.found import found_page

router = APIRouter(dependencies=[permit(Action.EDIT_PROFILE)])


@router.get("/profile/{provider_id}/found", response_class=HTMLResponse)
def found(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, provider_id: str) -> Response:
    """From anonymous counts."""
    state = see_profile(runtime, visit.actor, provider_id)
    return renderer.page(request, found_page(state, own_exposure(runtime, provider_id)))
