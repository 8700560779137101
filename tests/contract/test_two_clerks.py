"""Several people at the same moment, by threads, on SQLite and PostgreSQL: one of them does it, the others are told."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from service.brokerage.introducing import IntroductionKey, Voice
from service.brokerage.standing import NeedKey
from service.brokerage.told_outcomes import ToldOutcome
from service.domain.introductions import OPEN_MOST
from service.domain.needs import NeedSource
from service.domain.people import Role
from service.errors import PlatformError, Unavailable
from service.flows.brokering.answer_introduction import SaidAnswer, answer_introduction
from service.flows.brokering.introduce import introduce, withdraw_introduction
from service.flows.brokering.move_need import WishedStep, move_need
from service.flows.brokering.record_outcome import record_outcome, settle_told_outcome
from service.flows.brokering.state_need import StatedBy, state_need
from service.flows.brokering.tend_introductions import tend_introductions
from service.flows.matching.match_need import MatchRequest, match_need
from service.identity.actors import actor_of
from service.runtime import Runtime
from service.store.rows import IntroductionRow, NeedRow, OutcomeRow, TimelineRow
from tests.brokering import STATEMENT, person_of, platform_at, recommended, state
from tests.flows.stored import count, rows
from tests.people import make_person

YES, MINE = SaidAnswer("accept"), Voice()


def at_once(deeds: Sequence[Callable[[], object]]) -> list[str]:
    """Do all of them at the same moment; `done`, or the code of what stood in the way. A busy database is asked again."""
    told = ["nothing"] * len(deeds)
    gate = threading.Barrier(len(deeds))

    def act(place: int) -> None:
        gate.wait()
        for _ in range(50):
            try:
                deeds[place]()
                told[place] = "done"
            except Unavailable:
                continue
            except PlatformError as error:
                told[place] = error.code
            return

    threads = [threading.Thread(target=act, args=(place,)) for place in range(len(deeds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


class TwoClerksContract:
    """Every test gets an address of an empty database (`url`)."""

    @pytest.fixture
    def runtime(self, url: str, hash_platform: Runtime) -> Iterator[Runtime]:
        with platform_at(url, hash_platform) as platform:
            yield platform

    def test_one_does_it_and_the_others_are_told(self, runtime: Runtime) -> None:
        clerks = [actor_of(make_person(runtime, Role.BROKER, name), staff=True) for name in ("chen", "lin", "mai", "wu")]
        need = state(runtime).need
        same = [lambda who=who: move_need(runtime, NeedKey(who, need.id), WishedStep("check", "", need.version)) for who in clerks]
        assert Counter(at_once(same)) == {"done": 1, "record_changed": 3}
        told = state(runtime, firm="清溪某胶壳厂")
        need, providers = recommended(runtime, clerks[0], told.need, 4)
        four = [lambda who=who, to=to: introduce(runtime, NeedKey(who, need.id), to) for who, to in zip(clerks, providers, strict=True)]
        assert Counter(at_once(four)) == {"done": OPEN_MOST, "conflict": 1}
        made = rows(runtime.database, IntroductionRow)
        first, second, _ = (IntroductionKey(row.id, secret=told.secret) for row in made)
        twice = [lambda: answer_introduction(runtime, first, MINE, YES)] * 2
        assert Counter(at_once(twice)) == {"done": 1, "conflict": 1}
        people = [person_of(runtime, made[0].provider_id, name) for name in ("zhao", "qian")]
        both = [lambda who=who: answer_introduction(runtime, IntroductionKey(made[0].id, who), MINE, YES) for who in people]
        assert Counter(at_once(both)) == {"done": 1, "conflict": 1}
        desk = IntroductionKey(made[1].id, clerks[0])
        race = at_once([lambda: answer_introduction(runtime, second, MINE, YES), lambda: withdraw_introduction(runtime, desk, "不谈了")])
        assert set(race) <= {"done", "conflict"}
        assert rows(runtime.database, IntroductionRow, id=made[1].id)[0].state == "withdrawn"
        outcome = record_outcome(runtime, IntroductionKey(made[0].id, people[0]), MINE, ToldOutcome("signed", band="10_30"))
        settled = at_once([lambda: settle_told_outcome(runtime, first, MINE, outcome.id, "")] * 3)
        assert Counter(settled) == {"done": 1, "conflict": 2}
        (row,) = rows(runtime.database, NeedRow, id=need.id)
        assert (row.state, count(runtime.database, OutcomeRow)) == ("signed", 1)
        lines = sorted(rows(runtime.database, TimelineRow, need_id=need.id), key=lambda line: line.id)
        steps = [line.detail["step"] for line in lines if line.kind == "step"]
        assert steps == ["check", "clarify", "recommend", "agree", "sign"]

    def test_a_need_closes_while_somebody_answers_and_the_round_comes_by(self, runtime: Runtime) -> None:
        broker = actor_of(make_person(runtime, Role.BROKER, "chen"), staff=True)
        told = state(runtime)
        need, providers = recommended(runtime, broker, told.need, 2)
        made = [introduce(runtime, NeedKey(broker, need.id), each) for each in providers]
        factory = [IntroductionKey(each.id, secret=told.secret) for each in made]
        at_once(
            [
                lambda: move_need(runtime, NeedKey(secret=told.secret), WishedStep("solve_alone", "自己装好了")),
                lambda: answer_introduction(runtime, factory[0], MINE, YES),
                lambda: answer_introduction(runtime, factory[1], MINE, YES),
                lambda: tend_introductions(runtime),
            ]
        )
        (row,) = rows(runtime.database, NeedRow, id=need.id)
        assert (row.state, row.is_open) == ("solved_alone", False)
        assert {each.state for each in rows(runtime.database, IntroductionRow)} == {"withdrawn"}
        answer = match_need(runtime, MatchRequest(STATEMENT.text, include_weak=True))
        again = [lambda: state_need(runtime, StatedBy(broker, NeedSource.API, "portal-1"), STATEMENT, answer)] * 4
        assert Counter(at_once(again)) == {"done": 4}
        different = [lambda: state_need(runtime, StatedBy(broker, NeedSource.API), STATEMENT, answer)] * 4
        assert Counter(at_once(different)) == {"done": 4}
        serials = [each.serial for each in rows(runtime.database, NeedRow)]
        assert sorted(serials) == list(range(1, len(serials) + 1)) == list(range(1, 7)), "one number for each, none twice, none left out"


class TestSqlite(TwoClerksContract):
    @pytest.fixture
    def url(self, tmp_path: Path) -> str:
        return f"sqlite:///{tmp_path / 'clerks.db'}"


@pytest.mark.postgres
class TestPostgres(TwoClerksContract):
    @pytest.fixture
    def url(self, postgres_url: str) -> str:
        return postgres_url
