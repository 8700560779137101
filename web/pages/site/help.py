"""帮助."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from service.domain.permissions import Action
from web.deps import RendererDep
from web.kept_pages import KeptRoute
from web.permits import shared
from web.views.site.help import help_page

router = APIRouter(route_class=KeptRoute, dependencies=[shared(Action.BROWSE)])


@router.get("/help", response_class=HTMLResponse)
def help_by_role(request: Request, renderer: RendererDep) -> HTMLResponse:
    """What each kind of person can do here."""
    return renderer.page(request, help_page())
