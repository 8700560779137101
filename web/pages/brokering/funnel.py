"""漏斗: the figures of the desk, and the needs behind each number."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse

from service.api.errors import status_of
from service.domain.permissions import Action
from service.errors import Invalid
from service.flows.brokering.count_funnel import FunnelAsked, count_funnel, funnel_rows
from web.deps import RendererDep, RuntimeDep
from web.permits import VisitDep, permit
from web.views.brokering.funnel import funnel_page, rows_page

router = APIRouter(dependencies=[permit(Action.BROKER_NEEDS)])
_Word = Annotated[str, Query(max_length=40)]


@router.get("/workbench/funnel", response_class=HTMLResponse)
def funnel(
    *,
    request: Request,
    runtime: RuntimeDep,
    renderer: RendererDep,
    visit: VisitDep,
    first: _Word = "",
    last: _Word = "",
    town: _Word = "",
    industry: _Word = "",
    scenario: _Word = "",
    by: _Word = "town",
    figure: _Word = "",
) -> Response:
    """All figures; with `figure` the needs behind one. What cannot be meant is told over the figures of this year."""
    asked = FunnelAsked(first, last, town, industry, scenario, by)
    taxonomy = runtime.knowledge().taxonomy
    try:
        if figure:
            return renderer.page(request, rows_page(funnel_rows(runtime, visit.actor, asked, figure), asked, taxonomy))
        return renderer.page(request, funnel_page(count_funnel(runtime, visit.actor, asked), asked, taxonomy))
    except Invalid as error:
        page = funnel_page(count_funnel(runtime, visit.actor, FunnelAsked()), FunnelAsked(), taxonomy).refused(error)
        return renderer.page(request, page, status=status_of(error))
