"""Build a new generation of the index beside the one that serves, try it, and let it take over."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from service.copies.follow_changes import catch_up
from service.domain.finding import CandidateSet, Filters, PassageDoc, ProviderDoc, WishQuery
from service.errors import Unavailable
from service.ports import GenerationalEngine, IndexGeneration, SearchEngine
from service.runtime import Runtime

log = structlog.get_logger(__name__)

_SAMPLES = 50
_SAMPLE_HITS = 100
_MOST_ROUNDS = 20
_LITTLE = 50


@dataclass(frozen=True, slots=True)
class RebuildSummary:
    """What was built. `generation` is None for an engine inside the process, which only shows that it can be filled."""

    generation: str | None
    providers: int
    passages: int
    position: int
    took_seconds: float


def rebuild(runtime: Runtime) -> RebuildSummary:
    """Fill a new generation from the database, replay what changed meanwhile, check it, swap; searches and changes go on.

    Whatever fails, the generation that served goes on serving and the new one is removed.

    Raises:
        Unavailable: the engine does not answer, or the new generation does not hold what was put into it.
    """
    started = time.perf_counter()
    engine = runtime.engine
    if not isinstance(engine, GenerationalEngine):
        engine.clear()
        filled = _Filling(engine)
        _replay(runtime, filled)
        return _summary(None, filled, started)
    generation = engine.begin_generation(runtime.clock.now())
    try:
        filled = _Filling(generation)
        _replay(runtime, filled)
        _check(generation, filled)
        generation.publish()
    except BaseException:
        generation.discard()
        raise
    try:
        # What the old generation took in after the last replay is missing here; nobody should wait for the follower's next look.
        _replay(runtime, filled)
    except Unavailable as error:
        log.warning("last_changes_left_to_the_follower", reason=error.message)
    return _summary(generation.generation, filled, started)


class _Filling:
    """Passes everything on to the engine being filled and remembers what it must hold in the end."""

    def __init__(self, engine: SearchEngine) -> None:
        self._engine = engine
        self.name = engine.name
        self.in_process = engine.in_process
        self.expected: dict[str, int] = {}
        self.passages: dict[str, int] = {}
        self.samples: dict[str, PassageDoc] = {}

    def clear(self) -> None:
        self._engine.clear()

    def position(self) -> int:
        return self._engine.position()

    def put(self, docs: Sequence[ProviderDoc], *, position: int) -> None:
        self._engine.put(docs, position=position)
        for doc in docs:
            self.samples.pop(doc.id, None)
            self.passages.pop(doc.id, None)
            self.expected.pop(doc.id, None)
            if doc.listed and doc.passages:
                self.expected[doc.id] = doc.version
                self.passages[doc.id] = len(doc.passages)
                if len(self.samples) < _SAMPLES or doc.id < max(self.samples):
                    self.samples[doc.id] = doc.passages[-1]
        for provider_id in sorted(self.samples)[_SAMPLES:]:
            del self.samples[provider_id]

    def candidates(self, wishes: Sequence[WishQuery], filters: Filters, *, per_leg: int) -> CandidateSet:
        return self._engine.candidates(wishes, filters, per_leg=per_leg)

    def versions(self) -> dict[str, int]:
        return self._engine.versions()


def _replay(runtime: Runtime, filled: _Filling) -> None:
    """Follow the feed until a round brings little: under a steady stream of changes there is no end to wait for."""
    for _ in range(_MOST_ROUNDS):
        if catch_up(runtime, filled) <= _LITTLE:
            return


def _check(generation: IndexGeneration, filled: _Filling) -> None:
    """Count, and look for a sample of passages by their own words and vectors."""
    held = generation.versions()
    if held != filled.expected:
        wrong = sum(held.get(provider_id) != version for provider_id, version in filled.expected.items())
        raise Unavailable(
            f"新一代检索索引与数据库不一致（{wrong + len(held.keys() - filled.expected.keys())} 家），没有切换，旧索引继续使用。"
        )
    lost = [passage.id for passage in filled.samples.values() if not _is_found(generation, passage)]
    if lost:
        raise Unavailable(f"新一代检索索引里抽查的 {len(filled.samples)} 段内容有 {len(lost)} 段搜不到，没有切换，旧索引继续使用。")


def _is_found(generation: IndexGeneration, passage: PassageDoc) -> bool:
    if passage.vector is None:
        return True  # nothing that points at it exactly
    own = WishQuery(tuple(passage.words.split()), tuple(passage.bigrams.split()), passage.vector)
    found = generation.candidates([own], Filters(), per_leg=_SAMPLE_HITS)
    # Equal texts are equally near: with more of them than were asked for, any will do.
    return passage.id in {one.id for one in found.passages} or len(found.passages) >= _SAMPLE_HITS


def _summary(generation: str | None, filled: _Filling, started: float) -> RebuildSummary:
    return RebuildSummary(
        generation=generation,
        providers=len(filled.expected),
        passages=sum(filled.passages.values()),
        position=filled.position(),
        took_seconds=round(time.perf_counter() - started, 3),
    )
