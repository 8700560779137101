"""服务商名录."""

from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from service.domain.permissions import Action
from service.flows.directory.browse_providers import FILTERS, ProviderQuery, browse_names, browse_providers
from web.addresses.list_address import read_narrowed
from web.deps import RendererDep, RuntimeDep
from web.kept_pages import KeptRoute
from web.permits import shared
from web.views.directory.providers import names_page, providers_page

router = APIRouter(route_class=KeptRoute, dependencies=[shared(Action.BROWSE)])
_PATH = "/providers"


@router.get(_PATH, response_class=HTMLResponse)
def providers(request: Request, runtime: RuntimeDep, renderer: RendererDep) -> Response:
    """All public providers, narrowed by the address; `view=names` gives only their names, by place.

    A text that names one firm leads to it.
    """
    narrowed = read_narrowed(_PATH, request.query_params.multi_items(), FILTERS)
    want = narrowed.wanted.get
    query = ProviderQuery(
        text=narrowed.text,
        pool=want("pool"),
        group=want("group"),
        scenario=want("scenario"),
        industry=want("industry"),
        town=want("town"),
        delivery=want("delivery"),
        page=narrowed.page,
    )
    if request.query_params.get("view") == "names":
        return renderer.page(request, names_page(browse_names(runtime, query), narrowed))
    found = browse_providers(runtime, query)
    if found.called and narrowed.page == 1:
        asked = f"?{urlencode({'asked': narrowed.text})}" if found.nearly else ""
        return RedirectResponse(f"{_PATH}/{found.called}{asked}", status_code=303)
    return renderer.page(request, providers_page(found, narrowed))
