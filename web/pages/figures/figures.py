"""统计: all figures of a period, and one of them with its months, towns and rows."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse

from service.domain.permissions import Action, Subject, may
from service.flows.figures.tell_figures import FigureAsked, rows_of_figure, tell_figures
from web.deps import RendererDep, RuntimeDep
from web.permits import VisitDep, permit
from web.views.figures.figures import figure_page, figures_page

router = APIRouter(dependencies=[permit(Action.READ_FIGURES)])
_Code = Annotated[str, Query(max_length=20)]


@router.get("/figures", response_class=HTMLResponse)
def figures(
    *, request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, period: _Code = "", town: _Code = ""
) -> Response:
    """All of them."""
    return renderer.page(request, figures_page(tell_figures(runtime, visit.actor, FigureAsked(period, town)), runtime.today))


@router.get("/figures/{figure_id}", response_class=HTMLResponse)
def figure(
    *, request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, figure_id: str, period: _Code = "", town: _Code = ""
) -> Response:
    """One of them; the rows behind it for those who may open them."""
    asked = FigureAsked(period, town)
    told = tell_figures(runtime, visit.actor, asked)
    page = figure_page(told, figure_id, runtime.today)
    if may(visit.actor, Action.READ_FIGURE_ROWS, Subject()):
        page = page.with_rows(rows_of_figure(runtime, visit.actor, figure_id, asked)[1], told.codes)
    return renderer.page(request, page)
