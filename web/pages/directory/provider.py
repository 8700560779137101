"""服务商: one of them."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from service.flows.directory.browse_providers import show_provider
from web.deps import RendererDep, RuntimeDep
from web.views.directory.provider import provider_page

router = APIRouter()


@router.get("/providers/{provider_id}", response_class=HTMLResponse)
def provider(request: Request, runtime: RuntimeDep, renderer: RendererDep, provider_id: str) -> HTMLResponse:
    """A listed provider; any other is a page that says it is not here."""
    return renderer.page(request, provider_page(show_provider(runtime, provider_id)))
