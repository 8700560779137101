"""What is offered while somebody types, with the real encoder and bank: everyday words find their scenario, other wishes find none."""

import json

import pytest

from service.flows.matching.suggest_scenarios import suggest_scenarios
from service.runtime import Runtime
from service.settings import ROOT

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("机器成日坏", "EQP"), ("仓库对不上数", "SCM"), ("料成日唔够", "PLN"), ("电费太高", "GRN"), ("工人计件工资算不清", "PLN"),
        ("客户要追溯", "QUA"), ("啤机晚班开没开", "DEV"), ("插单一多就乱", "PLN"),
    ],
)  # fmt: skip
def test_everyday_words_find_their_group(fixture_pool: Runtime, typed: str, meant: str) -> None:
    assert suggest_scenarios(fixture_pool, typed)[0].group == meant


def test_half_a_need_is_enough_more_often_than_not(fixture_pool: Runtime) -> None:
    needs = [json.loads(line) for line in (ROOT / "fixtures" / "needs" / "development.jsonl").read_text("utf-8").splitlines()]
    found = [bool({offer.code for offer in suggest_scenarios(fixture_pool, need["text"][:14])} & set(need["scenarios"])) for need in needs]
    assert sum(found) / len(found) > 0.5


@pytest.mark.parametrize("typed", ["想租厂房", "招普工二十名", "年会订酒席四十围", "今天天气不错"])
def test_what_the_pools_do_not_offer_is_offered_nothing(fixture_pool: Runtime, typed: str) -> None:
    assert suggest_scenarios(fixture_pool, typed) == ()
