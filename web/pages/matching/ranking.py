"""排序说明."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from service.domain.permissions import Action
from service.flows.matching.explain_ranking import explain_ranking
from web.deps import RendererDep
from web.kept_pages import KeptRoute
from web.permits import shared
from web.views.matching.ranking import ranking_page

router = APIRouter(route_class=KeptRoute, dependencies=[shared(Action.BROWSE)])


@router.get("/ranking", response_class=HTMLResponse)
def ranking(request: Request, renderer: RendererDep) -> HTMLResponse:
    """The running rules in words."""
    return renderer.page(request, ranking_page(explain_ranking()))
