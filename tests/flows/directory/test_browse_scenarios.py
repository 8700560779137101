"""Scenarios, trades, cases and the coverage map: numbers and the rows behind them."""

from collections import Counter

import pytest

from service.errors import NotFound
from service.flows.directory.browse_cases import FILTERS as CASE_FILTERS
from service.flows.directory.browse_cases import CaseQuery, browse_cases
from service.flows.directory.browse_coverage import browse_coverage
from service.flows.directory.browse_industries import browse_industries, get_industry
from service.flows.directory.browse_providers import ProviderQuery, list_providers
from service.flows.directory.browse_scenarios import browse_scenarios, get_scenario
from service.runtime import Runtime
from tests.factories import SMALL_POOL, case, firm


@pytest.fixture
def pool(make_platform) -> Runtime:
    return make_platform(SMALL_POOL, prepare=False)


def test_the_tree_has_all_groups_and_scenarios(pool):
    tree = browse_scenarios(pool)
    assert (len(tree.groups), sum(len(group.scenarios) for group in tree.groups), tree.listed) == (10, 70, 4)
    for group in tree.groups:
        for line in group.scenarios:
            assert line.scenario.plain, line
            assert line.scenario.says, line
            assert line.layer is not None, line
            assert (line.level is None) == (line.scenario.level_hint is None), line


def test_every_number_of_the_tree_is_its_rows(pool):
    for group in browse_scenarios(pool).groups:
        code = group.group.code
        assert group.providers == list_providers(pool, ProviderQuery(group=code)).total, code
        assert group.cases == browse_cases(pool, CaseQuery(group=code)).page.total, code
        for line in group.scenarios:
            code = line.scenario.code
            assert line.providers == list_providers(pool, ProviderQuery(scenario=code)).total, code
            assert line.cases == browse_cases(pool, CaseQuery(scenario=code)).page.total, code


def test_what_is_in_the_small_pool(pool):
    lines = {line.scenario.code: (line.providers, line.cases) for group in browse_scenarios(pool).groups for line in group.scenarios}
    assert {code: counts for code, counts in lines.items() if counts != (0, 0)} == {
        "DEV02": (1, 1),
        "DEV04": (1, 1),
        "QUA01": (1, 1),
        "QUA02": (1, 1),
        "PLN02": (1, 0),
        "PLN07": (1, 0),
    }


def test_one_scenario(pool):
    found = get_scenario(pool, "DEV02")
    assert [provider.display_name for provider in found.providers] == ["屿栈数据"]
    assert [told.case.content.customer for told in found.cases] == ["长安某塑胶厂"]
    assert found.cases_by_trade == Counter({("plastics", 2024): 1})
    assert found.line.scenario.code not in [line.scenario.code for line in found.adjacent]
    assert found.adjacent


def test_a_chart_counts_as_the_filter_does(pool):
    for code in ("DEV02", "DEV04", "QUA02"):
        for (trade, year), number in get_scenario(pool, code).cases_by_trade.items():
            if trade and year:
                assert number == browse_cases(pool, CaseQuery(scenario=code, industry=trade, year=str(year))).page.total


def test_a_case_of_a_smaller_trade_counts_in_the_one_above(pool):
    assert set(get_scenario(pool, "DEV04").cases_by_trade) == {("smt", None), ("electronics", None)}


@pytest.mark.parametrize("code", ["", "DEV99", "dev02", "DEV02'"])
def test_a_scenario_that_does_not_exist(pool, code):
    with pytest.raises(NotFound):
        get_scenario(pool, code)


def test_every_number_of_a_trade_is_its_rows(pool):
    for line in browse_industries(pool).industries:
        code = line.industry.code
        assert line.providers == list_providers(pool, ProviderQuery(industry=code)).total, code
        assert line.cases == browse_cases(pool, CaseQuery(industry=code)).page.total, code
        detail = get_industry(pool, code)
        assert sum(detail.towns.values()) <= line.cases
        for done in detail.scenarios:
            assert done.cases == browse_cases(pool, CaseQuery(industry=code, scenario=done.scenario.code)).page.total
            assert done.providers == list_providers(pool, ProviderQuery(industry=code, scenario=done.scenario.code)).total


def test_trades_of_the_small_pool(pool):
    found = browse_industries(pool)
    assert {line.industry.code: (line.providers, line.cases) for line in found.industries if line.providers or line.cases} == {
        "plastics": (1, 1),
        "electronics": (2, 2),
        "smt": (1, 1),
        "pcb": (1, 1),
    }
    assert (found.any_trade, found.listed) == (1, 4)


def test_a_trade_knows_what_is_above_and_below(pool):
    electronics, smt = get_industry(pool, "electronics"), get_industry(pool, "smt")
    assert {line.industry.code for line in electronics.below} == {"smt", "pcb"}
    assert smt.above is not None
    assert smt.above.code == "electronics"
    assert get_industry(pool, "mould").clusters


def test_a_trade_that_does_not_exist(pool):
    with pytest.raises(NotFound):
        get_industry(pool, "astronauts")


