"""服务商名录."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from service.flows.directory.browse_providers import FILTERS, ProviderQuery, browse_names, browse_providers
from web.addresses.list_address import read_narrowed
from web.deps import RendererDep, RuntimeDep
from web.views.directory.providers import names_page, providers_page

router = APIRouter()
_PATH = "/providers"


@router.get(_PATH, response_class=HTMLResponse)
def providers(request: Request, runtime: RuntimeDep, renderer: RendererDep) -> HTMLResponse:
    """All public providers, narrowed by the address; `view=names` gives only their names, by place."""
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
    return renderer.page(request, providers_page(browse_providers(runtime, query), narrowed))
