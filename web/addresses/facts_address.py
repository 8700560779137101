"""Facts of a factory or a project in an address, for comparing programmes with them. Nothing is stored; an unusable value is unknown."""

from collections.abc import Iterable
from datetime import date, timedelta
from urllib.parse import urlencode

from service.domain.money import fen_of_wan, wan_of_fen
from service.domain.programme_rules import CODE_FACTS, MONEY_FACTS, NUMBER_FACTS, YES_FACTS, Fact, Facts, FactValue, RoughDay

_CODES_MOST = 20
_NUMBER_MOST = 1_000_000.0
_VALUE_MOST = 400
_CONTRACT_UNTIL = "contract_until"


def read_facts(pairs: Iterable[tuple[str, str]]) -> Facts:
    """The facts an address tells."""
    told = {name: value.strip()[:_VALUE_MOST] for name, value in pairs}
    known: dict[Fact, FactValue] = {}
    for fact in CODE_FACTS:
        if codes := [code for code in told.get(fact, "").split(",") if code][:_CODES_MOST]:
            known[fact] = frozenset(codes)
    for fact in NUMBER_FACTS:
        number = _number(told.get(fact, ""))
        if number is not None:
            known[fact] = fen_of_wan(number) if fact in MONEY_FACTS else int(number)
    first = _day(told.get(Fact.CONTRACT_ON, ""))
    if first:
        last = _day(told.get(_CONTRACT_UNTIL, ""))
        known[Fact.CONTRACT_ON] = RoughDay(first, max(first, last or first))
    for fact in YES_FACTS:
        if told.get(fact) in {"yes", "no"}:
            known[fact] = told[fact] == "yes"
    return known


def facts_query(facts: Facts) -> str:
    """The facts as the query of an address."""
    pairs: list[tuple[str, str]] = []
    for fact, value in facts.items():
        match value:
            case bool():
                pairs.append((fact.value, "yes" if value else "no"))
            case int():
                pairs.append((fact.value, f"{wan_of_fen(value):g}" if fact in MONEY_FACTS else str(value)))
            case RoughDay():
                pairs.append((fact.value, value.first.isoformat()))
                if value.last - value.first >= timedelta(days=1):
                    pairs.append((_CONTRACT_UNTIL, value.last.isoformat()))
            case _:
                pairs.append((fact.value, ",".join(sorted(value))))
    return urlencode(pairs)


def _number(text: str) -> float | None:
    plain = text.replace(",", "")
    if not plain.replace(".", "", 1).isdigit() or not plain.isascii():
        return None
    return min(float(plain), _NUMBER_MOST)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
