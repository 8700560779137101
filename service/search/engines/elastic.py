"""The Elasticsearch engine: the same candidates as the embedded one, from a cluster that all processes share."""

import threading
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

from elasticsearch import ApiError

from service.domain.finding import CandidateSet, Filters, ProviderDoc, WishQuery
from service.errors import IndexStale, Unavailable
from service.search.engines.elastic_bulk import GenerationGone
from service.search.engines.elastic_connection import AnswerRefused, ElasticAddress, ElasticConnection
from service.search.engines.elastic_generations import GenerationPlan, Generations
from service.search.engines.elastic_index import PassageIndex

Answer = TypeVar("Answer")

_TRUST_SECONDS = 10.0
_EMPTY = "检索索引还没有建立。请管理员运行：python -m indexer rebuild，或启动 python -m indexer follow。"
_REPLACED = "检索索引刚刚换成了新的一代，这次写入没有保存，将从新索引的位置重新开始。"


class ElasticEngine:
    """Passages of the listed providers in Elasticsearch; safe to use from many threads, opened without talking to the server.

    Args:
        address: where the cluster is.
        plan: names, identity and form of the indices; one of another identity raises `IndexStale`.
        connection: a connection to share instead of a new one to `address`.
    """

    name = "elasticsearch"
    in_process = False

    def __init__(
        self,
        address: ElasticAddress,
        plan: GenerationPlan,
        *,
        connection: ElasticConnection | None = None,
    ) -> None:
        self.connection = connection or ElasticConnection(address)
        self.generations = Generations(self.connection, plan)
        self._lock = threading.Lock()
        self._serving: PassageIndex | None = None
        self._trusted_until = 0.0
        self._followed: PassageIndex | None = None

    def clear(self) -> None:
        """Do nothing: all processes share the index. `indexer rebuild` replaces it."""

    def position(self) -> int:
        """The last change-feed sequence taken in; −1 when there is no index or nothing was ever put.

        A later `put` writes to the generation whose position was read here, and to no other.

        Raises:
            Unavailable: no answer.
            IndexStale: the index belongs to another encoder, bank, segmenter or mapping.
        """
        serving = self._look_up()
        self._followed = serving
        if serving is None:
            return -1
        try:
            return serving.position()
        except GenerationGone:
            raise Unavailable(_REPLACED) from None

    def put(self, docs: Sequence[ProviderDoc], *, position: int) -> None:
        """Replace these providers in the generation whose position was read last. When there is no generation, make the first.

        A newer generation has its own position. Writing into that one would lose the changes between the two positions.

        Raises:
            Unavailable: no answer, or that generation was dropped meanwhile: ask `position()` again and go on from there.
        """
        index = self._followed or self._look_up() or self.generations.create_first()
        self._followed = index
        try:
            index.put(docs, position=position)
        except GenerationGone:
            raise Unavailable(_REPLACED) from None

    def candidates(self, wishes: Sequence[WishQuery], filters: Filters, *, per_leg: int) -> CandidateSet:
        """For every wish the best `per_leg` passages of each leg, in one round trip.

        Raises:
            Unavailable: no answer within the search time-out.
            IndexStale: there is no index yet, or it belongs to another encoder, bank, segmenter or mapping.
        """
        seconds = self.connection.search_seconds
        return self._read(lambda index: index.candidates(wishes, filters, per_leg=per_leg, seconds=seconds))

    def versions(self) -> dict[str, int]:
        """Provider id → version as indexed; 0 for one whose passages are not all there. Empty when there is no index.

        Cost: reads every passage's provider and version, about 0.3 s for 10,000.
        """
        if self._look_up() is None:
            return {}
        return self._read(PassageIndex.versions)

    def begin_generation(self, now: datetime) -> "ElasticGeneration":
        """Make an empty generation beside the one that serves."""
        return ElasticGeneration(self.generations, self.generations.create(now), self.connection.search_seconds)

    def close(self) -> None:
        """Give the sockets back."""
        self.connection.close()

    def _look_up(self) -> PassageIndex | None:
        serving = self.generations.find_serving()
        with self._lock:
            self._serving = serving
            self._trusted_until = time.monotonic() + _TRUST_SECONDS
        return serving

    def _known(self) -> PassageIndex:
        with self._lock:
            serving = self._serving if time.monotonic() < self._trusted_until else None
        serving = serving or self._look_up()
        if serving is None:
            raise IndexStale(_EMPTY)
        return serving

    def _read(self, ask: Callable[[PassageIndex], Answer]) -> Answer:
        """Ask the serving generation. When it was replaced meanwhile, ask the new one."""
        index = self._known()
        try:
            return ask(index)
        except GenerationGone:
            refused = Unavailable(_REPLACED)
        except Unavailable as error:
            # A generation that is being dropped answers with many kinds of errors, but it does answer.
            if not isinstance(error.__cause__, ApiError | AnswerRefused):
                raise
            refused = error
        newer = self._look_up()
        if newer is None or newer.name == index.name:
            raise refused
        try:
            return ask(newer)
        except GenerationGone:
            raise Unavailable(_REPLACED) from None


class ElasticGeneration:
    """A generation being filled: an engine of its own until it is published or discarded."""

    name = ElasticEngine.name
    in_process = False

    def __init__(self, generations: Generations, index: PassageIndex, search_seconds: float) -> None:
        self._generations = generations
        self._index = index
        self._search_seconds = search_seconds

    @property
    def generation(self) -> str:
        """Name of the concrete index."""
        return self._index.name

    def clear(self) -> None:
        """Do nothing: `discard` removes a generation that is not wanted."""

    def position(self) -> int:
        """The last change-feed sequence taken in; −1 at first."""
        return self._asked(PassageIndex.position)

    def put(self, docs: Sequence[ProviderDoc], *, position: int) -> None:
        """Replace these providers."""
        self._asked(lambda index: index.put(docs, position=position))

    def candidates(self, wishes: Sequence[WishQuery], filters: Filters, *, per_leg: int) -> CandidateSet:
        """Search this generation, although it is not published yet."""
        seconds = self._search_seconds
        return self._asked(lambda index: index.candidates(wishes, filters, per_leg=per_leg, seconds=seconds))

    def versions(self) -> dict[str, int]:
        """Provider id → version as indexed."""
        return self._asked(PassageIndex.versions)

    def publish(self) -> None:
        """Let everybody search this generation from now on, and drop the others."""
        self._asked(lambda index: self._generations.publish(index.name))

    def discard(self) -> None:
        """Remove this generation; the serving one is not touched."""
        self._generations.drop(self._index.name)

    def _asked(self, ask: Callable[[PassageIndex], Answer]) -> Answer:
        try:
            return ask(self._index)
        except GenerationGone:
            raise Unavailable("正在重建的这一代索引被另一次重建清除了，请重新运行 python -m indexer rebuild。") from None