def test_cases_are_those_of_listed_providers_the_newest_first(pool):
    found = browse_cases(pool, CaseQuery())
    assert [told.case.content.year for told in found.page.items] == [2025, 2024, None]
    assert (found.all_cases, found.providers) == (3, 3)
    assert not {"已满期", "已退出"} & {told.provider.display_name for told in found.page.items}


@pytest.mark.parametrize(
    ("query", "customers"),
    [
        (CaseQuery(town="441900129"), ["高埗某板厂"]),
        (CaseQuery(industry="electronics"), ["高埗某板厂", "道滘某贴片厂"]),
        (CaseQuery(industry="electronics", town="441900124"), ["道滘某贴片厂"]),
        (CaseQuery(year="2024"), ["长安某塑胶厂"]),
        (CaseQuery(scenario="QUA02", town="441900124"), []),
        (CaseQuery(year="两千"), []),
    ],
)
def test_narrowing_cases(pool, query, customers):
    assert [told.case.content.customer for told in browse_cases(pool, query).page.items] == customers


def test_every_choice_of_cases_leaves_what_it_says(pool):
    for name, counts in browse_cases(pool, CaseQuery(industry="electronics")).choices.items():
        assert name in CASE_FILTERS
        for value, number in counts.items():
            assert browse_cases(pool, CaseQuery(**{"industry": "electronics", name: value})).page.total == number


def test_cases_come_in_pages(make_platform):
    told = tuple(case(f"第{number}个厂，机器停了没人知道。", year=2020 + number % 5) for number in range(45))
    runtime = make_platform((firm(1, cases=told),), prepare=False)
    pages = [browse_cases(runtime, CaseQuery(page=number)).page for number in (1, 2, 3)]
    assert len({line.case.id for page in pages for line in page.items}) == 45
    assert [page.total for page in pages] == [45] * 3


def test_the_map_names_who_does_what_and_no_other(pool):
    coverage = browse_coverage(pool).coverage
    assert (coverage.listed, coverage.pairs) == (4, 6)
    done = {line.scenario.code: [(doer.name, doer.cases) for doer in line.doers] for line in coverage.scenarios if line.providers}
    assert done == {
        "DEV02": [("屿栈数据", 1)],
        "QUA01": [("砺岑视觉", 1)],
        "QUA02": [("砺岑视觉", 1)],
        "PLN02": [("楠舟", 0)],
        "PLN07": [("楠舟", 0)],
        "DEV04": [("双池暂停", 1)],
    }
    assert sum(1 for line in coverage.scenarios if not line.providers) == 70 - 6


def test_every_number_of_the_map_is_its_rows(pool):
    coverage = browse_coverage(pool).coverage
    for group in coverage.groups:
        code = group.group.code
        assert group.providers == list_providers(pool, ProviderQuery(group=code)).total, code
        assert group.cases == browse_cases(pool, CaseQuery(group=code)).page.total, code
        for line in group.scenarios:
            assert line.providers == list_providers(pool, ProviderQuery(scenario=line.scenario.code)).total, line
            assert line.cases == browse_cases(pool, CaseQuery(scenario=line.scenario.code)).page.total, line
            assert line.cased <= line.providers, line
    for trade in coverage.trades:
        industry = trade.industry.code
        assert trade.providers == list_providers(pool, ProviderQuery(industry=industry)).total, industry
        for group in coverage.groups:
            rows = list_providers(pool, ProviderQuery(industry=industry, group=group.group.code))
            assert trade.by_group[group.group.code] == rows.total, (industry, group)


def test_the_map_counts_those_it_has_no_room_for(make_platform):
    runtime = make_platform(tuple(firm(number) for number in range(1, 71)), prepare=False)
    (line,) = [line for line in browse_coverage(runtime).coverage.scenarios if line.scenario.code == "DEV02"]
    assert (line.providers, line.cased, len(line.doers)) == (70, 70, 4)


def test_words_narrow_the_tree_and_an_unknown_one_leaves_none_or_the_likeliest(pool):
    found = browse_scenarios(pool, "注塑机")
    assert found.fitting is not None
    assert "DEV02" in found.fitting
    assert not found.by_likeness
    assert browse_scenarios(pool, "註塑機").fitting == found.fitting
    assert browse_scenarios(pool).fitting is None
    assert browse_scenarios(pool, "dev02").fitting == {"DEV02"}
    assert browse_scenarios(pool, "qq").fitting == frozenset()


def test_a_trade_is_found_by_its_slang_and_its_processes(pool):
    def names(text: str) -> list[str]:
        return [line.industry.code for line in browse_industries(pool, text).industries]

    assert "plastics" in names("啤机")
    assert "machining" in names("锣")
    assert names("没有这样的行话") == []
    assert len(names("")) == browse_industries(pool).all_trades


def test_an_empty_pool_has_no_rows_and_no_errors(make_platform):
    runtime = make_platform((), prepare=False)
    assert browse_scenarios(runtime).listed == 0
    assert get_scenario(runtime, "DEV02").providers == ()
    assert get_industry(runtime, "mould").cases == ()
    assert browse_cases(runtime, CaseQuery()).page.total == 0
    assert [line.providers for line in browse_coverage(runtime).coverage.scenarios] == [0] * 70
