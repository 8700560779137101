"""Programmes against what is known: every kind of condition, known to hold, known to fail, and unknown."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from service.domain.programme_rules import CODE_FACTS, NUMBER_FACTS, YES_FACTS, Fact, ProgrammeRule, RoughDay
from service.domain.programmes import Bearing, Programme, ProgrammeFacts, ProgrammeKind, judge, judge_all

TODAY = date(2026, 11, 29)
FACTS = ProgrammeFacts(
    name="服务券（演示）",
    kind=ProgrammeKind.VOUCHER,
    document_no="演示〔2026〕1号",
    issuer="演示局",
    valid_from=date(2026, 1, 1),
    valid_until=date(2026, 12, 31),
    rate_percent=50,
    cap_fen=20_000_000,
    terms="",
    conditions=(),
    source="演示",
    contact="0769-00000000",
)


def programme(*conditions: ProgrammeRule, **changes: object) -> Programme:
    return Programme("prg_1", 1, replace(FACTS, conditions=conditions, **changes), "", datetime(2026, 1, 1, tzinfo=UTC))


TABLE = [
    *((ProgrammeRule(fact, codes=("a", "b")), frozenset({"b", "c"}), frozenset({"c"})) for fact in CODE_FACTS),
    *((ProgrammeRule(fact, least=20), 20, 19) for fact in NUMBER_FACTS),
    *((ProgrammeRule(fact, most=20), 20, 21) for fact in NUMBER_FACTS),
    *((ProgrammeRule(fact, least=10, most=20), 15, 9) for fact in NUMBER_FACTS),
    *((ProgrammeRule(fact), True, False) for fact in YES_FACTS),
    (ProgrammeRule(Fact.CONTRACT_ON, since=TODAY), RoughDay(TODAY, TODAY), RoughDay(date(2026, 1, 1), date(2026, 11, 28))),
    (ProgrammeRule(Fact.CONTRACT_ON, until=TODAY), RoughDay(date(2025, 1, 1), TODAY), RoughDay(date(2026, 11, 30), date(2026, 12, 1))),
    (
        ProgrammeRule(Fact.CONTRACT_ON, since=date(2026, 1, 1), until=TODAY),
        RoughDay(TODAY, TODAY),
        RoughDay(date(2025, 1, 1), date(2025, 12, 31)),
    ),
]


@pytest.mark.parametrize(("condition", "holding", "failing"), TABLE, ids=lambda each: getattr(each, "fact", ""))
def test_a_condition_holds_fails_or_is_open(condition, holding, failing) -> None:
    only = programme(condition)
    held = judge(only, {condition.fact: holding}, TODAY)
    failed = judge(only, {condition.fact: failing}, TODAY)
    open_ = judge(only, {}, TODAY)
    assert (held.bearing, held.failed, held.missing) == (Bearing.MAY, (), ())
    assert (failed.bearing, failed.failed) == (Bearing.NOT, (condition,))
    assert (open_.bearing, open_.missing) == (Bearing.UNKNOWN, (condition,))


def test_the_table_names_every_fact() -> None:
    assert {condition.fact for condition, _, _ in TABLE} == set(Fact)


def test_no_code_known_is_unknown_and_a_rough_day_too() -> None:
    assert ProgrammeRule(Fact.TOWN, codes=("a",)).holds({Fact.TOWN: frozenset()}) is None
    assert ProgrammeRule(Fact.CONTRACT_ON, since=TODAY).holds({Fact.CONTRACT_ON: RoughDay(date(2026, 1, 1), date(2026, 12, 31))}) is None


def test_one_failure_decides_however_much_is_unknown() -> None:
    two = programme(ProgrammeRule(Fact.STAFF, least=20), ProgrammeRule(Fact.CLEAN))
    assert judge(two, {Fact.STAFF: 5}, TODAY).bearing is Bearing.NOT
    assert judge(two, {Fact.STAFF: 50}, TODAY).bearing is Bearing.UNKNOWN
    assert judge(two, {Fact.STAFF: 50, Fact.CLEAN: True}, TODAY).bearing is Bearing.MAY


def test_what_is_not_in_force_or_not_entered_never_applies() -> None:
    known = {Fact.CLEAN: True}
    clean = ProgrammeRule(Fact.CLEAN)
    over = programme(clean, valid_until=date(2026, 11, 28))
    last_day = programme(clean, valid_until=TODAY)
    coming = programme(clean, valid_from=date(2026, 11, 30))
    endless, ruleless = programme(clean, valid_until=None), programme()
    bearings = [judge(each, known, TODAY).bearing for each in (over, last_day, coming, endless, ruleless)]
    assert bearings == [Bearing.OVER, Bearing.MAY, Bearing.BEFORE, Bearing.UNKNOWN, Bearing.UNKNOWN]
    assert [each.bearing for each in judge_all([over, ruleless, last_day], known, TODAY)] == [Bearing.MAY, Bearing.UNKNOWN, Bearing.OVER]
