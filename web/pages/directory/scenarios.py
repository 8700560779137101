"""应用场景: the tree, and one of them."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from service.flows.directory.browse_scenarios import browse_scenarios, get_scenario
from web.deps import RendererDep, RuntimeDep
from web.views.directory.scenarios import scenario_page, scenarios_page

router = APIRouter()


@router.get("/scenarios", response_class=HTMLResponse)
def scenarios(request: Request, runtime: RuntimeDep, renderer: RendererDep) -> HTMLResponse:
    """All groups and scenarios with what stands behind them."""
    return renderer.page(request, scenarios_page(browse_scenarios(runtime)))


@router.get("/scenarios/{code}", response_class=HTMLResponse)
def scenario(request: Request, runtime: RuntimeDep, renderer: RendererDep, code: str) -> HTMLResponse:
    """One scenario; codes are upper case, however typed."""
    return renderer.page(request, scenario_page(get_scenario(runtime, code.upper())))
