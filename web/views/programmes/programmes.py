"""政策: may this apply to my factory, and whom do I ask?"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from service.domain.codes import CodeTables
from service.domain.money import wan_of_fen
from service.domain.open_profile import mask_personal
from service.domain.programme_rules import FACT_WORDS, MONEY_FACTS, NUMBER_FACTS, UNITS, YES_FACTS, Fact, Facts, RoughDay
from service.domain.programme_words import condition_words, names_of_codes, support_words, why_words
from service.domain.programmes import BEARING_WORDS, KIND_NAMES, Bearing, Judgement, Programme
from service.flows.programmes.browse_programmes import ProgrammeList
from web.addresses.facts_address import facts_query
from web.parts.programme_lines import BEARING_BADGES, ProgrammeLine, programme_line
from web.text import chinese_date

_ANSWERS = {True: ("符合", "good"), False: ("不符合", "warn"), None: ("", "")}
_CHOSEN_FACTS = (Fact.INDUSTRY, Fact.TOWN, Fact.SCENARIO, Fact.LEVEL)


@dataclass(frozen=True, slots=True)
class FactField:
    """One field of the form. `options`: (code, word) for a choice; `unit`: for a number; `kind`: `choice`, `number`, `date`."""

    name: str
    label: str
    kind: str
    value: str
    options: tuple[tuple[str, str], ...] = ()
    unit: str = ""


@dataclass(frozen=True, slots=True)
class OverLine:
    """A programme that is over."""

    name: str
    href: str
    document_no: str
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class ProgrammesPage:
    """`told`: how many facts were told; `lines`: in force or to come; `over`: 已失效."""

    template: ClassVar[str] = "pages/programmes/programmes.html"
    title: str
    fields: tuple[FactField, ...]
    told: int
    lines: tuple[ProgrammeLine, ...]
    over: tuple[OverLine, ...]


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One condition. `answer`: 符合, 不符合, or empty when it is not known; `missing`: what would tell."""

    words: str
    answer: str
    badge: str
    missing: str


@dataclass(frozen=True, slots=True)
class ProgrammePage:
    """`support`: rate and cap as the document says, as upper bounds. `entered`: when it was entered; `links`: the source is an address."""

    template: ClassVar[str] = "pages/programmes/programme.html"
    title: str
    id: str
    kind: str
    document_no: str
    issuer: str
    since: str
    until: str
    bearing: str
    badge: str
    why: str
    is_over: bool
    support: str
    terms: str
    rules: tuple[RuleLine, ...]
    source: str
    links: bool
    contact: str
    entered: str
    is_demo: bool
    fields: tuple[FactField, ...]


def programmes_page(found: ProgrammeList, facts: Facts) -> ProgrammesPage:
    """All of them against what was told."""
    return ProgrammesPage(
        title="政策项目",
        fields=_fields(facts, found.codes, tuple(Fact)),
        told=len(facts),
        lines=tuple(programme_line(each, found.codes, facts_query(facts)) for each in found.current),
        over=tuple(_over(programme) for programme in found.over),
    )


def programme_page(judgement: Judgement, codes: CodeTables, facts: Facts) -> ProgrammePage:
    """One of them against what was told."""
    programme, told = judgement.programme, judgement.programme.facts
    names = names_of_codes(codes)
    asked = tuple(fact for fact in Fact if any(condition.fact is fact for condition in told.conditions))
    return ProgrammePage(
        title=told.name,
        id=programme.id,
        kind=KIND_NAMES[told.kind],
        document_no=told.document_no,
        issuer=told.issuer,
        since=chinese_date(told.valid_from, "没有录入"),
        until=chinese_date(told.valid_until, "没有录入"),
        bearing=BEARING_WORDS[judgement.bearing],
        badge=BEARING_BADGES[judgement.bearing],
        why=why_words(judgement, names),
        is_over=judgement.bearing is Bearing.OVER,
        support=support_words(told.rate_percent, told.cap_fen),
        terms=mask_personal(told.terms),
        rules=tuple(
            RuleLine(condition_words(condition, names), *_ANSWERS[condition.holds(facts)], FACT_WORDS[condition.fact])
            for condition in told.conditions
        ),
        source=mask_personal(told.source),
        links=told.source.startswith(("https://", "http://")),
        contact=mask_personal(told.contact),
        entered=chinese_date(programme.entered_at),
        is_demo=programme.is_demo,
        fields=_fields(facts, codes, asked),
    )


def _over(programme: Programme) -> OverLine:
    return OverLine(programme.facts.name, f"/programmes/{programme.id}", programme.facts.document_no, programme.facts.valid_until)


def _fields(facts: Facts, codes: CodeTables, asked: tuple[Fact, ...]) -> tuple[FactField, ...]:
    names = names_of_codes(codes)
    fields = []
    for fact in asked:
        value = facts.get(fact)
        label = FACT_WORDS[fact]
        match value:
            case bool():
                text = "yes" if value else "no"
            case int():
                text = f"{wan_of_fen(value):g}" if fact in MONEY_FACTS else str(value)
            case RoughDay():
                text = value.first.isoformat()
            case None:
                text = ""
            case _:
                text = next(iter(sorted(value)))
        if fact in _CHOSEN_FACTS:
            fields.append(FactField(fact.value, label, "choice", text, tuple(names[fact].items())))
        elif fact in YES_FACTS:
            yes, no = ("有", "没有") if "有没有" in label else ("是", "不是")
            options = (("no", yes), ("yes", no)) if fact in {Fact.CLEAN, Fact.UNFUNDED} else (("yes", yes), ("no", no))
            fields.append(FactField(fact.value, label, "choice", text, options))
        elif fact in NUMBER_FACTS:
            fields.append(FactField(fact.value, label, "number", text, unit=UNITS[fact]))
        else:
            fields.append(FactField(fact.value, label, "date", text))
    return tuple(fields)
