"""Choose the case that convinces most: the same trade first, then figures before and after, then a similar size. Pure."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from service.domain.gains import Gain, read_gains
from service.domain.listing import case_tags
from service.domain.matching import PeerCase
from service.domain.providers import Provider, StoredCase
from service.domain.reading import Limit, LimitKind, NeedReading
from service.domain.taxonomy import Taxonomy
from service.search.evidence import Wanted, quote_case
from service.search.reading_numbers import read_limits
from service.search.segment import fold_text

_SIZES = frozenset({LimitKind.MACHINES, LimitKind.HEADCOUNT})
_REMEMBERED_CASES = 4096
_LIKE_MINE, _NEARLY_MINE = 2.0, 5.0
"""How many times larger or smaller a case may be than the asker's firm: to have the same size, and nearly the same size."""


def peer_case(
    provider: Provider, reading: NeedReading, wanted: Wanted, taxonomy: Taxonomy, *, codes: Iterable[str], spoken: Sequence[str] = ()
) -> PeerCase | None:
    """The best case in one of the scenarios `codes`, or None.

    Args:
        codes: the scenarios wanted. A case of another scenario convinces nobody, however near its trade is.
        spoken: ids of passages that speak to the need, best first. They decide between cases that are equal otherwise.
    """
    sought = set(codes)
    cases = [case for case in provider.cases if sought & {tag.code for tag in case_tags(provider, case)}]
    if not cases:
        return None
    places = {passage: place for place, passage in enumerate(spoken)}

    def key(case: StoredCase) -> tuple[int, bool, int, int]:
        gains = read_gains(case.content.outcome or "")
        told = any(gain.before for gain in gains)
        return _trade_steps(case, reading, taxonomy), not told, _size_steps(case, reading), places.get(case.id, len(places))

    best = min(cases, key=key)
    trades = reading.text.industries
    return PeerCase(
        case=best,
        quote=quote_case(best, wanted),
        gain=_fitting_gain(read_gains(best.content.outcome or ""), reading.text.folded),
        same_trade=_trade_steps(best, reading, taxonomy) < 2 if trades else None,
    )


def _trade_steps(case: StoredCase, reading: NeedReading, taxonomy: Taxonomy) -> int:
    """0: the case has a trade of the need, or the need names none. 1: it has a related trade. 2: it has another trade."""
    named = {mention.code for mention in reading.text.industries}
    own = set(case.industry_codes)
    if not named or named & own:
        return 0
    return 1 if any(taxonomy.related_industries(code) & own for code in named) else 2


def _size_steps(case: StoredCase, reading: NeedReading) -> int:
    """Compare the sizes of case and asker, in machines or heads. 0: the same; 1: nearly the same or unknown; 2: different."""
    sizes = {limit.kind: limit.number for limit in reading.text.limits if limit.kind in _SIZES}
    for limit in _told_sizes(case.content.summary) if sizes else ():
        asked = sizes.get(limit.kind)
        if asked and limit.number:
            times = max(asked, limit.number) / min(asked, limit.number)
            return 0 if times <= _LIKE_MINE else 1 if times <= _NEARLY_MINE else 2
    return 1


@lru_cache(maxsize=_REMEMBERED_CASES)
def _told_sizes(summary: str) -> tuple[Limit, ...]:
    return tuple(limit for limit in read_limits(fold_text(summary)) if limit.kind in _SIZES)


def _fitting_gain(gains: Sequence[Gain], need: str) -> Gain | None:
    """A figure with a value before; among several the one that shares most pairs of characters with the need, then the first."""
    if not gains:
        return None
    return max(gains, key=lambda gain: (bool(gain.before), _shared(fold_text(gain.subject), need)))


def _shared(subject: str, need: str) -> int:
    return sum(subject[at : at + 2] in need for at in range(len(subject) - 1))
