"""Scenarios offered while somebody types: by the words they use, few, always in the same order."""

import pytest

from service.flows.matching.suggest_scenarios import SUGGESTED_MOST, suggest_scenarios
from service.runtime import Runtime
from tests.platforms import MakePlatform


@pytest.fixture
def platform(make_platform: MakePlatform) -> Runtime:
    return make_platform(())


def codes(platform: Runtime, text: str) -> list[str]:
    return [scenario.code for scenario in suggest_scenarios(platform, text)]


@pytest.mark.parametrize(
    ("text", "first"), [("我们厂注塑机联网想手机看", "DEV02"), ("排产", "PLN01"), ("想上等保", "INF06"), ("註塑機聯網", "DEV02")]
)
def test_what_is_said_is_offered_first(platform: Runtime, text: str, first: str) -> None:
    assert codes(platform, text)[0] == first


@pytest.mark.parametrize("text", ["", "注", "想租厂房", "??", "a", "<b>", "\u200b"])
def test_nothing_near_offers_nothing(platform: Runtime, text: str) -> None:
    assert codes(platform, text) == []


def test_never_more_than_a_few(platform: Runtime) -> None:
    everything = "、".join(word for scenario in platform.knowledge().taxonomy.scenarios for word in scenario.synonyms)
    assert len(codes(platform, everything)) == SUGGESTED_MOST
    assert codes(platform, everything) == codes(platform, everything)


def test_the_beginning_of_a_word_is_enough(platform: Runtime) -> None:
    assert "PLN01" in codes(platform, "排产")
    assert set(codes(platform, "机联网")) & {"DEV01", "DEV02", "DEV03"}
