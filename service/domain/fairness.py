"""公平: who was recommended how often in a quarter, how concentrated that was, and every hand that changed a list.

No firm is favoured, and whatever differs from the order is told with its reason.
Source: 反垄断法 (2022) arts. 39, 45; 公平竞争审查条例 (2024).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

TOP = 3
_HHI_WHOLE = 10_000
CONCENTRATED_FROM = 1_500
"""An index below is usually called low, from 2,500 on high."""
HIGHLY_FROM = 2_500


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """2026Q4."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Quarter":
        """The quarter of a day."""
        return cls(day.year, (day.month + 2) // 3)

    @classmethod
    def read(cls, text: str) -> "Quarter | None":
        """`2026Q4`; None for anything else."""
        year, sign, number = text.partition("Q")
        plain = sign and year.isascii() and year.isdigit() and len(year) == 4 and number in {"1", "2", "3", "4"}
        return cls(int(year), int(number)) if plain else None

    @property
    def first_on(self) -> date:
        """Its first day."""
        return date(self.year, self.number * 3 - 2, 1)

    @property
    def next(self) -> "Quarter":
        """The one after it."""
        return Quarter(self.year + 1, 1) if self.number == 4 else Quarter(self.year, self.number + 1)

    @property
    def previous(self) -> "Quarter":
        """The one before it."""
        return Quarter(self.year - 1, 4) if self.number == 1 else Quarter(self.year, self.number - 1)

    def __str__(self) -> str:
        return f"{self.year}Q{self.number}"


class HandKind(StrEnum):
    """How a hand changed a list."""

    PINNED = "pinned"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A provider on a list that was sent to a factory. `by_list`: the order put it there, else a hand did."""

    need_id: str
    provider_id: str
    by_list: bool


@dataclass(frozen=True, slots=True)
class Hand:
    """One change of a list by hand, with its reason. `by`: empty when the platform ended a pin."""

    kind: HandKind
    at: datetime
    need_id: str
    need_number: str
    provider_id: str
    provider_name: str
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class ProviderShare:
    """One provider in a quarter: on how many sent lists it stood, how often by hand, how often it was introduced, how often signed."""

    provider_id: str
    name: str
    recommended: int
    pinned: int
    removed: int
    introduced: int
    signed: int


@dataclass(frozen=True, slots=True)
class Concentration:
    """How recommendations are spread. `hhi`: sum of squared shares, 0..10,000; `top_ratio`: share of the three most recommended.

    `even_hhi`: what it would be if all listed providers had the same share: the smallest that there can be.
    """

    recommendations: int
    providers: int
    listed: int
    hhi: int
    even_hhi: int
    top_ratio: float


CONCENTRATION_DEFINITION = (
    "每份发给企业的名单上，每家服务商算一次推荐；移出的不算，以名单发出的日子归入季度。"
    "集中度（HHI）是各家所占百分比的平方和：一家独占是 10000，完全平均是 10000 除以公开的家数；"
    f"一般说来 {CONCENTRATED_FROM} 以下算分散，{HIGHLY_FROM} 以上算集中。前三家占比是推荐次数最多的三家占全部推荐的比例。"
)


def concentration_of(recommended: Iterable[Recommendation], listed: int) -> Concentration:
    """The measure over one quarter. `listed`: how many providers are public."""
    counts = Counter(each.provider_id for each in recommended)
    whole = counts.total()
    even = round(_HHI_WHOLE / listed) if listed else 0
    if not whole:
        return Concentration(0, 0, listed, 0, even, 0.0)
    hhi = round(sum((number / whole) ** 2 for number in counts.values()) * _HHI_WHOLE)
    top = sum(number for _, number in counts.most_common(TOP))
    return Concentration(whole, len(counts), listed, hhi, even, top / whole)


def shares_of(
    recommended: Sequence[Recommendation], hands: Sequence[Hand], led: Mapping[str, tuple[int, int]], names: Mapping[str, str]
) -> tuple[ProviderShare, ...]:
    """Every provider that appears, the most recommended first, then by id, which favours nobody.

    Args:
        led: provider → (introductions, contracts) of the quarter.
    """
    times = Counter(each.provider_id for each in recommended)
    by_hand = Counter(each.provider_id for each in recommended if not each.by_list)
    removed = Counter(hand.provider_id for hand in hands if hand.kind is HandKind.REMOVED and hand.by)
    found = {*times, *removed, *led}
    shares = [ProviderShare(each, names.get(each, ""), times[each], by_hand[each], removed[each], *led.get(each, (0, 0))) for each in found]
    return tuple(sorted(shares, key=lambda share: (-share.recommended, -share.introduced, share.provider_id)))
