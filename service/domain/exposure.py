"""曝光: how often providers are shown, opened and compared, counted by month without anybody's words. Groups under five are not told."""

import re
import threading
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from statistics import median

from service.domain.matching import MatchList

FEWEST_TOLD = 5
"""A smaller group is told as 少于 5: it could be one factory's doing."""


class ExposureKind(StrEnum):
    """Shown in a list, opened, put into a comparison."""

    SHOWN = "shown"
    OPENED = "opened"
    COMPARED = "compared"


class PlaceBand(StrEnum):
    """Where in the list; empty for what has no place."""

    FIRST = "1"
    TOP_THREE = "2-3"
    TOP_TEN = "4-10"
    BELOW = "11+"
    NONE = ""


PLACE_WORDS = {PlaceBand.FIRST: "第 1", PlaceBand.TOP_THREE: "第 2–3", PlaceBand.TOP_TEN: "第 4–10", PlaceBand.BELOW: "第 11 以后"}


@dataclass(frozen=True, slots=True)
class Exposure:
    """What is counted. `month`: 2026-11; `scenario`, `trade`: codes that the need was read as, empty when it told none."""

    month: str
    provider_id: str
    kind: ExposureKind
    place: PlaceBand = PlaceBand.NONE
    scenario: str = ""
    trade: str = ""


class LackKind(StrEnum):
    """What a factory was told to be missing in a provider's entry, without its words."""

    TRADE_CASE = "trade_case"
    CASE = "case"
    PRICE = "price"
    SCENARIO = "scenario"
    INTERFACE = "interface"
    LIMIT = "limit"


_LACKS: tuple[tuple[re.Pattern[str], LackKind], ...] = (
    (re.compile("^未见.*行业案例$"), LackKind.TRADE_CASE),
    (re.compile("^未见案例"), LackKind.CASE),
    (re.compile("^未写价格"), LackKind.PRICE),
    (re.compile("^未见“.*”方面的内容$"), LackKind.SCENARIO),
    (re.compile("^未提到与.*对接$"), LackKind.INTERFACE),
)


@dataclass(frozen=True, slots=True)
class LackTold:
    """Something was told to be missing. `trade`: code of the need's trade where that is what is missing a case of, else empty."""

    month: str
    provider_id: str
    lack: LackKind
    trade: str = ""


Counted = Exposure | LackTold


