"""Several jobs: each gets its own firms and reasons; whoever fits all is named."""

from collections.abc import Sequence

from service.copies.answer_jobs import Jobs, answer_jobs
from service.copies.follow_changes import refresh
from service.domain.providers import Provider
from service.domain.reading import Job, NeedReading, NeedText, ScenarioShare
from service.runtime import Runtime
from service.search.retrieve import Reach, Retrieved, retrieve
from tests.factories import capability, case, firm, municipal
from tests.platforms import MakePlatform

TEXT = "注塑机停机了没人知道，还要扫码报工"
FIRST = Job(1, "注塑机停机了没人知道", (ScenarioShare("DEV02", 0.9),), "先")
SECOND = Job(2, "扫码报工", (ScenarioShare("PLN07", 0.9),))
STOPS = capability("注塑机停机采集", description="注塑机停机了没人知道，采集后推送到手机。", scenarios=("DEV02",))
REPORTS = capability("扫码报工", description="扫码报工，手机看进度。", scenarios=("PLN07",))
BOTH = firm(1, memberships=(municipal(),), capabilities=(STOPS, REPORTS), cases=(case("注塑机停机了没人知道，装了采集盒。"),))
ONLY_STOPS = firm(2, memberships=(municipal(),), capabilities=(STOPS,))
ONLY_REPORTS = firm(3, memberships=(municipal(),), capabilities=(REPORTS,))


def answered(runtime: Runtime, jobs: Sequence[Job] = (FIRST, SECOND), refused: str = "") -> Jobs:
    def find(need: NeedText, chosen: Sequence[str]) -> Retrieved:
        return retrieve(runtime.encoder, runtime.engine, runtime.knowledge(), need, reach=Reach(50, 4), chosen=chosen)

    position = refresh(runtime)
    reading = NeedReading(runtime.knowledge().reader.read(TEXT), jobs=tuple(jobs))

    def keep(provider: Provider) -> bool:
        return provider.name != refused

    return answer_jobs(runtime, reading, find, position=position, keep=keep)


def test_each_job_ranks_and_explains_for_itself(make_platform: MakePlatform) -> None:
    stops, reports = answered(make_platform((BOTH, ONLY_STOPS, ONLY_REPORTS))).answers
    assert ONLY_REPORTS.name not in [match.provider.name for match in stops.matches[:2]]
    assert stops.matches[0].provider.name in {BOTH.name, ONLY_STOPS.name}
    assert reports.matches[0].provider.name in {BOTH.name, ONLY_REPORTS.name}
    offers = [
        next(match.offer.content.title for match in answer.matches if match.offer and match.provider.name == BOTH.name)
        for answer in (stops, reports)
    ]
    assert offers == ["注塑机停机采集", "扫码报工"]
    for answer in (stops, reports):
        assert [match.rank for match in answer.matches] == list(range(1, len(answer.matches) + 1))
        assert [match.provider.id for match in answer.matches] == list(answer.providers[: len(answer.matches)])


def test_whoever_fits_every_job_is_named_the_best_first(make_platform: MakePlatform) -> None:
    runtime = make_platform((BOTH, ONLY_STOPS, ONLY_REPORTS))
    jobs = answered(runtime)
    stops, reports = (answer.providers for answer in jobs.answers)
    assert set(jobs.covering) == set(stops) & set(reports)
    assert jobs.answers[0].matches[0].provider.name == BOTH.name
    assert jobs.covering[0] == jobs.answers[0].matches[0].provider.id


def test_a_job_that_nobody_may_serve_stays_and_is_empty(make_platform: MakePlatform) -> None:
    jobs = answered(make_platform((BOTH,)), refused=BOTH.name)
    assert [(answer.job, answer.providers, answer.matches) for answer in jobs.answers] == [(FIRST, (), ()), (SECOND, (), ())]
    assert jobs.covering == ()
    assert not jobs.served


def test_one_job_is_no_plan(make_platform: MakePlatform) -> None:
    assert answered(make_platform((BOTH,)), jobs=(FIRST,)) == Jobs()
