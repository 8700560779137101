"""Programmes beside a need, an offer or a case: each in one line, with why, and never as a promise."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.domain.codes import CodeTables
from service.domain.programme_rules import Facts
from service.domain.programme_words import names_of_codes, why_words
from service.domain.programmes import BEARING_WORDS, KIND_NAMES, Bearing, Judgement
from service.flows.programmes.browse_programmes import ProgrammeList
from web.addresses.facts_address import facts_query
from web.text import chinese_date

BEARING_BADGES = {Bearing.MAY: "good", Bearing.NOT: "quiet", Bearing.UNKNOWN: "warn", Bearing.OVER: "quiet", Bearing.BEFORE: "quiet"}
_BESIDE_MOST = 6


@dataclass(frozen=True, slots=True)
class ProgrammeLine:
    """`bearing`: 可能适用, 不适用 …; `why`: because of what; `until`: how long the document is valid."""

    name: str
    href: str
    kind: str
    document_no: str
    until: str
    bearing: str
    badge: str
    why: str
    is_demo: bool


@dataclass(frozen=True, slots=True)
class ProgrammesBeside:
    """`lines`: those in force; `more`: how many others; `href`: all of them against the same facts."""

    lines: tuple[ProgrammeLine, ...]
    more: int
    href: str

    @property
    def summary(self) -> str:
        """政策：2 项可能适用，1 项还不能判断."""
        words = [line.bearing for line in self.lines]
        counts = [(words.count(word), word) for word in BEARING_WORDS.values()]
        return "，".join(f"{count} 项{word}" for count, word in counts if count)


def programme_line(judgement: Judgement, codes: CodeTables, query: str = "") -> ProgrammeLine:
    """One line; `query`: the facts, for the programme's own page."""
    facts = judgement.programme.facts
    return ProgrammeLine(
        name=facts.name,
        href=f"/programmes/{judgement.programme.id}" + (f"?{query}" if query else ""),
        kind=KIND_NAMES[facts.kind],
        document_no=facts.document_no,
        until=f"有效期至 {chinese_date(facts.valid_until)}" if facts.valid_until else "有效期没有录入",
        bearing=BEARING_WORDS[judgement.bearing],
        badge=BEARING_BADGES[judgement.bearing],
        why=why_words(judgement, names_of_codes(codes)),
        is_demo=judgement.programme.is_demo,
    )


def programmes_beside(found: ProgrammeList, facts: Facts) -> ProgrammesBeside:
    """Those in force against facts."""
    query = facts_query(facts)
    lines: Sequence[ProgrammeLine] = [programme_line(each, found.codes, query) for each in found.current]
    return ProgrammesBeside(
        tuple(lines[:_BESIDE_MOST]), max(0, len(lines) - _BESIDE_MOST), f"/programmes?{query}" if query else "/programmes"
    )
