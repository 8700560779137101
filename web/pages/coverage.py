"""能力地图."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from service.flows.browse_coverage import map_coverage
from web.deps import RendererDep, RuntimeDep
from web.views.coverage import coverage_page

router = APIRouter()


@router.get("/coverage", response_class=HTMLResponse)
def coverage(request: Request, runtime: RuntimeDep, renderer: RendererDep) -> HTMLResponse:
    """Providers × scenarios."""
    return renderer.page(request, coverage_page(map_coverage(runtime)))
