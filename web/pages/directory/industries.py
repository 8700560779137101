"""行业: all trades, and one of them."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from service.flows.directory.browse_industries import browse_industries, get_industry
from web.deps import RendererDep, RuntimeDep
from web.views.directory.industries import industries_page, industry_page

router = APIRouter()


@router.get("/industries", response_class=HTMLResponse)
def industries(request: Request, runtime: RuntimeDep, renderer: RendererDep) -> HTMLResponse:
    """All trades with what stands behind them."""
    return renderer.page(request, industries_page(browse_industries(runtime)))


@router.get("/industries/{code}", response_class=HTMLResponse)
def industry(request: Request, runtime: RuntimeDep, renderer: RendererDep, code: str) -> HTMLResponse:
    """One trade."""
    return renderer.page(request, industry_page(get_industry(runtime, code)))
