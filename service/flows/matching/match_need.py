"""A need in, a ranked and explained list out: the main job."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from time import perf_counter

from service.copies.follow_changes import refresh
from service.copies.named_providers import named_providers
from service.copies.read_cards import read_cards
from service.domain.finding import Filters
from service.domain.matching import Fit, Match, MatchList, Ranked
from service.domain.providers import Provider
from service.domain.reading import NeedReading, NeedText
from service.errors import Invalid, TooLarge, Unavailable
from service.ports import SearchEngine
from service.runtime import Runtime
from service.search.evidence import wanted_words
from service.search.facets import facets
from service.search.interpret import Interpretation
from service.search.knowledge import Knowledge
from service.search.ranking import load_weights, name_first, rank
from service.search.reasons import covers_all, missing, reasons
from service.search.retrieve import Reach, Retrieved, retrieve

MAX_LIMIT = 50
_MOST_FACETED = 200


@dataclass(frozen=True)
class MatchRequest:
    """What a person asks for.

    Args:
        limit: matches to return, 1..50.
        include_weak: also return those that only touch the need, after the others, up to `limit`.
        chosen: scenario codes the person confirmed by a chip.
        dropped: parts of the reading the person removed, as `kind:code`: `industry:mould`, `town:441900119`, `budget`, `owned:BIZ01` …
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
    started = perf_counter()
    check_need_text(request.text, runtime.settings.need_max_characters)
    position = refresh(runtime)
    knowledge = runtime.knowledge()
    need = drop(knowledge.reader.read(request.text), request.dropped)
    if not need.folded:
        raise Invalid("没有读到需求内容，请用一句话写下遇到的问题，例如：三十几台啤机，晚班到底开没开我在家看不到。")
    retrieved, note = _retrieve(runtime, knowledge, need, request)
    ranked = rank(retrieved.candidates, retrieved.found, knowledge.taxonomy, knowledge.bank.codes, load_weights())
    named = () if request.filters.active else named_providers(runtime, need.folded, position=position)
    ranked = name_first(ranked, named)
    return replace(_answer(runtime, request, knowledge, retrieved.found, ranked, position, started), engine_note=note)


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
    return replace(
        need,
        limits=tuple(limit for limit in need.limits if not {limit.kind.value, f"{limit.kind.value}:{limit.code}"} & gone),
        industries=tuple(mention for mention in need.industries if f"industry:{mention.code}" not in gone),
        processes=tuple(mention for mention in need.processes if f"process:{mention.code}" not in gone),
        brands=tuple(mention for mention in need.brands if f"brand:{mention.code}" not in gone),
        owned=tuple(mention for mention in need.owned if f"owned:{mention.code}" not in gone),
        refused=tuple(mention for mention in need.refused if f"refused:{mention.code}" not in gone),
    )


def _answer(  # noqa: PLR0917  the steps' results, each of its own kind
    runtime: Runtime,
    request: MatchRequest,
    knowledge: Knowledge,
    found: Interpretation,
    ranked: Sequence[Ranked],
    position: int,
    started: float,
) -> MatchList:
    fitting = (
        []
        if found.reading.out_of_scope and not any(line.named for line in ranked)
        else [line for line in ranked if line.fit is not Fit.WEAK]
    )
    weak = [line for line in ranked if line not in fitting] if not fitting else [line for line in ranked if line.fit is Fit.WEAK]
    limit = max(1, min(request.limit, MAX_LIMIT))
    wanted_weak = limit - min(len(fitting), limit) if request.include_weak else 0
    ids = [line.provider_id for line in (*fitting[:_MOST_FACETED], *weak[:wanted_weak])]
    day = runtime.today
    cards = {
        card.id: card
        for card in read_cards(runtime, ids, position=position)
        if card.is_listed(day) and (request.filters.pool is None or request.filters.pool in card.pools_on(day))
    }
    shown = [line for line in fitting if line.provider_id in cards]
    shown_weak = [replace(line, fit=Fit.WEAK) for line in weak[:wanted_weak] if line.provider_id in cards]
    explain = _Explainer(knowledge, found)
    matches = tuple(explain(place, line, cards[line.provider_id]) for place, line in enumerate(shown[:limit], 1))
    weak_matches = tuple(explain(place, line, cards[line.provider_id]) for place, line in enumerate(shown_weak, len(matches) + 1))
    return MatchList(
        reading=found.reading,
        confident=bool(shown),
        matches=matches,
        weak=weak_matches,
        total=len(shown) + max(0, len(fitting) - _MOST_FACETED),
        weak_total=len(weak),
        facets=facets([cards[line.provider_id] for line in shown], knowledge.taxonomy, day),
        took_ms=round((perf_counter() - started) * 1000, 1),
    )


class _Explainer:
    """Explains one line after the other with the words of one need."""

    def __init__(self, knowledge: Knowledge, found: Interpretation) -> None:
        self._taxonomy = knowledge.taxonomy
        self._reading: NeedReading = found.reading
        words = [word for query in found.queries for word in query.words]
        scenario = knowledge.taxonomy.scenario_by_code.get(found.reading.scenarios[0].code) if found.reading.scenarios else None
        self._wanted = wanted_words(words, scenario.synonyms if scenario else (), knowledge.segmenter)

    def __call__(self, place: int, line: Ranked, provider: Provider) -> Match:
        return Match(
            rank=place,
            score=line.score,
            fit=line.fit,
            provider=provider,
            reasons=reasons(provider, line, self._reading, self._wanted, self._taxonomy),
            missing=missing(provider, line, self._reading, self._taxonomy),
            scenarios=self._reading.scenarios[:3],
            parts=line.parts,
            covers_all=covers_all(line),
        )
