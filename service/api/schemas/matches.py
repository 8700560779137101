"""The answer to a need: how it was understood, and who can do it, with reasons that quote the provider's own words."""

from datetime import date
from typing import Literal

from pydantic import Field

from service.api.schemas.base import Answer
from service.domain.matching import JobAnswer, Match, MatchList, Reason
from service.domain.money import wan_of_fen
from service.domain.reading import Limit, Mention, NeedReading, ScenarioShare
from service.domain.taxonomy import Taxonomy

FitWord = Literal["strong", "possible", "weak"]


class EvidenceOut(Answer):
    """A sentence quoted from the provider's own text."""

    text: str = Field(description="The sentence as the provider wrote it.")
    source: str = Field(serialization_alias="from", description="Where it stands, such as 能力「冲床冲次计数与停机采集」.")
    marks: list[tuple[int, int]] = Field(description="Start and end (exclusive) of the words of `text` that matched, in characters.")


class ReasonOut(Answer):
    """One reason why this provider is in the list."""

    kind: str = Field(description="`case`, `capability`, `industry`, `coverage` and others that may be added.")
    text: str = Field(description="The reason as a Chinese sentence.")
    evidence: EvidenceOut | None = Field(description="What it rests on; null where nothing can be quoted.")


class MatchedProviderOut(Answer):
    """Which provider."""

    id: str = Field(description="Opaque id, for `/providers/{id}`.")
    source_id: str | None = Field(description="Its id in the file it was loaded from.")
    uscc: str = Field(description="Unified social credit code 统一社会信用代码.")
    name: str
    short_name: str | None
    pools: list[str] = Field(description="Codes of the resource pools it is a member of today.")
    town: str | None


class ExclusionOut(Answer):
    """Something the provider says it does not do."""

    text: str = Field(description="The provider's own words.")
    scenarios: list[str] = Field(description="Codes of the scenarios it excludes; empty for something narrower.")


class OfferOut(Answer):
    """The capability that matched, with its own price and time."""

    title: str
    price_min_wan: float | None = Field(description="万元, the whole job.")
    price_max_wan: float | None
    weeks: int | None


class MatchOut(Answer):
    """One line of the list."""

    rank: int = Field(ge=1)
    score: float = Field(description="0 to 100; comparable within one answer only.", ge=0, le=100)
    fit: FitWord = Field(description="很合适, 可能合适 or 沾边.")
    provider: MatchedProviderOut
    reasons: list[ReasonOut]
    missing: list[str] = Field(description="What the provider's profile does not show, as Chinese sentences.")
    named: bool = Field(description="True when the need calls this provider by its name or credit code; its place then says nothing.")
    excludes: list[ExclusionOut] = Field(description="What the provider says it does not do.")
    offer: OfferOut | None = Field(description="The capability that matched; null when only a case or the name did.")


class ScenarioShareOut(Answer):
    """A scenario and how much of the need it explains."""

    code: str
    name: str
    share: float = Field(ge=0, le=1)


class MentionOut(Answer):
    """A known word found in the need."""

    code: str
    text: str


class LimitOut(Answer):
    """A limit read from the need; explains, never narrows by itself."""

    kind: Literal["budget", "weeks", "headcount", "machines", "town", "level"]
    text: str = Field(description="The words it was read from.")
    number: float | None = Field(description="Budget in 万元, else weeks, persons or machines.")
    code: str | None = Field(description="Code of a town or a level.")
    per_year: bool = Field(description="True when a yearly price is meant.")


class RefusalOut(Answer):
    """Something that is not wanted."""

    text: str
    scenarios: list[str] = Field(description="Codes of the scenarios it stands for; empty when it is none.")


class ConditionOut(Answer):
    """A wish about how, not what, such as 本地部署. Explains; never changes the order."""

    kind: str
    label: str
    text: str = Field(description="The words it was read from.")


class TopicOut(Answer):
    """Something the pools do not offer."""

    code: str
    name: str
    turn_to: str = Field(description="Where to turn instead, a Chinese sentence.")


class UnderstoodOut(Answer):
    """How the need was read. Personal data is not in it."""

    text: str = Field(description="The need as read, without personal data.")
    limits: list[LimitOut]
    industries: list[MentionOut]
    processes: list[MentionOut]
    brands: list[MentionOut]
    owned: list[MentionOut] = Field(description="What they have already.")
    refused: list[MentionOut] = Field(description="What they do not want.")
    refusals: list[RefusalOut] = Field(description="Everything that is not wanted, also what is no scenario.")
    conditions: list[ConditionOut] = Field(description="Wishes about how, not what.")
    not_understood: list[str] = Field(description="Parts that told nothing.")
    unsure: bool = Field(description="True when the likeliest scenarios are too close to tell apart; ask the person.")
    out_of_scope: TopicOut | None = Field(description="Set when the need is foreign to the pools.")
    personal_removed: int = Field(description="How many telephone numbers and the like were dropped.")


class JobOut(Answer):
    """One of several jobs of a need, with its own best providers."""

    number: int = Field(ge=1, description="1 is to be done first.")
    text: str
    scenarios: list[ScenarioShareOut]
    words: str = Field(description="What the need says about its turn, such as 先; empty when nothing.")
    providers: list[str] = Field(description="Ids of the providers that fit this job, best first; empty when nobody does.")


