"""The pattern page."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from web.deps import RendererDep
from web.views.site.patterns import patterns_page

router = APIRouter()


@router.get("/patterns", response_class=HTMLResponse)
def patterns(request: Request, renderer: RendererDep) -> HTMLResponse:
    """Every part once in each state."""
    return renderer.page(request, patterns_page())
