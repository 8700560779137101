"""Cases by trade and year."""

from collections import Counter
from urllib.parse import parse_qsl, urlsplit

from web.parts.case_chart import case_chart


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
