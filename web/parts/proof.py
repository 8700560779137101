"""What leads a card: the figure before and after of the case that convinces, and the provider's own sentence."""

import re
from dataclasses import dataclass

from service.domain.matching import Match, PeerCase, Reason

_AMOUNT = re.compile(r"(?P<lead>[^\d±]*)(?P<number>±?\d[\d,.]*\s?[%％‰]?)(?P<unit>.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence of the provider's own. `why`: 同行做过 …, empty when `source` says it all: 能力「…」.

    `text` is empty when a reason has none.
    """

    why: str
    text: str
    source: str
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure in three parts, so that the number can be drawn large: 约 · 96 · 分钟."""

    lead: str
    number: str
    unit: str


@dataclass(frozen=True, slots=True)
class GainLine:
    """晚班开机率 58% → 74%. `before` is None when only the change is told. `source`: its case, where the quotation below is of another."""

    subject: str
    before: Amount | None
    after: Amount
    source: str


def strongest_quote(match: Match) -> Quote | None:
    """The sentence of the case that leads the card when it speaks the need's words, else of the first reason that quotes something."""
    reasons = [quote_of(reason) for reason in match.reasons if reason.evidence is not None]
    peer = match.peer
    if peer is not None and peer.same_trade is not False and (peer.quote.marks or not reasons):
        return Quote("同行做过" if peer.same_trade else "做过", peer.quote.text, peer.quote.source, peer.quote.marks)
    return reasons[0] if reasons else None


def quote_of(reason: Reason) -> Quote:
    """A reason as a card shows it."""
    evidence = reason.evidence
    if evidence is None:
        return Quote(reason.text, "", "")
    if reason.kind == "capability":
        # The source names the capability already: 能力「…」; saying it twice would only fill the card.
        return Quote("", evidence.text, evidence.source, evidence.marks)
    return Quote(reason.text, evidence.text, evidence.source, evidence.marks)


def gain_of(peer: PeerCase | None, quote: Quote | None) -> GainLine | None:
    """The figure before and after of the leading case; none from a firm of another trade."""
    if peer is None or peer.gain is None or peer.same_trade is False:
        return None
    gain = peer.gain
    source = "" if quote is not None and quote.source == peer.quote.source else peer.quote.source
    return GainLine(gain.subject, amount_of(gain.before) if gain.before else None, amount_of(gain.after), source)


def amount_of(figure: str) -> Amount:
    """A figure as written, in its parts; a percentage keeps its sign with the number."""
    found = _AMOUNT.match(figure)
    return Amount(found["lead"], found["number"], found["unit"]) if found else Amount("", figure, "")


def no_peer_of(match: Match) -> str:
    """What is said where no case of the asker's trade leads: 没有同行案例，最近的一件是家具."""
    peer = match.peer
    if peer is None or peer.same_trade is not False:
        return ""
    nearest = peer.case.content.industry or peer.case.content.customer
    return f"没有同行案例，最近的一件是{nearest}" if nearest else "没有同行案例"
