"""帮助."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from web.deps import RendererDep
from web.kept_pages import KeptRoute
from web.views.site.help import help_page

router = APIRouter(route_class=KeptRoute)


@router.get("/help", response_class=HTMLResponse)
def help_by_role(request: Request, renderer: RendererDep) -> HTMLResponse:
    """What each kind of person can do here."""
    return renderer.page(request, help_page())
