"""Narrowing, counting and cutting lists; what counts as a provider's scenario."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from service.domain.directory import NOT_TOLD, count_choices, count_firms, cut_page, narrow
from service.domain.listing import PROPOSAL_SHOWN_FROM, case_tags, memberships_of, provider_line, shown_tags
from service.domain.pools import Membership, MembershipState
from service.domain.providers import Capability, Provider, ScenarioTag, StoredCapability, StoredCase, SuccessCase, TagOrigin
from service.domain.taxonomy import Industry, Scenario, Taxonomy, Town

DAY = date(2026, 1, 5)


def scenario(code: str) -> Scenario:
    return Scenario(code, code[:3], code, "", "", "core", None, None, (), (), ())


TAXONOMY = Taxonomy(
    scenarios=(scenario("DEV02"), scenario("DEV08"), scenario("QUA02")),
    industries=(
        Industry("electronics", "电子信息", (), (), (), None),
        Industry("smt", "SMT", (), (), (), "electronics"),
        Industry("toys", "玩具", (), (), (), None),
    ),
    towns=(Town("441900129", "高埗镇", "高埗", "town", (), (), ()),),
)


def tag(code: str, origin: TagOrigin = TagOrigin.PROPOSED, confidence: float = 0.9) -> ScenarioTag:
    return ScenarioTag(code, origin, confidence)


def provider(**changes: object) -> Provider:
    usual: dict[str, object] = {
        "id": "prv_a", "uscc": "91441900DEM000014R", "source_id": None, "name": "东莞市屿栈数据科技有限公司", "short_name": "屿栈",
        "former_names": ("屿栈注塑",), "city": "东莞", "town": "高埗镇", "founded": None, "staff": None, "summary": None, "is_demo": True,
        "version": 1, "updated_at": datetime(2026, 1, 1, tzinfo=UTC), "memberships": (Membership("municipal"),),
        "capabilities": (
            StoredCapability(
                "cap_a", Capability("采集", "…", delivery="现场"), ("smt",),
                (tag("DEV02", TagOrigin.DECLARED), tag("DEV08", confidence=0.1)),
            ),
        ),
        "cases": (
            StoredCase("cas_a", SuccessCase("…", town="高埗镇", year=2024, capability="采集"), ("toys",), (tag("QUA02", confidence=0.4),)),
        ),
    }  # fmt: skip
    return Provider(**{**usual, **changes})


def test_a_weak_guess_is_not_shown_and_a_persons_word_always_is():
    tags = [
        tag("DEV02", confidence=PROPOSAL_SHOWN_FROM - 0.01),
        tag("DEV08", confidence=PROPOSAL_SHOWN_FROM),
        tag("QUA02", TagOrigin.CONFIRMED, 0.0),
    ]
    assert [each.code for each in shown_tags(tags)] == ["QUA02", "DEV08"]


def test_of_one_scenario_the_strongest_origin_stays():
    tags = [tag("DEV02"), tag("DEV02", TagOrigin.DECLARED, 1.0), tag("DEV02", TagOrigin.CONFIRMED, 1.0)]
    assert [(each.code, each.origin) for each in shown_tags(tags)] == [("DEV02", TagOrigin.CONFIRMED)]


def test_a_case_has_what_people_said_of_its_capability_but_not_what_was_guessed_of_it():
    found = provider()
    told = case_tags(found, found.cases[0])
    assert [(each.code, each.origin) for each in told] == [("DEV02", TagOrigin.DECLARED), ("QUA02", TagOrigin.PROPOSED)]
    guessed = StoredCapability("cap_a", Capability("采集", "…"), (), (tag("DEV08"),))
    assert [each.code for each in case_tags(provider(capabilities=(guessed,)), found.cases[0])] == ["QUA02"]


def test_a_line_answers_to_everything_its_passages_say():
    line = provider_line(provider(), DAY, TAXONOMY)
    assert line.facets == {
        "pool": {"municipal"},
        "scenario": {"DEV02", "QUA02"},
        "group": {"DEV", "QUA"},
        "industry": {"smt", "electronics", "toys"},
        "town": {"441900129"},
        "delivery": {"现场"},
    }
    assert line.cases[0].facets == {
        "industry": {"toys"},
        "town": {"441900129"},
        "scenario": {"DEV02", "QUA02"},
        "group": {"DEV", "QUA"},
        "year": {"2024"},
    }


def test_a_scenario_that_left_the_taxonomy_has_no_group():
    gone = StoredCapability("cap_a", Capability("采集", "…"), (), (tag("XXX01", TagOrigin.DECLARED),))
    assert provider_line(provider(capabilities=(gone,), cases=()), DAY, TAXONOMY).facets["group"] == frozenset()


def test_members_are_all_but_the_withdrawn_with_their_standing():
    memberships = (
        Membership("municipal", valid_until=date(2026, 1, 4)),
        Membership("provincial", state=MembershipState.SUSPENDED, batch="第一批"),
        Membership("national", state=MembershipState.WITHDRAWN),
    )
    lines = memberships_of(provider(memberships=memberships), DAY, TAXONOMY)
    assert [(line.pool, line.standing, line.is_listed) for line in lines] == [
        ("municipal", "expired", False),
        ("provincial", "suspended", False),
    ]
    assert [line.facets["batch"] for line in lines] == [{NOT_TOLD}, {"第一批"}]


def entry(words: str = "", **facets: str) -> SimpleNamespace:
    return SimpleNamespace(words=words, facets={name: frozenset(value.split()) for name, value in facets.items()})


ENTRIES = [entry("甲 abc", town="x", trade="p q"), entry("乙", town="x", trade="p"), entry("丙", town="y", trade="q")]


def test_all_conditions_hold_at_once():
    assert narrow(ENTRIES, {"town": "x", "trade": "q"}) == [ENTRIES[0]]
    assert narrow(ENTRIES, {}, " ABC ") == [ENTRIES[0]]
    assert narrow(ENTRIES, {"town": "nowhere"}) == []
    assert narrow(ENTRIES, {"no such filter": "x"}) == []


def test_a_choice_counts_what_it_would_leave_with_the_others_kept():
    choices = count_choices(ENTRIES, {"town": "x", "trade": "q"}, ("town", "trade"))
    assert choices == {"town": {"x": 1, "y": 1}, "trade": {"p": 2, "q": 1}}
    for name, counts in choices.items():
        for value, number in counts.items():
            others = {"town": "x", "trade": "q", name: value}
            assert len(narrow(ENTRIES, others)) == number


@pytest.mark.parametrize(
    ("number", "size", "items", "at"),
    [
        (1, 2, [0, 1], 1),
        (3, 2, [4], 3),
        (99, 2, [4], 3),
        (0, 2, [0, 1], 1),
        (-5, 2, [0, 1], 1),
        (1, 0, [0], 1),
        (1, 10**9, [0, 1, 2, 3, 4], 1),
    ],
)
def test_a_page_is_always_one_that_exists(number, size, items, at):
    page = cut_page([0, 1, 2, 3, 4], number, size)
    assert (list(page.items), page.number, page.total) == (items, at, 5)
    assert page.size <= 100


def test_a_list_of_nothing_has_one_empty_page():
    page = cut_page([], 7, 20)
    assert (list(page.items), page.number, page.pages) == ([], 1, 1)


def test_firms_are_counted_once():
    both = memberships_of(provider(memberships=(Membership("municipal"), Membership("provincial"))), DAY, TAXONOMY)
    assert (len(both), count_firms(both)) == (2, 1)
