"""Figures, and the records behind them."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Query

from service.api.deps import RuntimeDep
from service.api.permits import BearerDep, allow
from service.api.problems_told import problems
from service.api.schemas.base import Word
from service.api.schemas.figures import FigureRowsOut, FiguresOut, figure_rows_out, figures_out
from service.domain.permissions import Action
from service.domain.tokens import Scope
from service.flows.figures.tell_figures import FigureAsked, period_asked, rows_of_figure, tell_figures

router = APIRouter(prefix="/api/v1/figures", tags=["figures"])
_From = Annotated[date | None, Query(alias="from", description="First day of a calendar month or year; default: the present month.")]
_To = Annotated[date | None, Query(alias="to", description="Last day of that month or year.")]
_Town = Annotated[Word, Query(description="Code of a town, `-` for records that name none; empty for the city.")]


@router.get(
    "",
    summary="Read figures",
    responses=problems(401, 403, 422, 503),
    dependencies=[allow(Action.READ_FIGURES, Scope.FIGURES_READ)],
)
def show_figures(runtime: RuntimeDep, bearer: BearerDep, first: _From = None, last: _To = None, town: _Town = "") -> FiguresOut:
    """Read all figures of a whole month or year: the same as on the pages and in the workbook, hidden where they are hidden there."""
    return figures_out(tell_figures(runtime, bearer.actor, FigureAsked(period_asked(first, last), town)))


@router.get(
    "/{figure_id}/rows",
    summary="Read the records behind a figure",
    responses=problems(401, 403, 404, 422, 503),
    dependencies=[allow(Action.READ_FIGURE_ROWS, Scope.FIGURES_READ)],
)
def show_figure_rows(
    *,
    runtime: RuntimeDep,
    bearer: BearerDep,
    figure_id: Annotated[Word, Path(description="Id of a figure.")],
    first: _From = None,
    last: _To = None,
    town: _Town = "",
) -> FigureRowsOut:
    """Read ids, days and codes of the records that were counted. For brokers, who may open the records themselves."""
    value, rows = rows_of_figure(runtime, bearer.actor, figure_id, FigureAsked(period_asked(first, last), town))
    return figure_rows_out(value, list(rows))
