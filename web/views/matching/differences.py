"""差别: what differs between compared providers, in one or two sentences read from their own entries. Tells, never recommends."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from service.domain.matching import Fit, Match
from service.domain.providers import Provider, StoredCapability
from web.parts.match_card import offers_of, price_of, weeks_of


@dataclass(frozen=True, slots=True)
class Compared:
    """One of the compared: the provider, and what was found about the need; None when nothing was."""

    provider: Provider
    match: Match | None

    @property
    def on_topic(self) -> bool:
        """Tell whether its own texts speak to the need."""
        return self.match is not None and self.match.fit is not Fit.WEAK

    @property
    def offers(self) -> tuple[StoredCapability, ...]:
        """The capabilities whose price and weeks count: what matched, none off topic."""
        return offers_of(self.match) if self.match is not None and self.on_topic else ()


def differences_of(compared: Sequence[Compared]) -> tuple[str, ...]:
    """Sentences such as 只有甲做过同行. Firms that only touch the need are named first and left out of price and time."""
    fitting = [each for each in compared if each.on_topic]
    return tuple(
        sentence
        for sentence in (
            _few([each for each in compared if not each.on_topic], compared, "没有写明做过这件事"),
            _few([each for each in fitting if _has_peer(each)], compared, "有同行案例", only=True),
            _least(fitting, "参考价起点最低", _low_price, price_of),
            _few([each for each in fitting if _low_price(each) is None], fitting, "没写价格"),
            _least(fitting, "周期最短", _weeks, weeks_of),
        )
        if sentence
    )


def _few(some: Sequence[Compared], all_of: Sequence[Compared], words: str, *, only: bool = False) -> str:
    """What holds for some and not for all; nothing when it sets nobody apart."""
    if not some or len(some) == len(all_of):
        return ""
    return f"{'只有' if only else ''}{'、'.join(each.provider.display_name for each in some)}{words}"


def _least(
    among: Sequence[Compared], words: str, value: Callable[[Compared], int | None], told: Callable[[Sequence[StoredCapability]], str]
) -> str:
    """Who has the least of a number that at least two tell; nothing when two share it."""
    known = [(number, each) for each in among if (number := value(each)) is not None]
    least = min((number for number, _ in known), default=0)
    best = [each for number, each in known if number == least]
    if len(known) < 2 or len(best) != 1:
        return ""
    return f"{best[0].provider.display_name}{words}（{told(best[0].offers)}）"


def _has_peer(each: Compared) -> bool:
    return each.match is not None and each.match.peer is not None and each.match.peer.same_trade is True


def _low_price(each: Compared) -> int | None:
    return min((offer.content.price_min_fen for offer in each.offers if offer.content.price_min_fen is not None), default=None)


def _weeks(each: Compared) -> int | None:
    return min((offer.content.weeks for offer in each.offers if offer.content.weeks is not None), default=None)
