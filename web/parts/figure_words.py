"""Figures in words: numbers with their unit, what is hidden, and the difference to the period before."""

from service.domain.codes import CodeTables
from service.domain.exposure import FEWEST_TOLD
from service.domain.figure_facts import NOT_TOLD_CODE
from service.domain.figure_year import FigureValue
from service.domain.figures import Measure, Number

HIDDEN_WORDS = f"少于 {FEWEST_TOLD} 或不公布"
NOTHING_WORDS = "没有数据"


def number_words(value: FigureValue) -> str:
    """1,204; 62%; 3.0; 120.50; 少于 5 或不公布."""
    if value.suppressed:
        return HIDDEN_WORDS
    return plain_words(value.value, value.definition.measure)


def plain_words(value: Number | None, measure: Measure) -> str:
    """A number as it is written in pages and reports."""
    if value is None:
        return NOTHING_WORDS
    match measure:
        case Measure.COUNT:
            return f"{value:,.0f}"
        case Measure.WAN:
            return f"{value:,.2f}"
        case Measure.MEDIAN:
            return f"{value:,.1f}"
        case Measure.SHARE:
            return f"{value * 100:.0f}%"


def unit_words(value: FigureValue) -> str:
    """The unit behind a number; nothing behind a share, which carries its own, or behind words."""
    return "" if value.value is None or value.definition.measure is Measure.SHARE else value.definition.unit


def change_words(now: FigureValue, before: FigureValue | None) -> str:
    """比上期多 12 条; empty where one of them is not told."""
    if before is None or now.value is None or before.value is None:
        return ""
    if now.definition.measure is Measure.SHARE:
        points = round((now.value - before.value) * 100)
        return "与上期持平" if not points else f"比上期{'高' if points > 0 else '低'} {abs(points)} 个百分点"
    difference = now.value - before.value
    if not difference:
        return "与上期持平"
    return f"比上期{'多' if difference > 0 else '少'} {plain_words(abs(difference), now.definition.measure)} {now.definition.unit}"


def town_words(codes: CodeTables, code: str) -> str:
    """The name of a town; 全市 for none, 未注明 where a need named none."""
    if not code:
        return "全市"
    return next((town.name for town in codes.taxonomy.towns if town.code == code), "未注明" if code == NOT_TOLD_CODE else code)


def trade_words(codes: CodeTables, code: str) -> str:
    """The name of a trade."""
    industry = codes.taxonomy.industry_by_code.get(code)
    return industry.name if industry else "未注明"


def group_words(codes: CodeTables, code: str) -> str:
    """The name of a group of scenarios."""
    return next((group.name for group in codes.taxonomy.groups if group.code == code), "未注明")
