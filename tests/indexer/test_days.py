"""Days and ends of validity as clerks write them, and what only looks like one."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.records import CellError
from indexer.values import days
from indexer.values.text import Unusable
from indexer.values.validity import Ending, read_ending
from service.domain.pools import MembershipState
from tests.indexer.conftest import TODAY

DAY = date(2023, 11, 15)
ADMITTED = date(2021, 7, 15)
JUNE = date(2024, 6, 30)


def day_of(raw: object) -> date | None:
    span = days.read_day(raw)  # type: ignore[arg-type]
    return span.first if span else None


def end_of(raw: object) -> Ending | None:
    return read_ending(raw, admitted_on=ADMITTED, today=TODAY)  # type: ignore[arg-type]


@pytest.mark.parametrize("raw", [
    "2023-11-15", "2023/11/15", "2023.11.15", "2023年11月15日", "2023 年 11 月 15 日", "２０２３－１１－１５", "20231115", 20231115,
    "2023-11-15 00:00:00", "2023-11-15T08:30", "45245", 45245, 45245.0, DAY, " 2023-11-15 ", "2023-11-15T00:00:00.000Z",
    "2023-11-14T16:00:00Z", "2023-11-15T00:00:00+08:00", "2023-11-14T20:00-04:00", 1700006400000, 1700006400, "二〇二三年十一月十五日",
    "23年11月15日", "2023年11月15号", "2023年11月15日（星期三）", "2023年11月15日 9时30分",
])  # fmt: skip
def test_a_date_may_be_written_in_many_ways(raw: object) -> None:
    assert day_of(raw) == DAY


@pytest.mark.parametrize("raw", ["2023-11", "2023.11", "2023年11月", "202311", "二〇二三年十一月", "2023/11", 2023.11])
def test_a_month_begins_with_its_first_day(raw: object) -> None:
    assert day_of(raw) == date(2023, 11, 1)


@pytest.mark.parametrize("raw", [
    "2023-02-30", "2023-13-01", "15/11/2023", "明年", "0001-01-01", "9999-12-31", 7, True, ["2023-11-15"], "2023-11-15前后", "20246.5",
    2024.1, "23-11-15", "11-15", "Nov-23", "x" * 300,
])  # fmt: skip
def test_what_is_no_date_is_refused(raw: object) -> None:
    with pytest.raises(Unusable):
        day_of(raw)


@given(st.dates(date(1900, 3, 1), date(2199, 12, 31)))
def test_every_day_survives_every_way_of_writing(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    assert days.excel_day(serial) == day
    assert days.excel_day(serial - 1462, since_1904=True) in {day, None}
    for text in (day.isoformat(), f"{day.year}年{day.month}月{day.day}日", f"{day.year}/{day.month}/{day.day}", f"{day:%Y%m%d}"):
        assert day_of(text) == day
        assert end_of(text) == Ending(day)


def test_the_day_that_never_was_counts_as_the_one_before() -> None:
    assert [days.excel_day(serial) for serial in (1, 59, 60, 61)] == [
        date(1900, 1, 1), date(1900, 2, 28), date(1900, 2, 28), date(1900, 3, 1),
    ]  # fmt: skip
    assert days.excel_day(0) is None
    assert days.excel_day(200_000) is None
    assert days.excel_day(1, since_1904=True) == date(1904, 1, 1) + timedelta(days=1)


@pytest.mark.parametrize("raw", [
    "2024.6", "2024.06.30", "24年6月", "2024/6/30 24:00", "2024年6月30日24:00止", "2024年6月", "2024年6月底", "2024年6月末", "2024年06月",
    "2024-06", "202406", 2024.6, "2021.7-2024.6", "2021年7月至2024年6月", "2021.7.1-2024.6.30", "2021-07-15至2024-06-30",
    "2021-07-15-2024-06-30", "自2021年7月15日至2024年6月30日止", "20210715-20240630", "至2024-06-30", "2024-06-30止", "2024-06-30到期",
    "截至2024年6月", "截止日期：2024-06-30", "有效期至2024年6月30日", "二〇二四年六月三十日", "二零二四年六月", "2024年上半年",
    "2024年第二季度", "2024Q2", "2024年1月-6月", "2024年1-6月", "2024年6月下旬", "24.6.30", "30.6.24", "2024年6月30日（已到期）",
    "已过期（2024.6）", "三年（2021.7-2024.6）", "2021年7月-2024年6月（三年）", "延期至2024年6月", "2024年6月30日前", "2024年7月前",
    45473, "45473",
    "2024-06-30T00:00:00+08:00", "2024-06-29T16:00:00.000Z", "２０２４．６", "2024 年 6 月", "自2021.7.15至2024.6.30",
])  # fmt: skip
def test_the_end_of_june_may_be_written_in_many_ways(raw: object) -> None:
    found = end_of(raw)
    assert found is not None
    assert found.until == JUNE


@pytest.mark.parametrize("raw", [
    "三年", "3年", "有效期三年", "三年期", "叁年", "36个月", "三十六个月", "自入池之日起三年", "自公布之日起3年", "自2021.7.15起三年",
    "2021年7月15日起三年内有效", "3 年", "有效期：3年", "为期三年", "三周年",
])  # fmt: skip
def test_a_term_ends_on_the_day_of_the_same_number(raw: str) -> None:
    assert end_of(raw) == Ending(date(2024, 7, 15), inferred=True)


@pytest.mark.parametrize(
    "raw", ["2024", 2024, "2024年", "2024年底", "2024年末", "2024年度", "2024年下半年", "2021-2024", "2021年-2024年", "2025年前"]
)
def test_a_year_ends_with_its_last_day(raw: object) -> None:
    found = end_of(raw)
    assert found is not None
    assert found.until == date(2024, 12, 31)


@pytest.mark.parametrize("raw", ["长期", "长期有效", "永久", "无固定期限", "长期。", "2021年7月15日至长期"])
def test_only_plain_words_mean_no_end(raw: str) -> None:
    found = end_of(raw)
    assert found is not None
    assert (found.until, found.expired, found.state) == (None, False, None)


@pytest.mark.parametrize("raw", ["已过期", "过期", "到期", "已到期", "失效", "期满", "有效期满"])
def test_words_of_lapse_end_yesterday_at_the_latest(raw: str) -> None:
    assert end_of(raw) == Ending(TODAY - timedelta(days=1), inferred=True, expired=True)


@pytest.mark.parametrize(("raw", "state"), [
    ("已撤销", MembershipState.WITHDRAWN), ("退出", MembershipState.WITHDRAWN), ("已取消", MembershipState.WITHDRAWN), ("暂停",
    MembershipState.SUSPENDED),
])  # fmt: skip
def test_a_state_may_stand_in_the_place_of_a_date(raw: str, state: MembershipState) -> None:
    found = end_of(raw)
    assert found is not None
    assert found.state is state


@pytest.mark.parametrize("raw", [
    "待定", "无", "/", "-", "——", "—", "未定", "以文件为准", "见批文", "至今", "2021.7至今", "2024年6月起", "2024年6月以后",
    "自2024年6月", "2026年初",
    "2027-06-30（已到期）", "非长期", "不是长期", "无效", "长期（动态管理）", "原2024年6月，延至2026年6月", "24年", "20年", "3", 3,
    "365", 2024.1, "2024.13",
    "2024年2月30日", "2024-06-31", "1/2/2024", "30/6/2024", "24-06-30", "2024.6 2025.6", "2024-06-30/2025-06-30", "2021-24", "9999-12-31",
    "2024年6月30日左右", "约三年", "三至五年", "1-3年", "入池后三年", "自签约之日起三年", "0年", "是", "√", True, ["2024-06-30"],
    CellError("#REF!"),
    "2024-06-15至2021-07-15", "6月30日", "长" * 300,
])  # fmt: skip
def test_what_is_not_fully_understood_grants_nothing(raw: object) -> None:
    with pytest.raises(Unusable):
        end_of(raw)


@pytest.mark.parametrize("raw", [None, "", "  ", "\u200b"])
def test_empty_is_empty(raw: str | None) -> None:
    assert end_of(raw) is None


def test_a_term_without_a_first_day_is_not_understood() -> None:
    with pytest.raises(Unusable):
        read_ending("三年", admitted_on=None, today=TODAY)


@given(st.text("0123456789年月日至起止-.~/长期三有效无底前到已 ", max_size=14))
def test_no_text_gives_an_end_that_it_does_not_write(text: str) -> None:
    try:
        found = end_of(text)
    except Unusable:
        return
    if found and found.until is None and found.state is None:
        assert any(word in text.replace(" ", "") for word in ("长期", "永久", "无固定期限", "无期限", "不设"))
