"""服务商: one of them."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from service.domain.permissions import Action
from service.domain.text import clean_line
from service.flows.directory.browse_providers import show_provider
from web.addresses.list_address import VALUE_MOST_CHARACTERS
from web.deps import RendererDep, RuntimeDep
from web.opened_route import OpenedRoute
from web.permits import shared
from web.views.directory.provider import provider_page

router = APIRouter(route_class=OpenedRoute, dependencies=[shared(Action.BROWSE)])


@router.get("/providers/{provider_id}", response_class=HTMLResponse)
def provider(
    request: Request, runtime: RuntimeDep, renderer: RendererDep, provider_id: str, asked: Annotated[str, Query(max_length=400)] = ""
) -> HTMLResponse:
    """A listed provider; any other is a page that says it is not here. `asked`: the name that led here and is not quite its own."""
    return renderer.page(request, provider_page(show_provider(runtime, provider_id), asked=clean_line(asked)[:VALUE_MOST_CHARACTERS]))
