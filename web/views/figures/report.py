"""月报: 供需对接情况 in official wording, to print; the same as sheets of a workbook."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from urllib.parse import urlencode

from service.domain.exposure import FEWEST_TOLD
from service.domain.figure_tables import tables_of
from service.domain.figure_year import FigureValue
from service.domain.figures import SECTIONS
from service.flows.figures.export_report import ReportSheets
from service.flows.figures.tell_figures import ToldFigures
from web.parts.figure_words import change_words, group_words, number_words, town_words, trade_words, unit_words

_SOURCE_DOCUMENT = "东工信函〔2021〕173号"


@dataclass(frozen=True, slots=True)
class ReportFigure:
    """One figure of the report. `serial`: its number within the report."""

    serial: str
    name: str
    number: str
    unit: str
    before: str
    change: str
    definition: str
    href: str


@dataclass(frozen=True, slots=True)
class ReportPage:
    """`told`: the report in sentences; `sections`: (name, lines); `document`: the letter it goes back to."""

    template: ClassVar[str] = "pages/figures/report.html"
    title: str
    issuer: str
    period: str
    town: str
    told: tuple[str, ...]
    sections: tuple[tuple[str, tuple[ReportFigure, ...]], ...]
    workbook_href: str
    document: str
    fewest: int
    at: datetime


def report_page(told: ToldFigures, issuer: str) -> ReportPage:
    """The report of a period."""
    query = urlencode({"period": told.period.code} | ({"town": told.town} if told.town else {}))
    sections = []
    for place, name in enumerate(SECTIONS, start=1):
        values = [value for value in told.values if value.definition.section == name]
        lines = [_line(f"{place}.{number}", value, told, query) for number, value in enumerate(values, start=1)]
        sections.append((name, tuple(lines)))
    return ReportPage(
        title=_title(told),
        issuer=issuer,
        period=told.period.words,
        town=town_words(told.codes, told.town),
        told=_sentences(told),
        sections=tuple((name, lines) for name, lines in sections if lines),
        workbook_href=f"/figures/report.xlsx?{query}",
        document=_SOURCE_DOCUMENT,
        fewest=FEWEST_TOLD,
        at=told.at,
    )


def report_sheets(told: ToldFigures, issuer: str, public_url: str) -> ReportSheets:
    """The same as sheets."""
    codes, taxonomy = told.codes, told.codes.taxonomy
    query = urlencode({"period": told.period.code} | ({"town": told.town} if told.town else {}))
    base = public_url.rstrip("/")
    trades = [industry.code for industry in taxonomy.industries if not industry.parent]
    names = {
        "town": {town.code: town.name for town in taxonomy.towns} | {"-": "未注明"},
        "trade": {code: trade_words(codes, code) for code in trades} | {"-": "未注明"},
        "group": {group.code: group_words(codes, group.code) for group in taxonomy.groups} | {"-": "未注明"},
    }
    return ReportSheets(
        title=_title(told),
        issuer=issuer,
        period=told.period.words,
        town=town_words(codes, told.town),
        at=told.at,
        is_demo=told.is_demo,
        lines=tuple(
            (value, told.before.get(value.definition.id), f"{base}/figures/{value.definition.id}?{query}") for value in told.values
        ),
        tables=() if told.town else tables_of(told.year, names),
    )


def _title(told: ToldFigures) -> str:
    return f"工业互联网供需对接情况{'月报' if told.period.month else '年报'}（{told.period.words}）"


def _line(serial: str, value: FigureValue, told: ToldFigures, query: str) -> ReportFigure:
    before = told.before.get(value.definition.id)
    return ReportFigure(
        serial=serial,
        name=value.definition.name,
        number=number_words(value),
        unit=unit_words(value),
        before=number_words(before) if before else "",
        change=change_words(value, before),
        definition=value.definition.definition,
        href=f"/figures/{value.definition.id}?{query}",
    )


def _sentences(told: ToldFigures) -> tuple[str, ...]:
    """The report as it is read out; a hidden number is told as hidden."""
    values = {value.definition.id: value for value in told.values}

    def said(figure_id: str) -> str:
        value = values[figure_id]
        return f"{number_words(value)}{' ' + unit_words(value) if unit_words(value) else ''}"

    where = "全市" if not told.town else town_words(told.codes, told.town)
    return (
        f"{told.period.words}，{where}登记工业互联网需求 {said('needs_registered')}，其中发出推荐名单 {said('needs_recommended')}。",
        f"发起对接 {said('introductions_made')}，双方同意 {said('introductions_agreed')}；"
        f"达成意向 {said('outcomes_intent')}，签约 {said('outcomes_signed')}，签约金额按区间下限合计 {said('signed_least_wan')}。",
        f"第一次联系企业用时中位数 {said('contact_days')}，三个工作日内联系上的占 {said('contact_in_time')}；"
        f"池内没有把握大的服务商的需求 {said('gaps')}。",
    )
