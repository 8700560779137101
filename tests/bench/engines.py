"""Both engines at the size of a province beside a plain baseline: `python -m tests.bench.engines 13000`.

The baseline is what one would write first: for each wish one `match` and one `knn` request, fused by reciprocal rank.
"""

import gc
import resource
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

import numpy as np
from elasticsearch import Elasticsearch

from service.copies.follow_changes import all_provider_ids, read_docs
from service.domain.finding import Filters, ProviderDoc, WishQuery
from service.ports import SearchEngine
from service.runtime import Runtime
from service.search.engines.elastic import ElasticEngine
from service.search.engines.elastic_connection import ElasticAddress
from service.search.engines.elastic_generations import GenerationPlan
from service.search.engines.embedded import EmbeddedEngine
from service.search.interpret import Interpretation
from service.search.knowledge import Knowledge
from service.search.ranking import rank
from service.search.weights import load_weights
from tests.bench.drawn import drawn, fill, read_needs
from tests.demonstration import build_demonstration
from tests.elastic_server import start_elasticsearch

PER_LEG = 200
_COMPARED = 60
_PREFIX = "bench"
Wishes = tuple[WishQuery, ...]
Ask = Callable[[Wishes], object]


def main() -> None:
    """Measure and print."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 13_000
    with tempfile.TemporaryDirectory(prefix="pool-engines-") as scratch:
        runtime = build_demonstration(Path(scratch))
        needs = read_needs(runtime)
        real = read_docs(runtime, all_provider_ids(runtime))
        docs = list(drawn(real, size))
        dimensions = runtime.encoder.dimensions
        _say(f"size      {size} providers, {sum(len(doc.passages) for doc in docs)} passages, {dimensions} numbers a vector")
        before = _resident_mb()
        embedded = EmbeddedEngine(lambda: dimensions)
        _say(f"embedded  {fill(embedded, docs):6.1f} s to build, {_resident_mb() - before:.0f} MB")
        gc.freeze()  # as a served process does when it is warm
        cluster = start_elasticsearch(heap_mb=1024)
        try:
            _beside(cluster.urls[0], embedded, docs, needs, runtime)
            _say(f"fixture pool: {_alike_on(real, cluster.urls[0], needs, runtime)}")
        finally:
            cluster.stop()


def _beside(url: str, embedded: EmbeddedEngine, docs: Sequence[ProviderDoc], needs: Sequence[Interpretation], runtime: Runtime) -> None:
    elastic = ElasticEngine(
        ElasticAddress((url,), search_seconds=60, write_seconds=600),
        GenerationPlan(prefix=_PREFIX, identity=lambda: "bench", dimensions=lambda: runtime.encoder.dimensions),
    )
    generation = elastic.begin_generation(datetime.now(UTC))
    seconds = fill(generation, docs)
    generation.publish()
    client = Elasticsearch(url, request_timeout=60)
    client.indices.forcemerge(index=f"{_PREFIX}-passages", max_num_segments=1)
    stored = client.indices.stats(index=f"{_PREFIX}-passages")["_all"]["primaries"]["store"]["size_in_bytes"]
    _say(f"elastic   {seconds:6.1f} s to build, {stored / 1e6:.0f} MB on disk")
    ways: dict[str, Ask] = {
        "embedded": lambda wishes: embedded.candidates(wishes, Filters(), per_leg=PER_LEG),
        "elastic": lambda wishes: elastic.candidates(wishes, Filters(), per_leg=PER_LEG),
        "plain": lambda wishes: _plain(client, wishes),
    }
    single = [found.queries[:1] for found in needs]
    for count in (1, 2, 4):
        some = [tuple(chain.from_iterable(single[start : start + count])) for start in range(len(single) - count + 1)]
        _say(f"search    {count} wishes, p50 / p95: " + ", ".join(f"{name} {told}" for name, told in _compare(ways, some).items()))
    _say(f"alike     {_told_overlap(embedded, elastic, needs, runtime.knowledge())}")
    elastic.close()
    client.close()


def _compare(ways: dict[str, Ask], needs: Sequence[Wishes]) -> dict[str, str]:
    """p50 / p95 in milliseconds of each way, one after the other: in use, too, only one of them has the processor's caches."""
    told = {}
    for name, ask in ways.items():
        times = []
        for number, wishes in enumerate([*needs[:10], *needs]):
            started = perf_counter()
            ask(wishes)
            if number >= 10:
                times.append((perf_counter() - started) * 1000)
        told[name] = f"{median(times):.1f} / {quantiles(times, n=20, method='inclusive')[18]:.1f} ms"
    return told


def _plain(client: Elasticsearch, wishes: Wishes) -> list[str]:
    index, fused = f"{_PREFIX}-passages", dict[str, float]()
    for wish in wishes:
        words = client.search(index=index, size=PER_LEG, query={"match": {"words": " ".join(wish.words)}}, source=["brief"])
        knn = {"field": "vector", "query_vector": wish.vector.tolist(), "k": PER_LEG, "num_candidates": 4 * PER_LEG}
        near = client.search(index=index, size=PER_LEG, knn=knn, source=["brief"])
        for answer in (words, near):
            for place, hit in enumerate(answer["hits"]["hits"]):
                fused[hit["_id"]] = fused.get(hit["_id"], 0.0) + 1 / (10 + place)
    return sorted(fused, key=lambda key: -fused[key])[:10]


def _alike_on(docs: Sequence[ProviderDoc], url: str, needs: Sequence[Interpretation], runtime: Runtime) -> str:
    embedded = EmbeddedEngine(lambda: runtime.encoder.dimensions)
    embedded.put(docs, position=1)
    elastic = ElasticEngine(
        ElasticAddress((url,), search_seconds=60),
        GenerationPlan(prefix="real", identity=lambda: "bench", dimensions=lambda: runtime.encoder.dimensions),
    )
    generation = elastic.begin_generation(datetime.now(UTC))
    generation.put(docs, position=1)
    generation.publish()
    told = _told_overlap(embedded, elastic, needs, runtime.knowledge())
    elastic.close()
    return told


def _told_overlap(one: SearchEngine, other: SearchEngine, needs: Sequence[Interpretation], knowledge: Knowledge) -> str:
    """How alike the engines are: of the best passages of each leg, and of the ten providers that come first."""
    shared, most, tens = 0, 0, 0
    for found in needs[:_COMPARED]:
        answers = [engine.candidates(found.queries, Filters(), per_leg=PER_LEG) for engine in (one, other)]
        for leg in ("words", "bigrams", "cosine"):
            best = [{p.id for p, score in zip(a.passages, getattr(a, leg)[0], strict=True) if not np.isnan(score)} for a in answers]
            shared += len(best[0] & best[1])
            most += max(map(len, best))
        first = [rank(answer, found, knowledge, load_weights())[:10] for answer in answers]
        tens += len({line.provider_id for line in first[0]} & {line.provider_id for line in first[1]})
    alike = f"{tens / (10 * _COMPARED):.4f} of the first ten of {_COMPARED} needs"
    return f"{alike}, {shared / most:.4f} of the best {PER_LEG} passages of each leg"


def _resident_mb() -> float:
    gc.collect()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
