"""The list of public providers and one of them."""

from datetime import date, timedelta

import pytest

from service.errors import NotFound
from service.flows.directory.browse_providers import FILTERS, ProviderQuery, browse_providers, get_provider, list_providers, show_provider
from service.runtime import Runtime
from tests.factories import SMALL_POOL, add_firms, capability, firm, municipal, provincial


@pytest.fixture
def pool(make_platform) -> Runtime:
    return make_platform(SMALL_POOL, prepare=False)


def names(page) -> set[str]:
    return {provider.display_name for provider in page.items}


def id_of(runtime: Runtime, name: str) -> str:
    (found,) = list_providers(runtime, ProviderQuery(text=name)).items
    return found.id


def test_only_members_of_today_with_a_capability_are_listed(pool):
    assert names(list_providers(pool, ProviderQuery())) == {"屿栈数据", "砺岑视觉", "楠舟", "双池暂停"}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (ProviderQuery(pool="municipal"), {"屿栈数据", "砺岑视觉"}),
        (ProviderQuery(pool="provincial"), {"屿栈数据", "楠舟", "双池暂停"}),
        (ProviderQuery(group="QUA"), {"砺岑视觉"}),
        (ProviderQuery(scenario="PLN07"), {"楠舟"}),
        (ProviderQuery(scenario="PLN02"), {"楠舟"}),
        (ProviderQuery(scenario="BIZ01"), set()),
        (ProviderQuery(scenario="QUA03"), set()),
        (ProviderQuery(industry="smt"), {"双池暂停"}),
        (ProviderQuery(industry="electronics"), {"砺岑视觉", "双池暂停"}),
        (ProviderQuery(town="441900129"), {"砺岑视觉"}),
        (ProviderQuery(delivery="SaaS"), {"楠舟"}),
        (ProviderQuery(text="屿栈注塑"), {"屿栈数据"}),
        (ProviderQuery(text="91441900dem00002"), {"砺岑视觉"}),
        (ProviderQuery(text="已满期"), set()),
        (ProviderQuery(pool="provincial", industry="electronics"), {"双池暂停"}),
        (ProviderQuery(pool="no such pool"), set()),
    ],
)
def test_narrowing(pool, query, found):
    assert names(list_providers(pool, query)) == found


def test_every_choice_leaves_what_it_says(pool):
    asked = {"pool": "provincial"}
    for name, counts in browse_providers(pool, ProviderQuery(**asked)).choices.items():
        for value, number in counts.items():
            assert list_providers(pool, ProviderQuery(**{**asked, name: value})).total == number, (name, value)
        assert name in FILTERS
        assert counts


def test_pages_hold_everybody_once(make_platform):
    runtime = make_platform(tuple(firm(number) for number in range(1, 46)), prepare=False)
    pages = [list_providers(runtime, ProviderQuery(page=number)) for number in (1, 2, 3)]
    assert [len(page.items) for page in pages] == [20, 20, 5]
    assert len({provider.id for page in pages for provider in page.items}) == 45
    assert [page.total for page in pages] == [45] * 3
    assert list_providers(runtime, ProviderQuery(page=99)).items == pages[2].items


def test_one_provider_comes_with_its_landline_and_mailbox_only(pool):
    found = get_provider(pool, id_of(pool, "屿栈数据"))
    assert (found.contact.name, found.contact.phone, found.contact.email) == (None, "0769-00000001", "contact@h001.example")
    assert found.former_names == ("东莞市屿栈注塑自动化有限公司",)


@pytest.mark.parametrize("name", ["东莞市已满期信息有限公司", "东莞市无能力公司", "东莞市已退出公司"])
def test_who_is_not_listed_is_not_shown(make_platform, name):
    runtime = make_platform((), prepare=False)
    ids = add_firms(runtime.database, SMALL_POOL)
    with pytest.raises(NotFound):
        show_provider(runtime, ids[name])


@pytest.mark.parametrize("provider_id", ["", "prv_nobody", "' OR 1=1 --", "x" * 5_000])
def test_an_id_that_nobody_has(pool, provider_id):
    with pytest.raises(NotFound):
        get_provider(pool, provider_id)


def test_a_change_is_seen_at_once_and_a_lapsed_membership_on_its_day(make_platform):
    runtime = make_platform((firm(1),), prepare=False)
    assert list_providers(runtime, ProviderQuery()).total == 1
    add_firms(
        runtime.database,
        [firm(2, name="东莞市后来者有限公司", short_name="后来者", memberships=(provincial(valid_until=date(2026, 1, 6)),))],
    )
    assert names(list_providers(runtime, ProviderQuery())) == {"禾澄1", "后来者"}
    runtime.clock.advance(timedelta(days=1))
    assert names(list_providers(runtime, ProviderQuery())) == {"禾澄1", "后来者"}
    runtime.clock.advance(timedelta(days=1))
    assert names(list_providers(runtime, ProviderQuery())) == {"禾澄1"}


def test_the_day_is_that_of_shanghai(make_platform):
    # 2026-01-05 10:00 in Shanghai; at 16:00 UTC the day there is the 6th.
    runtime = make_platform((firm(1, memberships=(municipal(valid_until=date(2026, 1, 5)),)),), prepare=False)
    assert list_providers(runtime, ProviderQuery()).total == 1
    runtime.clock.advance(timedelta(hours=13, minutes=59))
    assert list_providers(runtime, ProviderQuery()).total == 1
    runtime.clock.advance(timedelta(minutes=2))
    assert list_providers(runtime, ProviderQuery()).total == 0


def test_a_provider_of_many_trades_answers_to_each(make_platform):
    runtime = make_platform((firm(1, capabilities=(capability(industries=("毛织", "食品", "不知道的行业")),), cases=()),), prepare=False)
    assert list_providers(runtime, ProviderQuery(industry="knitwear")).total == 1
    assert list_providers(runtime, ProviderQuery(industry="food")).total == 1


def test_what_a_firm_does_not_do_goes_with_it_into_the_list_only_by_scenario(make_platform):
    text = "冲床计数，采停机。不做ERP，不接两千公里以外的活。"
    runtime = make_platform((firm(1, capabilities=(capability(description=text),)), firm(2)), prepare=False)
    found = browse_providers(runtime, ProviderQuery())
    told = {row.uscc: [each.text for each in found.excludes.get(row.id, ())] for row in found.page.items}
    assert sorted(told.values()) == [[], ["不做ERP"]]
    (provider_id,) = found.excludes
    assert [each.text for each in show_provider(runtime, provider_id).excludes] == ["不做ERP", "不接两千公里以外的活"]
