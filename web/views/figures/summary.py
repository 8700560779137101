"""一屏概览: eight numbers and the funnel, large enough to be read from the last row."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from markupsafe import Markup

from service.domain.need_steps import FUNNEL, STATE_WORDS
from service.flows.figures.tell_figures import ToldFigures
from web.parts.figure_charts import funnel_chart
from web.parts.figure_words import number_words, unit_words

_SHOWN = (
    "needs_registered",
    "needs_recommended",
    "introductions_agreed",
    "outcomes_intent",
    "outcomes_signed",
    "signed_least_wan",
    "contact_in_time",
    "providers_listed",
)
_FUNNEL_STEP = 2
"""Every second step of the way, so that the chart stays on one screen."""


@dataclass(frozen=True, slots=True)
class SummaryPage:
    """`tiles`: (name, number, unit, address)."""

    template: ClassVar[str] = "pages/figures/summary.html"
    title: str
    period: str
    tiles: tuple[tuple[str, str, str, str], ...]
    funnel: Markup
    at: datetime


def summary_page(told: ToldFigures) -> SummaryPage:
    """One screen of a period."""
    values = {value.definition.id: value for value in told.values}
    shown = [values[figure_id] for figure_id in _SHOWN]
    steps = [(STATE_WORDS[state], values[f"needs_{state}"]) for state in FUNNEL[::_FUNNEL_STEP]]
    return SummaryPage(
        title=f"{told.period.words}供需对接概览",
        period=told.period.words,
        tiles=tuple(
            (value.definition.name, number_words(value), unit_words(value), f"/figures/{value.definition.id}?period={told.period.code}")
            for value in shown
        ),
        funnel=funnel_chart(
            [(label, None if value.suppressed else int(value.value or 0), number_words(value)) for label, value in steps],
            f"{told.period.words}需求办到各步的条数，横条图；数字写在每条后面。",
        ),
        at=told.at,
    )
