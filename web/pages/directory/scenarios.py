"""应用场景: the tree, and one of them."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from service.domain.permissions import Action
from service.flows.directory.browse_scenarios import browse_scenarios, get_scenario
from web.addresses.list_address import read_narrowed
from web.deps import RendererDep, RuntimeDep
from web.kept_pages import KeptRoute
from web.permits import shared
from web.views.directory.scenarios import scenario_page, scenarios_page

router = APIRouter(route_class=KeptRoute, dependencies=[shared(Action.BROWSE)])
_PATH = "/scenarios"


@router.get(_PATH, response_class=HTMLResponse)
def scenarios(request: Request, runtime: RuntimeDep, renderer: RendererDep) -> HTMLResponse:
    """Groups and scenarios with what stands behind them; `q` narrows them, `group` names the one to be open."""
    asked = read_narrowed(_PATH, request.query_params.multi_items(), ("group",))
    return renderer.page(request, scenarios_page(browse_scenarios(runtime, asked.text), asked))


@router.get("/scenarios/{code}", response_class=HTMLResponse)
def scenario(request: Request, runtime: RuntimeDep, renderer: RendererDep, code: str) -> HTMLResponse:
    """One scenario; codes are upper case, however typed."""
    return renderer.page(request, scenario_page(get_scenario(runtime, code.upper())))
