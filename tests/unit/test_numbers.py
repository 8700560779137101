"""Limits a need names: budget, weeks, headcount, machines."""

import math
from time import process_time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from service.domain.reading import Limit, LimitKind
from service.search.reading_numbers import parse_number, read_limits
from service.search.segment import fold_text

_DIGITS = "零一二三四五六七八九"
WAN = 1_000_000
"""Fen in 1 万元."""


def spoken(number: int) -> str:
    """A number below 10,000 as it is written in full: 1005 → 一千零五."""
    if number < 10:
        return _DIGITS[number]
    text, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            text += ("零" if gap and text else "") + _DIGITS[digit] + name
            gap = False
        elif text:
            gap = True
    return text


def limit(text: str, kind: LimitKind) -> Limit | None:
    return next((found for found in read_limits(fold_text(text)) if found.kind is kind), None)


def number(text: str, kind: LimitKind) -> int | None:
    found = limit(text, kind)
    return found.number if found else None


def test_every_written_number_below_ten_thousand_is_read_back() -> None:
    assert [n for n in range(10_000) if parse_number(spoken(n)) != n] == []


def test_ten_to_nineteen_are_said_without_a_leading_one() -> None:
    assert [parse_number(spoken(n)[1:]) for n in range(10, 20)] == list(range(10, 20))


@given(st.integers(0, 10**7))
def test_digits_are_read_with_and_without_commas(value: int) -> None:
    assert parse_number(str(value)) == value
    assert parse_number(f"{value:,}") == value


@given(st.decimals(0, 9999, places=2))
def test_decimals_are_read(value: object) -> None:
    assert parse_number(str(value)) == pytest.approx(float(str(value)))


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("一百二", 120), ("三千五", 3500), ("两百五十", 250), ("两百五", 250), ("一百零五", 105), ("一千零五", 1005),
        ("一千零五十", 1050), ("廿", 20), ("廿五", 25), ("卅", 30), ("十五六", 16), ("三四十", 40), ("两三", 3), ("百", 100),
        ("十", 10), ("二〇二五", 2025), ("一二三", 123), ("1.5", 1.5),
    ],
)  # fmt: skip
def test_spoken_shortcuts(said: str, meant: float) -> None:
    assert parse_number(said) == meant


@given(st.text(max_size=12) | st.text("零一二十百千廿.,1230 -e", max_size=8))
@example("nan")
@example("inf")
@example("1e5")
@example("-3")
@example("")
def test_anything_else_is_no_number_and_no_error(text: str) -> None:
    value = parse_number(text)
    assert value is None or (math.isfinite(value) and value >= 0)


@pytest.mark.parametrize(
    ("text", "fen", "yearly"),
    [
        ("预算10万", 10 * WAN, False),
        ("预算 10 万左右", 10 * WAN, False),
        ("预算十五万以内", 15 * WAN, False),
        ("不超过20w", 20 * WAN, False),
        ("budget 预算 100k", 10 * WAN, False),
        ("1万块以内", 1 * WAN, False),
        ("8000元以内", 800_000, False),
        ("150,000元以内", 15 * WAN, False),
        ("预算三万五", 3.5 * WAN, False),
        ("预算3万5", 3.5 * WAN, False),
        ("预算3万5个月上线", 3 * WAN, False),
        ("预算10到15万", 15 * WAN, False),
        ("预算10万到15万", 15 * WAN, False),
        ("预算5-8万", 8 * WAN, False),
        ("预算两百万", 200 * WAN, False),
        ("二十来万封顶", 20 * WAN, False),
        ("总价别超8万", 8 * WAN, False),
        ("只想加报工，8万，一个半月", 8 * WAN, False),
        ("一年2万以内", 2 * WAN, True),
        ("年费两万左右能接受", 2 * WAN, True),
        ("先把库存管好，一年两三万这样。", 3 * WAN, True),
        ("每月不超过3000块", 3.6 * WAN, True),
        ("一次性投入不超12万，不想每年再交钱", 12 * WAN, False),
        ("驻场不超过一个月，35万以内", 35 * WAN, False),
        ("上次花了20万没用起来，这次预算10万", 10 * WAN, False),
        ("一年电费80万，预算30万", 30 * WAN, False),
    ],
)
def test_budgets(text: str, fen: float, yearly: bool) -> None:
    found = limit(text, LimitKind.BUDGET)
    assert found is not None
    assert (found.number, found.per_year) == (fen, yearly)


@pytest.mark.parametrize(
    "text",
    [
        "一年电费80万", "花了三十万上了套没人用", "上次投入了50万没效果", "花掉十几万全靠猜", "一天最多3千件", "库存不超过5万件",
        "月产不超过30万只", "不良率控制在三千ppm", "年产值不超过2000万", "罚了两万", "亏了20万", "每台成本三千以内",
        "单台硬件压在800元以内", "一台成本三千以内", "最多20块", "最多500元器件", "最多500块板", "几万块的机", "订单10万", "最多2wms",
        "工资不超过6000元", "三十几台啤机", "不超过80度",
    ],
)  # fmt: skip
def test_what_is_no_budget(text: str) -> None:
    assert limit(text, LimitKind.BUDGET) is None


