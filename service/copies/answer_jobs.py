"""几件事: each job of a need with its own providers, ranked and explained for this job alone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from service.copies.read_cards import read_cards
from service.domain.matching import Fit, JobAnswer, Match
from service.domain.providers import Provider
from service.domain.reading import Job, NeedReading, NeedText
from service.runtime import Runtime
from service.search.explain import Explainer
from service.search.knowledge import Knowledge
from service.search.ranking import rank
from service.search.retrieve import Retrieved
from service.search.weights import load_weights

_EXPLAINED = 3
"""Providers explained for each job: what a plan shows, and one to spare."""
_MOST = 50
_COVERING_MOST = 5

Find = Callable[[NeedText, Sequence[str]], Retrieved]
"""Looks for a text, with scenarios that are surely meant."""


@dataclass(frozen=True, slots=True)
class Jobs:
    """`answers` in the order of the jobs; `covering`: ids of those that fit every job, the best over all jobs first."""

    answers: tuple[JobAnswer, ...] = ()
    covering: tuple[str, ...] = ()

    @property
    def served(self) -> bool:
        """Tell whether somebody fits one of the jobs."""
        return any(answer.providers for answer in self.answers)


def answer_jobs(
    runtime: Runtime, reading: NeedReading, find: Find, *, position: int, keep: Callable[[Provider], bool] = lambda _: True
) -> Jobs:
    """Answer each job of the reading; nothing for a need of one job.

    Args:
        position: where the copies of the database must stand.
        keep: tells of a provider whether it may be shown.
    """
    if len(reading.jobs) < 2:
        return Jobs()
    knowledge, weights = runtime.knowledge(), load_weights()
    ranked, found = [], []
    for job in reading.jobs:
        retrieved = find(_text_of(job, reading.text, knowledge), [share.code for share in job.scenarios[:1]])
        lines = rank(retrieved.candidates, retrieved.interpretation, knowledge, weights)
        ranked.append([line for line in lines if line.fit is not Fit.WEAK][:_MOST])
        found.append(retrieved.interpretation)
    ids = dict.fromkeys(line.provider_id for lines in ranked for line in lines)
    cards = {card.id: card for card in read_cards(runtime, list(ids), position=position) if keep(card)}
    fitting = [[line for line in lines if line.provider_id in cards] for lines in ranked]
    covering = _covering([[line.provider_id for line in lines] for lines in fitting])
    answers = []
    for job, lines, interpretation in zip(reading.jobs, fitting, found, strict=True):
        explain = Explainer(knowledge, interpretation)
        shown = [line for place, line in enumerate(lines) if place < _EXPLAINED or line.provider_id in covering]
        matches: tuple[Match, ...] = tuple(explain(place, line, cards[line.provider_id]) for place, line in enumerate(shown, 1))
        answers.append(JobAnswer(job, tuple(line.provider_id for line in lines), matches))
    return Jobs(tuple(answers), covering)


def _text_of(job: Job, whole: NeedText, knowledge: Knowledge) -> NeedText:
    """What the job says; trade, limits, what they have and what they do not want hold for every job."""
    return replace(
        knowledge.reader.read(job.text),
        limits=whole.limits,
        industries=whole.industries,
        owned=whole.owned,
        refused=whole.refused,
    )


def _covering(by_job: Sequence[Sequence[str]]) -> tuple[str, ...]:
    everywhere = set(by_job[0]).intersection(*by_job[1:])
    return tuple(sorted(everywhere, key=lambda provider: (sum(ids.index(provider) for ids in by_job), provider))[:_COVERING_MOST])
