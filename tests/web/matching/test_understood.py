"""Chips of what is not wanted, of conditions and of several jobs; each can be taken away."""

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from service.domain.reading import Condition, Job, Mention, NeedReading, Refusal, ScenarioShare
from service.flows.matching.match_need import drop
from tests.web.made_answers import ASKED, READING, TEXT
from web.views.matching.understood import Chip, understood_of

REFUSING = replace(
    TEXT,
    refused=(Mention("PLN02", "mes"), Mention("BIZ01", "erp")),
    refusals=(Refusal("整厂MES", ("PLN02",)), Refusal("换机器")),
    conditions=(Condition("payment", "分期付款", "分期给钱"),),
)
JOBS = tuple(Job(number, code, (ScenarioShare(code, 0.9),)) for number, code in enumerate(("DEV02", "PLN07", "BIZ01"), 1))


@pytest.fixture(scope="module")
def chips_of(runtime):
    def read(reading: NeedReading) -> list[Chip]:
        return list(understood_of(reading, ASKED, runtime.knowledge().taxonomy).chips)

    return read


def marks(chip: Chip) -> list[str]:
    return parse_qs(urlsplit(chip.remove_href).query)["drop"]


def test_what_is_not_wanted_stands_once_in_the_needs_own_words(chips_of):
    chips = [chip for chip in chips_of(replace(READING, text=REFUSING)) if chip.kind == "不要"]
    assert [chip.label for chip in chips][:2] == ["整厂MES", "换机器"]
    assert len(chips) == 3


def test_every_refusal_and_condition_can_be_taken_away(chips_of):
    chips = [chip for chip in chips_of(replace(READING, text=REFUSING)) if chip.kind in {"不要", "要求"}]
    left = drop(REFUSING, [mark for chip in chips for mark in marks(chip)])
    assert (left.refused, left.refusals, left.conditions) == ((), (), ())


def test_taking_one_refusal_away_takes_its_scenario_and_nothing_else():
    left = drop(REFUSING, ["refusal:整厂MES"])
    assert [mention.code for mention in left.refused] == ["BIZ01"]
    assert [refusal.text for refusal in left.refusals] == ["换机器"]
    assert left.conditions == REFUSING.conditions


def test_jobs_are_numbered_chips_in_their_order(chips_of):
    chips = [chip for chip in chips_of(replace(READING, jobs=JOBS)) if chip.kind.endswith("件")]
    assert [chip.kind for chip in chips] == ["第一件", "第二件", "第三件"]
    assert [marks(chip) for chip in chips] == [["job:DEV02"], ["job:PLN07"], ["job:BIZ01"]]


def test_without_one_of_two_jobs_the_other_is_meant(chips_of):
    first, second = (chip for chip in chips_of(replace(READING, jobs=JOBS[:2])) if chip.kind.endswith("件"))
    assert parse_qs(urlsplit(first.remove_href).query)["s"] == ["PLN07"]
    assert parse_qs(urlsplit(second.remove_href).query)["s"] == ["DEV02"]


def test_what_was_taken_away_is_told_in_chinese(runtime):
    asked = replace(ASKED, dropped=("refusal:换机器", "condition:分期付款", "job:DEV02"))
    told = understood_of(READING, asked, runtime.knowledge().taxonomy).dropped
    assert told[:2] == ("不要 换机器", "要求 分期付款")
    assert "DEV02" not in told[2]
