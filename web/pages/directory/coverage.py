"""能力地图."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from service.flows.directory.browse_coverage import browse_coverage
from web.deps import RendererDep, RuntimeDep
from web.views.directory.coverage import coverage_page

router = APIRouter()


@router.get("/coverage", response_class=HTMLResponse)
def coverage(request: Request, runtime: RuntimeDep, renderer: RendererDep) -> HTMLResponse:
    """Providers × scenarios."""
    return renderer.page(request, coverage_page(browse_coverage(runtime)))
