"""The pattern page."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from service.domain.permissions import Action
from web.deps import RendererDep
from web.kept_pages import KeptRoute
from web.permits import shared
from web.views.site.patterns import patterns_page

router = APIRouter(route_class=KeptRoute, dependencies=[shared(Action.BROWSE)])


@router.get("/patterns", response_class=HTMLResponse)
def patterns(request: Request, renderer: RendererDep) -> HTMLResponse:
    """Every part once in each state."""
    return renderer.page(request, patterns_page())
