"""Plans of talks: never a clash, first talks before second ones, what was told stays, and near the best that can be."""

import random
import time

import pytest

from service.domain.talk_plans import PlanProblem, WishedTalk, give_tables, greedy_plan, plan_faults, plan_worth
from service.scheduling.best_plan import best_plan

SLOTS = 16


def made(seed, factories=60, providers=40, requests=400, tables=(20, 8, 8, 8)):
    """One main and three branch venues; some providers are asked far more than others; everybody has hours in which he cannot."""
    chance = random.Random(seed)  # noqa: S311  drawn for a test
    at = {f"f{n}": "v0" if n < factories // 2 else f"v{1 + n % 3}" for n in range(factories)}
    at |= {f"p{n}": "v0" if n < providers * 2 // 3 else f"v{1 + n % 3}" for n in range(providers)}
    free = {who: {slot for slot in range(SLOTS) if chance.random() > (0.25 if who[0] == "f" else 0.1)} for who in at}
    pairs = set()
    while len(pairs) < requests:
        pairs.add((f"f{chance.randrange(factories)}", f"p{min(int(chance.expovariate(3 / providers)), providers - 1)}"))
    talks = tuple(
        WishedTalk(
            f"t{n}", factory, provider, frozenset({at[factory], at[provider]}), frozenset(free[factory] & free[provider]),
            frozenset(chance.sample(range(SLOTS), 4)),
        )
        for n, (factory, provider) in enumerate(sorted(pairs))
    )  # fmt: skip
    return PlanProblem(SLOTS, {f"v{n}": count for n, count in enumerate(tables)}, talks)


@pytest.mark.parametrize("tables", [(20, 8, 8, 8), (6, 2, 2, 2)])
def test_the_plan_of_a_large_event_is_quick_and_nearly_the_best(tables):
    problem = made(1, tables=tables)
    began = time.process_time()
    solved = best_plan(problem, 90)
    assert time.process_time() - began < 5
    assert plan_faults(problem, solved.plan) == []
    assert solved.by == "highs"
    assert solved.share >= 0.97
    worth, usual = plan_worth(problem, solved.plan), plan_worth(problem, greedy_plan(problem))
    assert (worth.firsts, worth.talks) >= (usual.firsts, usual.talks)
    could = {side for talk in problem.talks if talk.open_slots for side in talk.sides}
    assert worth.firsts == len(could), "whoever could have a talk has one"
    assert best_plan(problem, 90).plan == solved.plan, "the same problem gives the same plan"


@pytest.mark.parametrize("seed", range(12))
def test_no_plan_has_a_fault_and_what_was_told_stays(seed):
    problem = made(seed, 8, 6, 24, tables=(3, 1, 1, 1))
    plan = best_plan(problem, 30).plan
    assert plan_faults(problem, plan) == []
    assert plan_faults(problem, greedy_plan(problem)) == []
    told = {talk_id: plan[talk_id] for talk_id in sorted(plan)[: len(plan) // 2]}
    fixed = PlanProblem(
        problem.slots,
        problem.tables,
        tuple(
            WishedTalk(each.id, each.factory, each.provider, each.venues, each.open_slots, each.liked, told.get(each.id))
            for each in problem.talks
        ),
    )
    again = best_plan(fixed, 30).plan
    assert plan_faults(fixed, again) == []
    assert {talk_id: again[talk_id] for talk_id in told} == told
    assert plan_worth(fixed, again).talks == plan_worth(problem, plan).talks


def test_a_first_talk_comes_before_a_second_one():
    both = frozenset({0, 1})
    room = frozenset({"v"})
    talks = (
        WishedTalk("a", "f1", "p1", room, both, both),
        WishedTalk("b", "f1", "p2", room, both, both),
        WishedTalk("c", "f2", "p2", room, both),
    )
    problem = PlanProblem(2, {"v": 1}, talks)
    assert set(best_plan(problem, 30).plan) == {"a", "c"}


def test_every_fault_is_seen():
    talks = (
        WishedTalk("a", "f1", "p1", frozenset({"v"}), frozenset({0})),
        WishedTalk("b", "f1", "p2", frozenset({"v"}), frozenset({0, 1})),
        WishedTalk("c", "f2", "p3", frozenset({"w"}), frozenset({1}), fixed=1),
    )
    problem = PlanProblem(2, {"v": 1}, talks)
    assert plan_faults(problem, {"c": 1, "a": 0}) == ["w: 1 tables in slot 1"]
    assert len(plan_faults(problem, {"a": 1, "b": 1, "c": 1, "x": 0})) == 5
    assert "c: was moved" in plan_faults(problem, {"a": 0})


def test_nobody_shares_a_table_and_a_provider_keeps_his():
    talks = [("a", "v", "p1", 0), ("b", "v", "p2", 0), ("c", "v", "p2", 1), ("d", "v", "p1", 1), ("e", "w", "p1", 1)]
    given = give_tables(talks, {("b", "v"): 1})
    assert given == {("b", "v"): 1, ("a", "v"): 2, ("c", "v"): 1, ("d", "v"): 2, ("e", "w"): 1}


def test_nothing_to_plan_is_an_empty_plan():
    assert best_plan(PlanProblem(3, {"v": 1}, ()), 1).plan == {}
    closed = WishedTalk("a", "f", "p", frozenset({"v"}), frozenset())
    assert best_plan(PlanProblem(3, {"v": 1}, (closed,)), 1).plan == {}
