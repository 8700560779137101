"""曝光: how often each provider is shown."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from service.domain.permissions import Action
from service.flows.figures.report_exposure import report_exposure
from web.deps import RendererDep, RuntimeDep
from web.permits import shared
from web.views.figures.exposure import exposure_page

router = APIRouter(dependencies=[shared(Action.BROWSE)])


@router.get("/exposure", response_class=HTMLResponse)
def exposure(request: Request, runtime: RuntimeDep, renderer: RendererDep, month: Annotated[str, Query(max_length=7)] = "") -> HTMLResponse:
    """Everybody in one month."""
    return renderer.page(request, exposure_page(report_exposure(runtime, month)))
