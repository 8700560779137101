"""几件事: a need may name several jobs. Each job gets its own providers, ranked and explained for this job alone."""

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
"""How many providers are explained for each job: those that a plan shows, and one more."""
_MOST = 50
_COVERING_MOST = 5

Find = Callable[[NeedText, Sequence[str]], Retrieved]
"""Searches for a text. The second argument holds codes of scenarios that the text surely means."""


@dataclass(frozen=True, slots=True)
class Jobs:
    """The answers to all jobs of one need.

    `answers` stand in the order of the jobs. `covering` holds ids of providers that fit every job, the best over all jobs first.
    """

    answers: tuple[JobAnswer, ...] = ()
    covering: tuple[str, ...] = ()

    @property
    def served(self) -> bool:
        """True when at least one job has a fitting provider."""
        return any(answer.providers for answer in self.answers)


def answer_jobs(
    runtime: Runtime, reading: NeedReading, find: Find, *, position: int, keep: Callable[[Provider], bool] = lambda _: True
) -> Jobs:
    """Answer each job of the reading. A need with fewer than two jobs gets an empty `Jobs`.

    Args:
        find: searches for the text of one job.
        position: the position of the change feed that this request found.
        keep: returns True when a provider may be shown.
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
    """The job's own text. The trade, the limits, what the asker owns and what the asker refuses come from the whole need."""
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
