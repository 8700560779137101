"""The pattern page."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from web.deps import RendererDep
from web.kept_pages import KeptRoute
from web.views.site.patterns import patterns_page

router = APIRouter(route_class=KeptRoute)


@router.get("/patterns", response_class=HTMLResponse)
def patterns(request: Request, renderer: RendererDep) -> HTMLResponse:
    """Every part once in each state."""
    return renderer.page(request, patterns_page())