@pytest.mark.parametrize(
    ("text", "weeks"),
    [
        ("三个月内上线", 13), ("两个月上线", 9), ("6周内交付", 6), ("15万以内6周交", 6), ("半个月内装好", 2), ("半年内要见效", 26),
        ("一年内做完", 52), ("一个半月，不停产切换", 6), ("还剩十来周", 10), ("还有9周", 9), ("预算10万，五个月", 22),
        ("春节前上线（大概四个月）", 17), ("4到6周内上线", 6), ("两个星期搞定", 2), ("三礼拜弄好", 3), ("45天内完成", 6),
        ("20个工作日内交付", 4), ("6个星期内出第一版", 6), ("三月内上线", 13),
    ],
)  # fmt: skip
def test_weeks(text: str, weeks: int) -> None:
    assert number(text, LimitKind.WEEKS) == weeks


@pytest.mark.parametrize(
    "text",
    [
        "12月上线", "三月份上线", "两天内看完", "24小时内响应", "交期三十天内", "要求三个月内回本", "账期60天内",
        "录资料录了三个月放弃", "三年数据", "每三个月内审一次", "一年两万以内", "半天之内能恢复", "十周年庆", "做了十年", "换型五天内",
    ],
)  # fmt: skip
def test_what_is_no_time_limit(text: str) -> None:
    assert limit(text, LimitKind.WEEKS) is None


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("我们厂120人，做牙刷", 120), ("一百二十号人的厂", 120), ("35人的锁具小厂", 35), ("50人五金厂", 50), ("厂里两百人，注塑喷油", 200),
        ("员工680人分两班", 680), ("车工210个，要扫码计件", 210), ("望牛墩，员工300", 300), ("90人做线路板", 90),
        ("工人一百零几个，平均五十岁", 100), ("五六十人规模", 60), ("我哋得三十几个人", 30),
    ],
)  # fmt: skip
def test_headcounts(text: str, people: int) -> None:
    assert number(text, LimitKind.HEADCOUNT) == people


@pytest.mark.parametrize(
    "text", ["编程组六个人，等程序", "设计部7个人", "IT就一个人", "几百人的厂", "好几十人", "节省人手", "两个人排到半夜", "一人看四台"]
)
def test_what_is_no_headcount(text: str) -> None:
    assert limit(text, LimitKind.HEADCOUNT) is None


@pytest.mark.parametrize(
    ("text", "machines"),
    [
        ("38台啤机", 38),
        ("38 台", 38),
        ("三十几台啤机", 30),
        ("啤机四十来台", 40),
        ("一百零五台横机", 105),
        ("先试1台，后面20台", 20),
        ("廿几台锣机", 20),
    ],
)
def test_machines(text: str, machines: int) -> None:
    assert number(text, LimitKind.MACHINES) == machines


@pytest.mark.parametrize("text", ["几十台机", "好几百台", "两台服务器", "5台打印机", "一台机", "电视台", "台账"])
def test_what_is_no_number_of_machines(text: str) -> None:
    assert limit(text, LimitKind.MACHINES) is None


@pytest.mark.parametrize(("text", "codes"), [("想评甲级", ["A"]), ("乙级已拿，今年冲创新示范", ["B", "D"]), ("甲乙双方", [])])
def test_levels(text: str, codes: list[str]) -> None:
    assert [found.code for found in read_limits(text) if found.kind is LimitKind.LEVEL] == codes


PIECES = [
    "预算",
    "不超过",
    "三",
    "十",
    "万",
    "15",
    "台",
    "个",
    "人",
    "月",
    "内",
    "上线",
    "，",
    "。",
    "一年",
    "w",
    "到",
    "5",
    " ",
    "半",
    "周",
    "花了",
    "元",
]


@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join) | st.text(max_size=60))
def test_a_limit_is_a_part_of_the_need_with_a_sane_number(text: str) -> None:
    folded = fold_text(text)
    found = read_limits(folded)
    assert len({(each.kind, each.code) for each in found}) == len(found)
    for each in found:
        assert each.text
        assert each.text in folded
        assert each.number is None or 1 <= each.number <= 10**12


@pytest.mark.parametrize(
    "junk", ["1" * 5000, "一" * 5000, "预算" * 2500, "1万到" * 1600, "十个月" * 1600, "预算1" * 1600, "，" * 5000, "1,111" * 1000]
)
def test_a_long_text_takes_no_long_time(junk: str) -> None:
    started = process_time()
    read_limits(junk)
    assert process_time() - started < 0.5
