"""同行案例."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from service.domain.permissions import Action
from service.flows.directory.browse_cases import FILTERS, CaseQuery, browse_cases
from web.addresses.list_address import read_narrowed
from web.deps import RendererDep, RuntimeDep
from web.kept_pages import KeptRoute
from web.permits import shared
from web.views.directory.cases import cases_page

router = APIRouter(route_class=KeptRoute, dependencies=[shared(Action.BROWSE)])
_PATH = "/cases"


@router.get(_PATH, response_class=HTMLResponse)
def cases(request: Request, runtime: RuntimeDep, renderer: RendererDep) -> HTMLResponse:
    """Cases of public providers, narrowed by the address."""
    narrowed = read_narrowed(_PATH, request.query_params.multi_items(), FILTERS)
    want = narrowed.wanted.get
    query = CaseQuery(
        industry=want("industry"),
        town=want("town"),
        scenario=want("scenario"),
        group=want("group"),
        year=want("year"),
        page=narrowed.page,
    )
    return renderer.page(request, cases_page(browse_cases(runtime, query), narrowed))
