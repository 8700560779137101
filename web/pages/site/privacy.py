"""个人信息说明."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from service.domain.permissions import Action
from web.deps import RendererDep
from web.kept_pages import KeptRoute
from web.permits import shared
from web.views.site.privacy import privacy_page

router = APIRouter(route_class=KeptRoute, dependencies=[shared(Action.BROWSE)])


@router.get("/privacy", response_class=HTMLResponse)
def privacy(request: Request, renderer: RendererDep) -> HTMLResponse:
    """Every kind of personal data, what for, who sees it, how long; and what one can ask for."""
    return renderer.page(request, privacy_page())
