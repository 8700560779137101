"""曝光: counted without words, small groups never told, the median of the pool beside."""

from collections import Counter
from datetime import date
from threading import Thread

from hypothesis import given
from hypothesis import strategies as st

from service.domain.exposure import (
    Exposure,
    ExposureCounter,
    ExposureKind,
    LackKind,
    LackTold,
    PlaceBand,
    band_of,
    grouped,
    lack_kind,
    median_shown,
    month_of,
    told_count,
    told_lacks,
    totals_by_month,
)

SHOWN = ExposureKind.SHOWN


def shown(provider, n, scenario="", month="2026-11"):
    return Counter({Exposure(month, provider, SHOWN, PlaceBand.FIRST, scenario): n})


def test_places_fall_into_bands():
    assert [band_of(place) for place in (1, 2, 3, 4, 10, 11)] == ["1", "2-3", "2-3", "4-10", "4-10", "11+"]
    assert month_of(date(2026, 1, 5)) == "2026-01"


def test_small_counts_are_not_told():
    assert [told_count(count) for count in (0, 1, 4, 5, 1_200)] == ["0", "少于 5", "少于 5", "5", "1,200"]


def test_groups_under_five_stand_together():
    counts = shown("a", 9, "DEV02") + shown("a", 4, "QUA02") + shown("a", 3, "PLN01") + shown("a", 2) + shown("b", 50, "QUA02")
    assert grouped(counts, "a", "scenario") == [("DEV02", 9), ("", 9)]
    assert sum(count for _, count in grouped(counts, "a", "place")) == 18


@given(
    st.dictionaries(
        st.tuples(st.sampled_from(["2026-10", "2026-11"]), st.sampled_from(["", "DEV02", "QUA02", "PLN01"])), st.integers(1, 12), max_size=8
    )
)
def test_no_small_number_is_found_by_subtraction(cells):
    counts = Counter({Exposure(month, "a", SHOWN, PlaceBand.FIRST, scenario): count for (month, scenario), count in cells.items()})
    told = dict(grouped(counts, "a", "scenario"))
    assert sum(told.values()) == sum(each.shown for each in totals_by_month(counts, "a") if each.shown >= 5), "groups add up to told months"
    assert all(count >= 5 for count in told.values()), "what is hidden is never alone"


def test_what_lists_tell_to_be_missing_has_a_kind():
    words = (
        "未见五金行业案例",
        "未见案例，能力为服务商自报",
        "未写价格",
        "未见“能耗监测”方面的内容",
        "未提到与用友对接",
        "报价下限高于预算",
    )
    assert [str(lack_kind(each)) for each in words] == ["trade_case", "case", "price", "scenario", "interface", "limit"]
    counts = Counter({LackTold("2026-11", "a", LackKind.PRICE): 4, LackTold("2026-11", "a", LackKind.TRADE_CASE, "metal"): 6})
    assert told_lacks(counts) == [("trade_case", "metal", 6)]


def test_the_median_counts_those_who_were_never_shown():
    counts = shown("a", 9) + shown("b", 3) + shown("b", 90, month="2026-10")
    assert median_shown(counts, "2026-11", ["a", "b", "c"]) is None, "too few to hide anybody"
    assert median_shown(counts, "2026-11", ["a", "b", "c", "d", "e"]) == 0
    assert median_shown(counts + shown("c", 4), "2026-11", ["a", "b", "c", "d", "e"]) == 3


def test_months_stand_newest_first():
    counts = shown("a", 9) + shown("a", 2, month="2026-10") + Counter({Exposure("2026-11", "a", ExposureKind.OPENED): 7})
    assert [(each.month, each.shown, each.opened) for each in totals_by_month(counts, "a")] == [("2026-11", 9, 7), ("2026-10", 2, 0)]


def test_many_threads_lose_no_count():
    counter = ExposureCounter()
    one = [Exposure("2026-11", "a", SHOWN)]
    threads = [Thread(target=lambda: [counter.add(one) for _ in range(500)]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counter.take() == {one[0]: 2_000}
    assert not counter.take()
