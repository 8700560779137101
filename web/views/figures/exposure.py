"""曝光: does everybody get a fair share of being shown?"""

from dataclasses import dataclass
from typing import ClassVar

from service.domain.exposure import FEWEST_TOLD, told_count
from service.flows.figures.report_exposure import ExposureReport


@dataclass(frozen=True, slots=True)
class ExposureLine:
    """One provider; small counts are told as such."""

    name: str
    href: str
    shown: str
    opened: str
    compared: str


@dataclass(frozen=True, slots=True)
class ExposurePage:
    """`months`: (words, address, whether it is this one)."""

    template: ClassVar[str] = "pages/figures/exposure.html"
    title: str
    month: str
    months: tuple[tuple[str, str, bool], ...]
    lines: tuple[ExposureLine, ...]
    median: str
    never: int
    fewest: int


def exposure_page(report: ExposureReport) -> ExposurePage:
    """The table of one month, by name."""
    return ExposurePage(
        title="曝光统计",
        month=month_words(report.month),
        months=tuple((month_words(month), f"/exposure?month={month}", month == report.month) for month in report.months),
        lines=tuple(
            ExposureLine(name, f"/providers/{key}", told_count(told.shown), told_count(told.opened), told_count(told.compared))
            for key, name, told in report.lines
        ),
        median="—" if report.median is None else f"{report.median:g}",
        never=sum(1 for _, _, told in report.lines if not told.shown),
        fewest=FEWEST_TOLD,
    )


def month_words(month: str) -> str:
    """2026-01 → 2026年1月."""
    year, _, number = month.partition("-")
    return f"{year}年{int(number)}月"
