"""Figures as they stand on pages and in the workbook."""

from datetime import date, datetime

from pydantic import Field

from service.api.schemas.base import Answer
from service.domain.figure_year import FigureValue
from service.domain.figures import FigureRow
from service.flows.figures.tell_figures import ToldFigures


class FigureOut(Answer):
    """One figure 指标."""

    id: str
    name: str
    definition: str
    value: float | None = Field(description="None where it is suppressed, or there is nothing to measure. A share is 0 to 1.")
    unit: str
    suppressed: bool = Field(description="Hidden, because it could tell of single factories, alone or by subtraction.")
    rows: str = Field(description="Address of the records behind it.")


class FiguresOut(Answer):
    """All figures of a period."""

    period: str = Field(description="`2026-11` or `2026`.")
    town: str = Field(description="Code of the town; empty for the city.")
    at: datetime = Field(description="Instant of the counts, UTC.")
    figures: list[FigureOut]


class FigureRowOut(Answer):
    """One record behind a figure. Codes only."""

    id: str
    on: date
    town: str
    trade: str
    group: str
    number: int


class FigureRowsOut(Answer):
    """The records behind one figure, for those who may open them."""

    figure: FigureOut
    rows: list[FigureRowOut]


def figures_out(told: ToldFigures) -> FiguresOut:
    """Build the answer."""
    return FiguresOut(period=told.period.code, town=told.town, at=told.at, figures=[_figure(value) for value in told.values])


def figure_rows_out(value: FigureValue, rows: list[FigureRow]) -> FigureRowsOut:
    """Build the answer."""
    told = [FigureRowOut(id=row.key, on=row.on, town=row.town, trade=row.trade, group=row.group, number=row.number) for row in rows]
    return FigureRowsOut(figure=_figure(value), rows=told)


def _figure(value: FigureValue) -> FigureOut:
    period = value.period
    town = f"&town={value.town}" if value.town else ""
    return FigureOut(
        id=value.definition.id,
        name=value.definition.name,
        definition=value.definition.definition,
        value=value.value,
        unit=value.definition.unit,
        suppressed=value.suppressed,
        rows=f"/api/v1/figures/{value.definition.id}/rows?from={period.first}&to={period.last}{town}",
    )
