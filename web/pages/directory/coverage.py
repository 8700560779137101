"""能力地图."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from service.domain.permissions import Action
from service.flows.directory.browse_coverage import browse_coverage
from web.addresses.list_address import read_narrowed
from web.deps import RendererDep, RuntimeDep
from web.kept_pages import KeptRoute
from web.permits import shared
from web.views.directory.coverage import coverage_page

router = APIRouter(route_class=KeptRoute, dependencies=[shared(Action.BROWSE)])
_PATH = "/coverage"


@router.get(_PATH, response_class=HTMLResponse)
def coverage(request: Request, runtime: RuntimeDep, renderer: RendererDep) -> HTMLResponse:
    """Scenarios, trades and the providers that serve them; `sort` and `trades` order the two tables."""
    order = read_narrowed(_PATH, request.query_params.multi_items(), ("sort", "trades"))
    return renderer.page(request, coverage_page(browse_coverage(runtime), order))
