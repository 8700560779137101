"""无障碍声明."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from service.domain.permissions import Action
from web.deps import RendererDep, RuntimeDep
from web.kept_pages import KeptRoute
from web.permits import shared
from web.views.site.accessibility import accessibility_page

router = APIRouter(route_class=KeptRoute, dependencies=[shared(Action.BROWSE)])


@router.get("/accessibility", response_class=HTMLResponse)
def accessibility(request: Request, runtime: RuntimeDep, renderer: RendererDep) -> HTMLResponse:
    """What was done so that everybody can use the site, what is not done, and whom to tell."""
    return renderer.page(request, accessibility_page(runtime.settings))
