"""首页."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from web.deps import RendererDep, RuntimeDep, SiteStateDep
from web.views.site.home import home_page

router = APIRouter()


@router.get("/", response_class=HTMLResponse)
def home(request: Request, runtime: RuntimeDep, renderer: RendererDep, site_state: SiteStateDep) -> HTMLResponse:
    """The sentence box, examples, counts and the way to the desk."""
    minute = int(runtime.clock.now().timestamp() // 60)
    return renderer.page(request, home_page(runtime.settings, site_state.read(), minute))
