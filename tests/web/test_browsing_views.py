"""Pure parts of the browsing pages: addresses, outcomes in figures, validity of qualifications, charts."""

import re
from collections import Counter
from datetime import date
from urllib.parse import parse_qsl, urlsplit
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.addresses.list_address import VALUE_MOST_CHARACTERS, read_narrowed
from web.parts.cards import OutcomeLine, outcome_lines
from web.parts.case_chart import case_chart
from web.parts.charts import stacked_bars
from web.views.directory.provider import has_passed


def test_an_address_is_read_and_written_back():
    narrowed = read_narrowed(
        "/providers", [("q", " 屿栈 "), ("town", "441900129"), ("pool", ""), ("x", "1"), ("page", "3")], ("pool", "town")
    )
    assert (narrowed.text, narrowed.wanted, narrowed.page) == ("屿栈", {"town": "441900129"}, 3)
    assert narrowed.active == 2
    assert narrowed.without("town") == "/providers?q=%E5%B1%BF%E6%A0%88"
    assert read_narrowed("/providers", [("town", "x")], ("town",)).without("town") == "/providers"


@given(st.lists(st.tuples(st.sampled_from(["q", "pool", "town", "page", "other"]), st.text(max_size=200)), max_size=12))
def test_any_address_can_be_read(pairs):
    names = ("pool", "town")
    narrowed = read_narrowed("/x", pairs, names)
    assert narrowed.page >= 1
    assert set(narrowed.wanted) <= set(names)
    for value in (narrowed.text, *narrowed.wanted.values()):
        assert len(value) <= VALUE_MOST_CHARACTERS
        assert "\n" not in value
    # What is written back reads the same.
    again = read_narrowed("/x", narrowed.pairs, names)
    assert (again.text, again.wanted) == (narrowed.text, narrowed.wanted)


@pytest.mark.parametrize(
    ("outcome", "lines"),
    [
        ("终检人数26人→11人；外观投诉一年7次→1次", [("终检人数26人", "11人"), ("外观投诉一年7次", "1次")]),
        ("审核主要不符合3项→0项，记录按时率62%→98%", [("审核主要不符合3项", "0项"), ("记录按时率62%", "98%")]),
        ("目检22人→7人，下午班漏检与上午持平", [("目检22人", "7人，下午班漏检与上午持平")]),
        ("月结由32天回到6天，系统问题当天解决率95%", [("月结由32天回到6天，系统问题当天解决率95%", "")]),
        ("报价 3 天 -> 半天。", [("报价 3 天", "半天")]),
        ("1天→2天→3天", [("1天", "2天→3天")]),
        ("；；。", []),
        ("", []),
    ],
)
def test_outcomes_as_figures(outcome, lines):
    assert outcome_lines(outcome) == tuple(OutcomeLine(*line) for line in lines)


@pytest.mark.parametrize(
    ("text", "passed"),
    [
        ("ISO27001(2027-05到期)", False),
        ("ISO27001（2026-01到期）", False),
        ("ISO27001（2025-12到期）", True),
        ("CMMI3（2026-01-04到期）", True),
        ("CMMI3（2026-01-05到期）", False),
        ("证书 2025年6月 到期", True),
        ("证书（2025-99到期）", True),
        ("证书（2025-02-31到期）", True),
        ("高新技术企业（2023年认定）", False),
        ("软件企业证书", False),
    ],
)
def test_a_qualification_that_names_its_end(text, passed):
    assert has_passed(text, date(2026, 1, 5)) is passed


def test_a_chart_has_no_script_no_style_and_no_foreign_address():
    svg = stacked_bars([("注塑<b>&", {"2023": 1, "2024": 2}), ("五金", {"2024": 3})], ["2023", "2024"], "说明 <x>")
    root = ElementTree.fromstring(svg)  # noqa: S314  our own output
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert not tags & {"script", "style", "image", "a", "foreignObject"}
    for element in root.iter():
        assert not [name for name in element.attrib if name in {"style", "id"} or name.startswith("on")]
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", svg)
    assert root.attrib["aria-label"] == "说明 <x>"
    texts = [element.text for element in root.iter() if element.text]
    assert "注塑<b>&" in texts
    assert sorted(text for element in root.iter() if element.get("class") == "value" and (text := element.text)) == ["1", "2", "3"]


def test_small_trades_of_a_chart_stand_together_and_nothing_is_lost():
    counts = Counter({(f"t{place}", 2024): place for place in range(1, 13)})
    counts[("", None)] = 20
    chart = case_chart(counts, {f"t{place}": f"行业{place}" for place in range(1, 13)}, ("DEV02", "联网"))
    assert chart is not None
    assert chart.heads == ("行业", "2024", "未写年份", "合计")
    assert [row.label for row in chart.rows] == ["未写行业", *(f"行业{place}" for place in range(12, 5, -1)), "其他行业"]
    assert sum(row.cells[-1].number for row in chart.rows) == sum(counts.values())
    for row in chart.rows:
        assert sum(cell.number for cell in row.cells[:-1]) == row.cells[-1].number
        for cell in row.cells:
            if cell.href:
                asked = dict(parse_qsl(urlsplit(cell.href).query))
                assert asked["scenario"] == "DEV02"
                assert row.label == f"行业{asked['industry'][1:]}"
    assert not [cell for row in (chart.rows[0], chart.rows[-1]) for cell in row.cells if cell.href]


def test_no_cases_no_chart():
    assert case_chart({}, {}, ("DEV02", "联网")) is None
