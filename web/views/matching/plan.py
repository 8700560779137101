"""几件事怎么办: a need of several jobs as a plan, numbered in the order to do them, each with its own providers."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from service.domain.matching import JobAnswer, Match, MatchList
from service.domain.taxonomy import Taxonomy
from web.addresses.search_address import Asked
from web.parts.match_card import MatchCard, card_of
from web.parts.surroundings import Surroundings
from web.text import price_band
from web.views.matching.understood import ORDINALS

_FIRMS_MOST = 2
_TOLD_COVERING_MOST = 3
_ONLY_COUNTS = re.compile(r"(?:第?[一二三四1-4]|[一二三四]是|首先|其次)[、，,：:]?")
"""第一, 其次: the number before the job says it already."""


@dataclass(frozen=True, slots=True)
class PlanJob:
    """One job. `why_now`: what the need says of its turn (先做, 以后再说); `cards` is empty where nobody in the pools serves it."""

    ordinal: str
    title: str
    said: str
    why_now: str
    cards: tuple[MatchCard, ...]
    others: int
    list_href: str


@dataclass(frozen=True, slots=True)
class Covering:
    """A provider that does every job: prices and weeks of all jobs together, one after the other."""

    name: str
    full_name: str
    href: str
    price: str
    weeks: str


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole plan. `unserved`: ordinals and titles of jobs that nobody serves, so that a gap is named, never dropped."""

    jobs: tuple[PlanJob, ...]
    covering: tuple[Covering, ...]
    unserved: tuple[str, ...]


def plan_of(answer: MatchList, asked: Asked, around: Surroundings) -> Plan | None:
    """The plan of an answer with several jobs; None for one job."""
    if len(answer.jobs) < 2:
        return None
    jobs = tuple(_plan_job(place, job, asked, around) for place, job in enumerate(answer.jobs[: len(ORDINALS)]))
    return Plan(
        jobs=jobs,
        covering=tuple(_covering(answer.jobs, answer.covering[:_TOLD_COVERING_MOST])),
        unserved=tuple(f"{job.ordinal}“{job.title}”" for job in jobs if not job.cards),
    )


def _plan_job(place: int, answer: JobAnswer, asked: Asked, around: Surroundings) -> PlanJob:
    job = answer.job
    code = job.scenarios[0].code if job.scenarios else ""
    return PlanJob(
        ordinal=ORDINALS[place],
        title=job_title(code, job.text, around.taxonomy),
        said=job.text,
        why_now="" if _ONLY_COUNTS.fullmatch(job.words) else job.words,
        cards=tuple(card_of(match, asked, around) for match in answer.matches[:_FIRMS_MOST]),
        others=max(0, len(answer.providers) - _FIRMS_MOST),
        list_href=Asked(job.text, chosen=(code,) if code else ()).href,
    )


def job_title(code: str, said: str, taxonomy: Taxonomy) -> str:
    """The scenario's name; the need's own words where no scenario was read."""
    scenario = taxonomy.scenario_by_code.get(code)
    return scenario.name if scenario else said


def _covering(jobs: Iterable[JobAnswer], provider_ids: Iterable[str]) -> Iterable[Covering]:
    """Those whose part in every job was explained."""
    by_job = [{match.provider.id: match for match in job.matches} for job in jobs]
    for provider_id in provider_ids:
        parts = [matches[provider_id] for matches in by_job if provider_id in matches]
        if len(parts) == len(by_job):
            yield _together(parts)


def _together(parts: list[Match]) -> Covering:
    """One capability that does several jobs is paid once."""
    provider = parts[0].provider
    contents = list({part.offer.id: part.offer.content for part in parts if part.offer is not None}.values())
    known = all(part.offer is not None for part in parts)
    low = _sum([content.price_min_fen for content in contents]) if known else None
    high = _sum([content.price_max_fen for content in contents]) if known else None
    weeks = _sum([content.weeks for content in contents]) if known else None
    return Covering(
        name=provider.display_name,
        full_name=provider.name,
        href=f"/providers/{provider.id}",
        price=f"合计 {price_band(low, high)}" if (low, high) != (None, None) else "合计价格面议",
        weeks=f"先后做约 {weeks} 周" if weeks is not None else "周期面议",
    )


def _sum(values: list[int | None]) -> int | None:
    """None when one is not told: a sum with a hole in it would be false."""
    told = [value for value in values if value is not None]
    return sum(told) if told and len(told) == len(values) else None
