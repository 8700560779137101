"""首页."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from service.flows.upkeep.read_site_state import read_site_state
from web.deps import RendererDep, RuntimeDep
from web.kept_pages import KeptRoute
from web.views.site.home import home_page

router = APIRouter(route_class=KeptRoute)


@router.get("/", response_class=HTMLResponse)
def home(request: Request, runtime: RuntimeDep, renderer: RendererDep) -> HTMLResponse:
    """The sentence box, examples, counts and the way to the desk."""
    minute = int(runtime.clock.now().timestamp() // 60)
    return renderer.page(request, home_page(runtime.settings, read_site_state(runtime), minute))
