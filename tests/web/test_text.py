"""How values are written for people."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.web.html import read_page
from web.text import chinese_date, chinese_instant, clipped, marked, percent, phrased, price_band, thousands, weeks_text


def test_dates_are_written_in_shanghai():
    assert chinese_date(date(2026, 1, 5)) == "2026年1月5日"
    assert chinese_date(datetime(2026, 1, 5, 16, 30, tzinfo=UTC)) == "2026年1月6日"
    assert chinese_instant(datetime(2026, 1, 5, 1, 5, tzinfo=UTC)) == "2026年1月5日 09:05"
    assert chinese_date(None) == "未填写"


@pytest.mark.parametrize(
    ("low", "high", "written"),
    [
        (25_000_000, 70_000_000, "25–70 万元"),
        (800_000, 3_250_000, "0.8–3.25 万元"),
        (25_000_000, None, "25 万元起"),
        (None, 70_000_000, "70 万元以内"),
        (5_000_000, 5_000_000, "约 5 万元"),
        (0, None, "0 万元起"),
        (None, None, "价格面议"),
        (1_200_000_000, 1_500_000_000, "1,200–1,500 万元"),
    ],
)
def test_money_is_written_in_wan(low, high, written):
    assert price_band(low, high) == written


def test_counts_and_shares():
    assert thousands(1_234_567) == "1,234,567"
    assert percent(0.445) == "44%"
    assert percent(0.005) == "0.5%"
    assert percent(0) == "0%"
    assert weeks_text(None) == "周期面议"
    assert weeks_text(3) == "约 3 周"
    assert clipped("东莞市望牛墩高埗道滘", 6) == "东莞市望牛…"
    assert clipped("高埗道滘", 6) == "高埗道滘"


def test_marks_stand_around_the_words_and_text_is_escaped():
    assert marked("停机了<b>没人知道", ((0, 2), (6, 8))) == "<mark>停机</mark>了&lt;b&gt;<mark>没人</mark>知道"
    assert marked("停机", ((1, 9), (-3, 1))) == "<mark>停</mark><mark>机</mark>"


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(-5, 70), st.integers(-5, 70)), max_size=6))
def test_marking_never_changes_the_words(text, marks):
    html = str(marked(text, marks))
    assert html.replace("<mark>", "").replace("</mark>", "") == str(marked(text, ()))
    assert {element.tag for element in read_page(html).elements} <= {"mark"}


def test_a_heading_breaks_at_its_stops_and_never_inside_a_word():
    assert phrased("您说了不要什么，还没说要什么") == '<span class="phrase">您说了不要什么，</span><span class="phrase">还没说要什么</span>'
    assert phrased("“很合适”“沾边”怎么分").count("phrase") == 3
    assert phrased("<b>一句") == '<span class="phrase">&lt;b&gt;一句</span>'
