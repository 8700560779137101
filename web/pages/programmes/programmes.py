"""政策: what there is, and how it bears on what somebody tells of himself. Nothing told here is stored."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from service.domain.permissions import Action
from service.flows.programmes.browse_programmes import browse_programmes, show_programme
from web.addresses.facts_address import read_facts
from web.deps import RendererDep, RuntimeDep
from web.permits import shared
from web.views.programmes.programmes import programme_page, programmes_page

router = APIRouter(dependencies=[shared(Action.BROWSE)])


@router.get("/programmes", response_class=HTMLResponse)
def programmes(request: Request, runtime: RuntimeDep, renderer: RendererDep) -> HTMLResponse:
    """All of them."""
    facts = read_facts(request.query_params.multi_items())
    return renderer.page(request, programmes_page(browse_programmes(runtime, facts), facts))


@router.get("/programmes/{programme_id}", response_class=HTMLResponse)
def programme(request: Request, runtime: RuntimeDep, renderer: RendererDep, programme_id: str) -> HTMLResponse:
    """One of them."""
    facts = read_facts(request.query_params.multi_items())
    judgement, codes = show_programme(runtime, programme_id, facts)
    return renderer.page(request, programme_page(judgement, codes, facts))
