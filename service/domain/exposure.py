"""曝光: how often providers are shown, opened and compared, counted by month without anybody's words. Groups under five are not told."""

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


class ExposureCounter:
    """Counts in memory until somebody takes the counts away. Safe to use from many threads; a count costs about a microsecond."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Counter[Exposure] = Counter()
        self.flushing = threading.Lock()
        self.flushed_at_seconds = 0.0

    def add(self, exposures: Iterable[Exposure]) -> int:
        """Count each once; how many different things wait now."""
        with self._lock:
            self._counts.update(exposures)
            return len(self._counts)

    def take(self) -> Counter[Exposure]:
        """All counts; the counter is empty then."""
        with self._lock:
            taken, self._counts = self._counts, Counter()
        return taken

    def give_back(self, counts: Counter[Exposure]) -> None:
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


def median_shown(counts: Mapping[Exposure, int], month: str, provider_ids: Iterable[str]) -> float:
    """How often the provider in the middle was shown in a month; those never shown count as 0."""
    shown: Counter[str] = Counter()
    for exposure, count in counts.items():
        if exposure.month == month and exposure.kind is ExposureKind.SHOWN:
            shown[exposure.provider_id] += count
    ids = list(provider_ids)
    return median(shown[provider_id] for provider_id in ids) if ids else 0.0


def grouped(counts: Mapping[Exposure, int], provider_id: str, by: str) -> list[tuple[str, int]]:
    """(value, how often shown) of one provider by `place`, `scenario` or `trade`. The most come first, groups under five as one ''."""
    found: Counter[str] = Counter()
    for exposure, count in counts.items():
        if exposure.provider_id == provider_id and exposure.kind is ExposureKind.SHOWN:
            found[str(getattr(exposure, by))] += count
    told = [(value, count) for value, count in found.items() if value and count >= FEWEST_TOLD]
    rest = sum(count for value, count in found.items() if not value or count < FEWEST_TOLD)
    return sorted(told, key=lambda pair: (-pair[1], pair[0])) + ([("", rest)] if rest else [])
