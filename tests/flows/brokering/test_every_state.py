"""Every state × step × role, through the use cases themselves: what is not drawn is refused, and a refusal changes nothing."""

import itertools
from contextlib import closing

import pytest
from sqlalchemy import text

from service.brokerage.introducing import IntroductionKey, Voice
from service.brokerage.standing import NeedKey
from service.domain.introductions import OPEN_STATES, IntroductionState
from service.domain.need_steps import CLOSED, NeedState, NeedStep
from service.domain.people import Role
from service.errors import Conflict, Invalid, NotFound, Refused
from service.flows.brokering.answer_introduction import SaidAnswer, answer_introduction
from service.flows.brokering.introduce import introduce, withdraw_introduction
from service.flows.brokering.move_need import WishedStep, move_need
from service.identity.actors import actor_of
from service.store.rows import AuditRow, IntroductionRow, NeedRow, TimelineRow
from tests.brokering import person_of, platform_at, recommended, state
from tests.flows.stored import count, rows
from tests.people import make_person
from tests.unit.test_need_steps import drawn

REFUSALS = (Conflict, Refused, NotFound, Invalid)
ANSWERS_DRAWN = {
    ("proposed", "manufacturer", "accept"): "asked",
    ("proposed", "manufacturer", "decline"): "declined",
    ("asked", "manufacturer", "decline"): "declined",
    ("asked", "provider", "accept"): "agreed",
    ("asked", "provider", "decline"): "declined",
}
"""(state, whose word, answer) → state."""
WITHDRAWN_DRAWN = {"proposed": "withdrawn", "asked": "withdrawn", "agreed": "ended"}


@pytest.fixture(scope="module")
def world(tmp_path_factory, hash_platform):
    """(platform, need with a list, a need to merge into, provider, role → how it comes to the need)."""
    with platform_at(f"sqlite:///{tmp_path_factory.mktemp('states') / 'pool.db'}", hash_platform) as runtime:
        broker = actor_of(make_person(runtime, Role.BROKER, "chen"), staff=True)
        owner = actor_of(make_person(runtime, Role.MANUFACTURER, "he", "清溪某胶壳厂"), staff=True)
        other = actor_of(make_person(runtime, Role.MANUFACTURER, "li", "别的厂"), staff=True)
        need, (provider, *_) = recommended(runtime, broker, state(runtime, owner).need, 2)
        zhao = person_of(runtime, provider, "zhao")
        roles = {"desk": broker, "manufacturer": owner, "another factory": other, "provider": zhao}
        yield runtime, need, state(runtime).need, provider, roles


def put(runtime, table: str, key: str, **values: object) -> None:
    """Set a record to a state, past all rules."""
    with closing(runtime.database.connect()) as connection:
        sets = ", ".join(f"{name} = :{name}" for name in values)
        connection.execute(text(f"UPDATE {table} SET {sets} WHERE id = :id"), {**values, "id": key})
        connection.commit()


def test_each_step_of_a_need_by_each_role(world):
    runtime, need, into, _, roles = world
    wanted, asked, done = drawn(), 0, 0
    for state_now, step in itertools.product(NeedState, NeedStep):
        for role, actor in roles.items():
            if role not in {"desk", "manufacturer"} and step is not NeedStep.PAUSE and step is not NeedStep.REOPEN:
                continue  # who may not see the need is refused before any step is looked at
            put(runtime, "needs", need.id, state=state_now, is_open=state_now not in CLOSED, merged_into=None)
            before = (count(runtime.database, TimelineRow), count(runtime.database, AuditRow))
            end = wanted.get((state_now, step, role))
            asked += 1
            try:
                moved = move_need(runtime, NeedKey(actor, need.id), WishedStep(step, "因为如此", 0, into.id))
            except REFUSALS:
                assert end is None, (state_now, step, role)
                assert (count(runtime.database, TimelineRow), count(runtime.database, AuditRow)) == before
                (row,) = rows(runtime.database, NeedRow, id=need.id)
                assert row.state == state_now
            else:
                assert moved.state == end, (state_now, step, role)
                done += 1
    assert (asked, done) == (len(NeedState) * (len(NeedStep) * 2 + 4), len([key for key in wanted if key[2] != "platform"]))


def test_each_answer_and_withdrawal_by_each_role(world):
    runtime, need, _, provider, roles = world
    put(runtime, "needs", need.id, state="recommended", is_open=True, closed_at=None)
    one = introduce(runtime, NeedKey(roles["desk"], need.id), provider)
    for now, role, said in itertools.product(IntroductionState, roles, ("accept", "decline")):
        for side in ("manufacturer", "provider") if role == "desk" else ("",):
            put(runtime, "introductions", one.id, state=now, asked_at="2026-01-05 02:00:00", answer_by="2026-01-09", closed_at=None)
            put(runtime, "needs", need.id, state="recommended", is_open=True)
            end = ANSWERS_DRAWN.get((now, side or role, said))
            voice = Voice(side, "打座机说的" if side else "")
            try:
                got = answer_introduction(runtime, IntroductionKey(one.id, roles[role]), voice, SaidAnswer(said, "太贵"))
            except REFUSALS:
                assert end is None, (now, role, side, said)
                assert rows(runtime.database, IntroductionRow, id=one.id)[0].state == now
            else:
                assert got.state == end, (now, role, side, said)
    for now, role in itertools.product(IntroductionState, roles):
        put(runtime, "introductions", one.id, state=now, asked_at="2026-01-05 02:00:00", answer_by="2026-01-09", closed_at=None)
        end = WITHDRAWN_DRAWN.get(now) if role == "desk" else None
        try:
            got = withdraw_introduction(runtime, IntroductionKey(one.id, roles[role]), "不谈了")
        except REFUSALS:
            assert end is None, (now, role)
        else:
            assert (got.state, got.closed_at is None) == (end, end in OPEN_STATES), (now, role)
