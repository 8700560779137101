"""The proof at the top of a card: a figure before and after from the provider's best case, and a sentence of the provider."""

import re
from dataclasses import dataclass

from service.domain.matching import Match, PeerCase, Reason

_AMOUNT = re.compile(r"(?P<lead>[^\d±]*)(?P<number>±?\d[\d,.]*\s?[%％‰]?)(?P<unit>.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence from the provider's own text, and why it is shown.

    `why`: the reason, such as 同行做过. It is empty when `source` already says enough, such as 能力「…」.
    `text`: the sentence; empty when the reason quotes nothing. `marks`: [start, end) of the matched words in `text`.
    """

    why: str
    text: str
    source: str
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure in three parts, so that the number can be drawn large. 约 96 分钟 has the parts 约, 96 and 分钟."""

    lead: str
    number: str
    unit: str


@dataclass(frozen=True, slots=True)
class GainLine:
    """A figure before and after. Example: 晚班开机率 58% → 74% has the subject 晚班开机率.

    `before` is None when the provider tells only the change. `source` names the case of the figure.
    It is empty when the sentence quoted below comes from the same case.
    """

    subject: str
    before: Amount | None
    after: Amount
    source: str


def strongest_quote(match: Match) -> Quote | None:
    """The sentence that the card quotes. None when nothing can be quoted.

    It comes from the leading case when this sentence contains words of the need, or when no reason quotes anything.
    Otherwise, or when the case is of another trade, it comes from the first reason that quotes something.
    """
    reasons = [quote_of(reason) for reason in match.reasons if reason.evidence is not None]
    peer = match.peer
    if peer is not None and peer.same_trade is not False and (peer.quote.marks or not reasons):
        return Quote("同行做过" if peer.same_trade else "做过", peer.quote.text, peer.quote.source, peer.quote.marks)
    return reasons[0] if reasons else None


def quote_of(reason: Reason) -> Quote:
    """The quotation that a card shows for a reason."""
    evidence = reason.evidence
    if evidence is None:
        return Quote(reason.text, "", "")
    if reason.kind == "capability":
        # The source already names the capability: 能力「…」. So the reason is not said again.
        return Quote("", evidence.text, evidence.source, evidence.marks)
    return Quote(reason.text, evidence.text, evidence.source, evidence.marks)


def gain_of(peer: PeerCase | None, quote: Quote | None) -> GainLine | None:
    """The figure before and after of the leading case. None when the case has no figure or is of another trade than the asker's."""
    if peer is None or peer.gain is None or peer.same_trade is False:
        return None
    gain = peer.gain
    source = "" if quote is not None and quote.source == peer.quote.source else peer.quote.source
    return GainLine(gain.subject, amount_of(gain.before) if gain.before else None, amount_of(gain.after), source)


def amount_of(figure: str) -> Amount:
    """Split a figure into its three parts. A percent sign stays with the number: 58% is one part."""
    found = _AMOUNT.match(figure)
    return Amount(found["lead"], found["number"], found["unit"]) if found else Amount("", figure, "")


def no_peer_of(match: Match) -> str:
    """The words shown when the leading case is of another trade than the asker's: 没有同行案例，最近的一件是家具. Otherwise empty."""
    peer = match.peer
    if peer is None or peer.same_trade is not False:
        return ""
    nearest = peer.case.content.industry or peer.case.content.customer
    return f"没有同行案例，最近的一件是{nearest}" if nearest else "没有同行案例"
