"""A need in, a ranked and explained list out: the main job."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from service.copies.answer_jobs import answer_jobs
from service.copies.follow_changes import refresh
from service.copies.named_providers import named_providers
from service.copies.read_cards import read_cards
from service.domain.finding import Filters
from service.domain.matching import Fit, MatchList, Ranked
from service.domain.providers import Provider
from service.domain.reading import NeedReading, NeedText, Refusal
from service.domain.verdicts import Verdict
from service.edge.match_steps import MatchSteps
from service.errors import Invalid, TooLarge, Unavailable
from service.ports import SearchEngine
from service.runtime import Runtime
from service.search.evidence import find_passage
from service.search.exclusions import excluded_codes
from service.search.explain import Explainer
from service.search.facets import facets
from service.search.interpret import Interpretation
from service.search.knowledge import Knowledge
from service.search.ranking import name_first, rank
from service.search.reading_refusals import refuses_name
from service.search.retrieve import Reach, Retrieved, retrieve
from service.search.segment import fold_text
from service.search.specialities import lacking_speciality
from service.search.weights import load_weights

MAX_LIMIT = 50
_MOST_FACETED = 200
_NEAREST = 4
"""Scenarios offered to search by instead, when nobody is shown."""


@dataclass(frozen=True)
class MatchRequest:
    """What a person asks for.

    Args:
        limit: matches to return, 1..50.
        include_weak: also return those that only touch the need, after the others, up to `limit`.
        chosen: scenario codes the person confirmed by a chip.
        dropped: parts of the reading the person removed, as `kind:code`: `industry:mould`, `town:441900119`, `budget`, `owned:BIZ01` …
            What has no code is called by its words: `refusal:整厂MES`, `condition:分期付款`; a job by its scenario: `job:DEV02`.
    """

    text: str
    limit: int = 10
    filters: Filters = field(default_factory=Filters)
    include_weak: bool = False
    chosen: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()


def match_need(runtime: Runtime, request: MatchRequest) -> MatchList:
    """Read the need, find, rank, explain. Stores nothing.

    Raises:
        Invalid: nothing readable in the text.
        TooLarge: longer than the limit.
        Unavailable: the search engine does not answer.
    """
    steps = MatchSteps()
    check_need_text(request.text, runtime.settings.need_max_characters)
    position = refresh(runtime)
    steps.done("follow")
    knowledge = runtime.knowledge()
    folded = fold_text(request.text)
    called = {} if request.filters.active else named_providers(runtime, folded, position=position)
    need = drop(_without_refused(knowledge.reader.read(request.text, called=tuple(called.values())), called), request.dropped)
    if not need.folded:
        raise Invalid("没有读到需求内容，请用一句话写下遇到的问题，例如：三十几台啤机，晚班到底开没开我在家看不到。")
    steps.done("read")
    retrieved, note = _retrieve(runtime, knowledge, need, request)
    steps.done("retrieve")
    ranked = rank(retrieved.candidates, retrieved.interpretation, knowledge, load_weights())
    unwanted = {provider_id for provider_id, name in called.items() if refuses_name(folded, name)}
    ranked = [line for line in ranked if line.provider_id not in unwanted]
    ranked = name_first(ranked, [provider_id for provider_id in called if provider_id not in unwanted])
    steps.done("rank")
    answer = _answer(runtime, request, retrieved.interpretation, _Fits.split(ranked, retrieved.interpretation), position)
    answer = _with_jobs(runtime, request, answer, position)
    steps.done("explain")
    return replace(answer, engine_note=note, took_ms=steps.tell())


def _retrieve(runtime: Runtime, knowledge: Knowledge, need: NeedText, request: MatchRequest) -> tuple[Retrieved, str | None]:
    """From the main engine; while it is gone from the spare one, when there is one, with a note that people see."""
    reach = Reach(runtime.settings.candidates_per_leg, runtime.settings.wishes_max)

    def by(engine: SearchEngine) -> Retrieved:
        return retrieve(runtime.encoder, engine, knowledge, need, reach=reach, filters=request.filters, chosen=request.chosen)

    try:
        return by(runtime.engine), None
    except Unavailable:
        if runtime.spare is None:
            raise
    refresh(runtime, runtime.spare)
    return by(runtime.spare.engine), "主检索服务暂时没有应答，本次结果由备用检索给出，内容以数据库为准。"


def _without_refused(need: NeedText, called: Mapping[str, str]) -> NeedText:
    """The reading with the firms it does not want among its refusals."""
    refused = (Refusal(name) for name in dict.fromkeys(called.values()) if refuses_name(need.folded, name))
    return replace(need, refusals=(*need.refusals, *refused))


def check_need_text(text: str, most: int) -> None:
    """Refuse a text nobody could read.

    Raises:
        Invalid, TooLarge: with a sentence that says what to do.
    """
    if len(text) > most:
        raise TooLarge(f"需求最多 {most} 个字，您写了 {len(text)} 个字；请留下最要紧的几句。", fields={"text": f"最多 {most} 个字"})
    if not any(unicodedata.category(character)[0] in "LN" for character in text):
        raise Invalid("没有读到文字，请用一句话写下遇到的问题。", fields={"text": "请写一句话"})


def drop(need: NeedText, dropped: Sequence[str]) -> NeedText:
    """The reading without the parts a person removed."""
    gone = set(dropped)
    if not gone:
        return need
    gone_refusals = [refusal for refusal in need.refusals if f"refusal:{refusal.text}" in gone]
    wanted_again = {f"refused:{code}" for refusal in gone_refusals for code in refusal.codes}
    return replace(
        need,
        limits=tuple(limit for limit in need.limits if not {limit.kind.value, f"{limit.kind.value}:{limit.code}"} & gone),
        industries=tuple(mention for mention in need.industries if f"industry:{mention.code}" not in gone),
        processes=tuple(mention for mention in need.processes if f"process:{mention.code}" not in gone),
        brands=tuple(mention for mention in need.brands if f"brand:{mention.code}" not in gone),
        owned=tuple(mention for mention in need.owned if f"owned:{mention.code}" not in gone),
        refused=tuple(mention for mention in need.refused if f"refused:{mention.code}" not in gone | wanted_again),
        refusals=tuple(
            refusal
            for refusal in need.refusals
            if refusal not in gone_refusals and not {f"refused:{code}" for code in refusal.codes} & gone
        ),
        conditions=tuple(condition for condition in need.conditions if f"condition:{condition.label}" not in gone),
    )


@dataclass(frozen=True, slots=True)
class _Fits:
    """The ranked providers in two: those that fit, and those that only touch the need."""

    fitting: tuple[Ranked, ...]
    weak: tuple[Ranked, ...]

    @classmethod
    def split(cls, ranked: Sequence[Ranked], found: Interpretation) -> "_Fits":
        """A text that asks for no provider has no fit, unless it calls one by name."""
        named = tuple(line for line in ranked if line.named)
        if named and (found.reading.verdict is not None or found.reading.text.silent):
            return cls(named, ())
        aside = found.reading.verdict is not None
        fitting = () if aside else tuple(line for line in ranked if line.fit is not Fit.WEAK)
        weak = tuple(line if line.fit is Fit.WEAK else replace(line, fit=Fit.WEAK) for line in ranked if line not in fitting)
        return cls(fitting, weak)

    def kept_by(self, cards: Mapping[str, Provider], found: Interpretation, knowledge: Knowledge) -> "_Fits":
        """Those that say they do not do it, do another speciality, or cannot be quoted, only touch the need. One called by name stays."""
        wanted = found.reading.chosen or tuple(share.code for share in found.reading.scenarios[:1])
        gone = {
            line.provider_id
            for line in self.fitting
            if not line.named
            and (card := cards.get(line.provider_id)) is not None
            and not (_stands(line, card, wanted, knowledge) and lacking_speciality(card, found.reading, knowledge.exclusions) is None)
        }
        kept = tuple(line for line in self.fitting if line.provider_id not in gone)
        least = min((line.score for line in kept if not line.named), default=0.0)
        fallen = (replace(line, fit=Fit.WEAK, score=min(line.score, least)) for line in self.fitting if line.provider_id in gone)
        return _Fits(kept, (*fallen, *self.weak))


def _stands(line: Ranked, card: Provider, wanted: Sequence[str], knowledge: Knowledge) -> bool:
    quotable = any(find_passage(card, passage) is not None for passage in line.passages[: line.speaking])
    return quotable and not set(wanted) & excluded_codes(knowledge.exclusions.of(card))


def _answer(runtime: Runtime, request: MatchRequest, found: Interpretation, fits: _Fits, position: int) -> MatchList:
    """Read the cards of the lines that will be shown, and explain each."""
    knowledge = runtime.knowledge()
    limit = max(1, min(request.limit, MAX_LIMIT))
    wanted_weak = limit - min(len(fits.fitting), limit) if request.include_weak else 0
    ids = [line.provider_id for line in (*fits.fitting[:_MOST_FACETED], *fits.weak[:wanted_weak])]
    day = runtime.today
    cards = {card.id: card for card in read_cards(runtime, ids, position=position) if _may_be_shown(card, request.filters, day)}
    fits = fits.kept_by(cards, found, knowledge)
    shown = [line for line in fits.fitting if line.provider_id in cards]
    shown_weak = [line for line in fits.weak[:wanted_weak] if line.provider_id in cards]
    explain = Explainer(knowledge, found)
    matches = tuple(explain(place, line, cards[line.provider_id]) for place, line in enumerate(shown[:limit], 1))
    weak_matches = tuple(explain(place, line, cards[line.provider_id]) for place, line in enumerate(shown_weak, len(matches) + 1))
    return MatchList(
        reading=found.reading,
        confident=bool(shown),
        matches=matches,
        weak=weak_matches,
        total=len(shown) + max(0, len(fits.fitting) - _MOST_FACETED),
        weak_total=len(fits.weak),
        facets=facets([cards[line.provider_id] for line in shown], knowledge.taxonomy, day),
        took_ms=0.0,
        verdict=_verdict(found.reading, shown),
        nearest=() if shown else found.reading.scenarios[:_NEAREST],
    )


def _may_be_shown(provider: Provider, filters: Filters, day: date) -> bool:
    return provider.is_listed(day) and (filters.pool is None or filters.pool in provider.pools_on(day))


def _with_jobs(runtime: Runtime, request: MatchRequest, answer: MatchList, position: int) -> MatchList:
    """The answer with its jobs answered one by one, without those a person took away."""
    dropped = {mark.removeprefix("job:") for mark in request.dropped if mark.startswith("job:")}
    kept = tuple(job for job in answer.reading.jobs if not job.scenarios or job.scenarios[0].code not in dropped)
    reading = replace(answer.reading, jobs=kept if len(kept) > 1 else ())

    def find(need: NeedText, chosen: Sequence[str]) -> Retrieved:
        return _retrieve(runtime, runtime.knowledge(), need, replace(request, chosen=tuple(chosen)))[0]

    day = runtime.today
    jobs = answer_jobs(runtime, reading, find, position=position, keep=lambda card: _may_be_shown(card, request.filters, day))
    answer = replace(answer, reading=reading, jobs=jobs.answers, covering=jobs.covering)
    return replace(answer, verdict=Verdict.FOUND, nearest=()) if jobs.served and answer.verdict is Verdict.GAP else answer


def _verdict(reading: NeedReading, shown: Sequence[Ranked]) -> Verdict:
    if any(line.named for line in shown):
        return Verdict.NAMED
    if reading.verdict is not None:
        return reading.verdict
    return Verdict.FOUND if shown else Verdict.GAP
