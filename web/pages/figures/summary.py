"""一屏概览: for the projector of a meeting."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse

from service.domain.permissions import Action
from service.flows.figures.tell_figures import FigureAsked, tell_figures
from web.deps import RendererDep, RuntimeDep
from web.permits import VisitDep, permit
from web.views.figures.summary import summary_page

router = APIRouter(dependencies=[permit(Action.READ_FIGURES)])


@router.get("/figures/summary", response_class=HTMLResponse)
def summary(
    *, request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, period: Annotated[str, Query(max_length=7)] = ""
) -> Response:
    """One screen, by default of the year."""
    asked = FigureAsked(period or str(runtime.today.year))
    return renderer.page(request, summary_page(tell_figures(runtime, visit.actor, asked)))