class MatchesOut(Answer):
    """The ranked list. `confident: false` with no matches is the honest answer that nobody in the pools fits."""

    verdict: Literal["found", "named", "gap", "foreign", "policy", "pools", "desk", "refusal", "too_little"] = Field(
        description="`found`: somebody fits. `named`: a provider called by name. `gap`: nobody in the pools serves this. `foreign`: not a "
        "matter of these pools. `policy`, `pools`, `desk`: a question for programmes, about the pools, or for a person. "
        "`refusal`: only says what is not wanted. `too_little`: nothing to search for."
    )
    understood: UnderstoodOut
    confident: bool = Field(description="True when at least one provider fits strongly or possibly.")
    total: int = Field(description="How many providers fit strongly or possibly, also beyond `limit`.")
    matches: list[MatchOut]
    scenarios: list[ScenarioShareOut] = Field(description="Scenarios of the whole need, likeliest first.")
    nearest: list[ScenarioShareOut] = Field(description="Scenarios to search by instead, when no provider is shown.")
    jobs: list[JobOut] = Field(description="Two to four jobs, the most urgent first; empty when the need is one job.")
    covering: list[str] = Field(description="Ids of the providers that cover every job.")
    took_ms: float = Field(description="Time on the server, milliseconds.")
    note: str | None = Field(description="A Chinese sentence when the answer came from the stand-in engine.")


def matches_out(found: MatchList, taxonomy: Taxonomy, today: date, *, limit: int, include_weak: bool) -> MatchesOut:
    """Build the answer. Memberships are told as of `today` (Asia/Shanghai)."""
    weak = found.weak if include_weak else ()
    lines = [*found.matches, *weak][:limit]
    return MatchesOut(
        verdict=found.verdict.value,
        understood=_understood(found.reading, taxonomy),
        confident=found.confident,
        total=found.total,
        matches=[_match(match, rank, today) for rank, match in enumerate(lines, 1)],
        scenarios=[_share(share, taxonomy) for share in found.reading.scenarios],
        nearest=[_share(share, taxonomy) for share in found.nearest],
        jobs=[_job(answer, taxonomy) for answer in found.jobs],
        covering=list(found.covering),
        took_ms=round(found.took_ms, 1),
        note=found.engine_note,
    )


def _match(match: Match, rank: int, today: date) -> MatchOut:
    provider = match.provider
    return MatchOut(
        rank=rank,
        score=round(match.score, 1),
        fit=match.fit.value,
        provider=MatchedProviderOut(
            id=provider.id, source_id=provider.source_id, uscc=provider.uscc, name=provider.name, short_name=provider.short_name,
            pools=list(provider.pools_on(today)), town=provider.town,
        ),
        reasons=[_reason(reason) for reason in match.reasons],
        missing=list(match.missing), named=match.named,
        excludes=[ExclusionOut(text=each.text, scenarios=list(each.codes)) for each in match.excludes],
        offer=_offer(match),
    )  # fmt: skip


def _offer(match: Match) -> OfferOut | None:
    if match.offer is None:
        return None
    offer = match.offer.content
    return OfferOut(title=offer.title, price_min_wan=_wan(offer.price_min_fen), price_max_wan=_wan(offer.price_max_fen), weeks=offer.weeks)


def _wan(fen: int | None) -> float | None:
    return None if fen is None else wan_of_fen(fen)


def _job(answer: JobAnswer, taxonomy: Taxonomy) -> JobOut:
    job = answer.job
    scenarios = [_share(share, taxonomy) for share in job.scenarios]
    return JobOut(number=job.number, text=job.text, scenarios=scenarios, words=job.words, providers=list(answer.providers))


def _reason(reason: Reason) -> ReasonOut:
    quoted = reason.evidence
    evidence = EvidenceOut(text=quoted.text, source=quoted.source, marks=list(quoted.marks)) if quoted else None
    return ReasonOut(kind=reason.kind, text=reason.text, evidence=evidence)


def _understood(reading: NeedReading, taxonomy: Taxonomy) -> UnderstoodOut:
    text = reading.text
    topic = taxonomy.topic_by_code.get(reading.out_of_scope or "")
    return UnderstoodOut(
        text=text.original,
        limits=[_limit(limit) for limit in text.limits],
        industries=_mentions(text.industries),
        processes=_mentions(text.processes),
        brands=_mentions(text.brands),
        owned=_mentions(text.owned),
        refused=_mentions(text.refused),
        refusals=[RefusalOut(text=each.text, scenarios=list(each.codes)) for each in text.refusals],
        conditions=[ConditionOut(kind=each.kind, label=each.label, text=each.text) for each in text.conditions],
        not_understood=list(reading.not_understood),
        unsure=reading.unsure,
        out_of_scope=TopicOut(code=topic.code, name=topic.name, turn_to=topic.turn_to) if topic else None,
        personal_removed=text.personal_removed,
    )


def _mentions(mentions: tuple[Mention, ...]) -> list[MentionOut]:
    return [MentionOut(code=mention.code, text=mention.text) for mention in mentions]


def _limit(limit: Limit) -> LimitOut:
    number = limit.number
    shown = None if number is None else wan_of_fen(number) if limit.kind.value == "budget" else number
    return LimitOut(kind=limit.kind.value, text=limit.text, number=shown, code=limit.code, per_year=limit.per_year)


def _share(share: ScenarioShare, taxonomy: Taxonomy) -> ScenarioShareOut:
    scenario = taxonomy.scenario_by_code.get(share.code)
    return ScenarioShareOut(code=share.code, name=scenario.name if scenario else share.code, share=round(share.share, 4))