class ExposureCounter:
    """Counts in memory until somebody takes the counts away. Safe to use from many threads; a count costs about a microsecond."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Counter[Counted] = Counter()
        self.flushing = threading.Lock()
        self.flushed_at_seconds = 0.0

    def add(self, exposures: Iterable[Counted]) -> int:
        """Count each once; how many different things wait now."""
        with self._lock:
            self._counts.update(exposures)
            return len(self._counts)

    def take(self) -> Counter[Counted]:
        """All counts; the counter is empty then."""
        with self._lock:
            taken, self._counts = self._counts, Counter()
        return taken

    def give_back(self, counts: Counter[Counted]) -> None:
        """Counts that could not be stored."""
        with self._lock:
            self._counts.update(counts)


def month_of(day: date) -> str:
    """2026-11."""
    return f"{day.year}-{day.month:02d}"


def band_of(place: int) -> PlaceBand:
    """The band of a place, which counts from 1."""
    if place == 1:
        return PlaceBand.FIRST
    return PlaceBand.TOP_THREE if place <= 3 else PlaceBand.TOP_TEN if place <= 10 else PlaceBand.BELOW


def exposures_of(answer: MatchList, month: str) -> list[Exposure]:
    """What one list shows: the fitting providers by their places; those that only touch the need are no exposure."""
    scenario = answer.reading.scenarios[0].code if answer.reading.scenarios else ""
    trade = answer.reading.text.industries[0].code if answer.reading.text.industries else ""
    return [Exposure(month, match.provider.id, ExposureKind.SHOWN, band_of(match.rank), scenario, trade) for match in answer.matches]


def lacks_of(answer: MatchList, month: str) -> list[LackTold]:
    """What one list tells to be missing in the fitting providers."""
    trade = answer.reading.text.industries[0].code if answer.reading.text.industries else ""
    kinds = {words: lack_kind(words) for match in answer.matches for words in match.missing}
    return [
        LackTold(month, match.provider.id, kind, trade if kind is LackKind.TRADE_CASE else "")
        for match in answer.matches
        for kind in {kinds[words] for words in match.missing}
    ]


def lack_kind(words: str) -> LackKind:
    """The kind of a sentence that tells what is missing; what has no kind of its own is a limit that is not met."""
    return next((kind for pattern, kind in _LACKS if pattern.match(words)), LackKind.LIMIT)


def told_count(count: int) -> str:
    """A count for people; a small one is not told exactly."""
    return f"{count:,}" if count >= FEWEST_TOLD or count == 0 else f"少于 {FEWEST_TOLD}"


@dataclass(frozen=True, slots=True)
class ExposureTotals:
    """Of one provider in one month."""

    month: str
    shown: int
    opened: int
    compared: int


def totals_by_month(counts: Mapping[Exposure, int], provider_id: str) -> list[ExposureTotals]:
    """The months of one provider, the newest first."""
    found: dict[str, Counter[ExposureKind]] = {}
    for exposure, count in counts.items():
        if exposure.provider_id == provider_id:
            found.setdefault(exposure.month, Counter())[exposure.kind] += count
    return [
        ExposureTotals(month, kinds[ExposureKind.SHOWN], kinds[ExposureKind.OPENED], kinds[ExposureKind.COMPARED])
        for month, kinds in sorted(found.items(), reverse=True)
    ]


def median_shown(counts: Mapping[Exposure, int], month: str, provider_ids: Iterable[str]) -> float | None:
    """How often the provider in the middle was shown in a month; those never shown count as 0. None: too few to hide anybody."""
    shown: Counter[str] = Counter()
    for exposure, count in counts.items():
        if exposure.month == month and exposure.kind is ExposureKind.SHOWN:
            shown[exposure.provider_id] += count
    ids = list(provider_ids)
    return median(shown[provider_id] for provider_id in ids) if len(ids) >= FEWEST_TOLD else None


def told_months(counts: Mapping[Exposure, int], provider_id: str) -> frozenset[str]:
    """The months in which a provider was shown often enough to be told exactly."""
    return frozenset(each.month for each in totals_by_month(counts, provider_id) if each.shown >= FEWEST_TOLD)


def grouped(counts: Mapping[Exposure, int], provider_id: str, by: str) -> list[tuple[str, int]]:
    """(value, how often shown) of one provider by `place`, `scenario` or `trade`; the most come first, small groups stand together as ''.

    No small number can be found by subtraction. Only months that are told exactly are counted, so groups add up to what is told.
    And what stands together is never small itself: the smallest told group joins it then, and so its own number is not told.
    """
    months = told_months(counts, provider_id)
    found: Counter[str] = Counter()
    for exposure, count in counts.items():
        if exposure.provider_id == provider_id and exposure.kind is ExposureKind.SHOWN and exposure.month in months:
            found[str(getattr(exposure, by))] += count
    told = sorted(
        ((value, count) for value, count in found.items() if value and count >= FEWEST_TOLD), key=lambda pair: (-pair[1], pair[0])
    )
    rest = sum(count for value, count in found.items() if not value or count < FEWEST_TOLD)
    while told and 0 < rest < FEWEST_TOLD:
        rest += told.pop()[1]
    return [*told, *([("", rest)] if rest else [])]


def told_lacks(counts: Mapping[LackTold, int]) -> list[tuple[LackKind, str, int]]:
    """(kind, trade, how often) of one provider over its months, the most first; what was told less than five times is left out."""
    found: Counter[tuple[LackKind, str]] = Counter()
    for lack, count in counts.items():
        found[lack.lack, lack.trade] += count
    large = [(kind, trade, count) for (kind, trade), count in found.items() if count >= FEWEST_TOLD]
    return sorted(large, key=lambda each: (-each[2], each[0], each[1]))
