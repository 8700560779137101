"""A firm that tells only other specialities than the need's does not fit."""

import pytest

from service.domain.reading import NeedReading, NeedText, ScenarioShare
from service.search.specialities import lacking_speciality
from tests.unit.made_providers import capability, provider
from tests.unit.made_search import KNOWLEDGE


def asked(text: str, code: str = "PLN08") -> NeedReading:
    need = NeedText(original=text, folded=text, parts=(text,))
    return NeedReading(text=need, wishes=(), scenarios=(ScenarioShare(code, 0.9),))


@pytest.mark.parametrize(
    ("description", "need", "lacks"),
    [
        ("机床上下料、装箱单元", "弧焊机器人焊铁架", "焊接"),
        ("机床上下料、装箱单元", "车床上下料要机械手", None),
        ("机器人系统集成，交钥匙", "弧焊机器人焊铁架", None),  # tells none, may do everything
        ("机床上下料，喷涂不做", "喷漆机器人", "喷涂"),
        ("去毛刺、打磨单元", "壶身镜面抛光用机器人", "镜面抛光"),
    ],
)
def test_what_a_firm_lacks(description: str, need: str, lacks: str | None) -> None:
    firm = provider(capability("机器人集成", description))
    assert lacking_speciality(firm, asked(need), KNOWLEDGE.exclusions) == lacks


def test_another_scenario_has_other_specialities() -> None:
    firm = provider(capability("机器人集成", "机床上下料"))
    assert lacking_speciality(firm, asked("弧焊机器人", "QUA02"), KNOWLEDGE.exclusions) is None
