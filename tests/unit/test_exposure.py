"""曝光: counted without words, small groups never told, the median of the pool beside."""

from collections import Counter
from datetime import date
from threading import Thread

from service.domain.exposure import (
    Exposure,
    ExposureCounter,
    ExposureKind,
    PlaceBand,
    band_of,
    grouped,
    median_shown,
    month_of,
    told_count,
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


def test_the_median_counts_those_who_were_never_shown():
    counts = shown("a", 9) + shown("b", 3) + shown("b", 90, month="2026-10")
    assert median_shown(counts, "2026-11", ["a", "b", "c"]) == 3
    assert median_shown(counts, "2026-11", ["a", "c", "d"]) == 0
    assert median_shown(counts, "2026-11", []) == 0


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
