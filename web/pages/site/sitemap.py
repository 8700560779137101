"""站点地图."""

from typing import cast

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from service.domain.permissions import Action
from service.flows.directory.browse_pools import browse_pools
from service.flows.directory.browse_scenarios import browse_scenarios
from web.deps import RendererDep, RuntimeDep
from web.kept_pages import KeptRoute
from web.permits import shared
from web.views.site.sitemap import sitemap_page

router = APIRouter(route_class=KeptRoute, dependencies=[shared(Action.BROWSE)])


@router.get("/sitemap", response_class=HTMLResponse)
def sitemap(request: Request, runtime: RuntimeDep, renderer: RendererDep) -> HTMLResponse:
    """Every page of the registry, and the groups and pools below them."""
    paths = cast(tuple[str, ...], request.app.state.page_paths)
    return renderer.page(request, sitemap_page(paths, browse_scenarios(runtime), browse_pools(runtime)))
