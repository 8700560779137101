"""行业: all trades, and one of them."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from service.domain.permissions import Action
from service.flows.directory.browse_industries import browse_industries, get_industry
from web.addresses.list_address import read_narrowed
from web.deps import RendererDep, RuntimeDep
from web.kept_pages import KeptRoute
from web.permits import shared
from web.views.directory.industries import industries_page, industry_page

router = APIRouter(route_class=KeptRoute, dependencies=[shared(Action.BROWSE)])
_PATH = "/industries"


@router.get(_PATH, response_class=HTMLResponse)
def industries(request: Request, runtime: RuntimeDep, renderer: RendererDep) -> HTMLResponse:
    """Trades with what stands behind them; `q` narrows them."""
    asked = read_narrowed(_PATH, request.query_params.multi_items(), ())
    return renderer.page(request, industries_page(browse_industries(runtime, asked.text), asked.text))


@router.get("/industries/{code}", response_class=HTMLResponse)
def industry(request: Request, runtime: RuntimeDep, renderer: RendererDep, code: str) -> HTMLResponse:
    """One trade."""
    return renderer.page(request, industry_page(get_industry(runtime, code)))
