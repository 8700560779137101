"""The measured parts, each run in a fresh process of its own: `python -m tests.bench.parts NAME`, settings in the environment, JSON out.

Nothing is kept between parts but what the platform itself keeps on disk.
"""

import json
import os
import resource
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import quantiles
from time import perf_counter, process_time

import numpy as np
from numpy.typing import NDArray

from indexer.load import LoadOptions, load_files
from service.bootstrap import build_encoder, build_runtime
from service.flows.matching.match_need import MatchRequest, match_need
from service.flows.profiles.prepare_passages import prepare_passages
from service.ports import TextEncoder
from service.runtime import Runtime
from service.settings import ROOT, read_settings

Figures = dict[str, float]


class RememberingEncoder:
    """Encodes a text once and answers it from memory afterwards; `seconds` is the time spent encoding.

    `each`: the processor's milliseconds of each call that had something to encode.
    """

    def __init__(self, encoder: TextEncoder) -> None:
        self._encoder = encoder
        self._known: dict[str, NDArray[np.float32]] = {}
        self.fingerprint = encoder.fingerprint
        self.dimensions = encoder.dimensions
        self.seconds = 0.0
        self.each: list[float] = []

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Shape: (len(texts), dimensions)."""
        started, began = perf_counter(), process_time()
        unknown = [text for text in dict.fromkeys(texts) if text not in self._known]
        if unknown:
            self._known.update(zip(unknown, self._encoder.encode(unknown), strict=True))
            self.each.append((process_time() - began) * 1000)
        self.seconds += perf_counter() - started
        return np.stack([self._known[text] for text in texts])


def load_fixture_pool() -> Figures:
    """Store the fixture pool, then embed and tag its passages; the bank's sentences are embedded already."""
    runtime, began = build_runtime(read_settings()), process_time()
    stored = _load(runtime, ROOT / "fixtures" / "pools" / "providers.jsonl")
    started = perf_counter()
    passages = prepare_passages(runtime)
    embedded = perf_counter() - started
    return {"stored_s": stored, "embedded_s": embedded, "passages": passages, "processor_s": process_time() - began}


def load_again() -> Figures:
    """Store a file, then load it again unchanged, twice, without embedding, on one core; the better of the two counts."""
    _on_one_core()
    path = Path(sys.argv[2])
    runtime, began = build_runtime(read_settings()), process_time()
    first = _load(runtime, path)
    first_processor, again, again_processor = process_time() - began, [], []
    for _ in range(2):
        began = process_time()
        again.append(_load(runtime, path))
        again_processor.append(process_time() - began)
    return {
        "first_s": first, "first_processor_s": first_processor, "again_s": min(again), "again_processor_s": min(again_processor),
        "megabytes": path.stat().st_size / 1e6,
    }  # fmt: skip


def load_workbook() -> Figures:
    """Load a workbook of three sheets; the memory of this process is told, the spreadsheet's own is bounded in its child."""
    path = Path(sys.argv[2])
    runtime = build_runtime(read_settings())
    return {"seconds": _load(runtime, path), "megabytes": path.stat().st_size / 1e6}


def match_needs() -> Figures:
    """Ask every development need once, nothing remembered; then once more with every text's vector at hand. On one core."""
    _on_one_core()
    settings = read_settings()
    encoder = RememberingEncoder(build_encoder(settings))
    runtime = build_runtime(settings, encoder=encoder)
    lines = (ROOT / "fixtures" / "needs" / "development.jsonl").read_text("utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines]
    match_need(runtime, MatchRequest("设备联网采集"))  # taxonomy, bank and index are built by the first question
    encoder.seconds, encoder.each = 0.0, []
    cold, processor = _times(runtime, texts)
    encoding, encoding_each = encoder.seconds / len(texts), list(encoder.each)
    # The flow remembers recent needs; another runtime remembers none, and the encoder has every vector.
    known, _ = _times(build_runtime(settings, encoder=encoder, engine=runtime.engine), texts, first="设备联网采集")
    return {
        "needs": len(texts),
        "characters": sum(map(len, texts)) / len(texts),
        "cold_p50_ms": _percentile(cold, 50),
        "cold_p95_ms": _percentile(cold, 95),
        "encoding_mean_ms": encoding * 1000,
        "encoding_p50_ms": _percentile(encoding_each, 50),
        "processor_p50_ms": _percentile(processor, 50),
        "known_p50_ms": _percentile(known, 50),
        "known_p95_ms": _percentile(known, 95),
    }


def _times(runtime: Runtime, texts: Sequence[str], *, first: str | None = None) -> tuple[list[float], list[float]]:
    """Milliseconds by the clock and of processor time, need by need."""
    if first:
        match_need(runtime, MatchRequest(first))
    clock, processor = [], []
    for text in texts:
        started, began = perf_counter(), process_time()
        match_need(runtime, MatchRequest(text))
        clock.append((perf_counter() - started) * 1000)
        processor.append((process_time() - began) * 1000)
    return clock, processor


def _load(runtime: Runtime, path: Path) -> float:
    started = perf_counter()
    reports = load_files([path], settings=runtime.settings, database=runtime.database, clock=runtime.clock, options=LoadOptions())
    seconds = perf_counter() - started
    if any(report.exit for report in reports):
        raise SystemExit(f"{path.name} was not taken whole")
    return seconds


def _on_one_core() -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def _percentile(values: Sequence[float], percent: int) -> float:
    return quantiles(values, n=100, method="inclusive")[percent - 1]


PARTS: dict[str, Callable[[], Figures]] = {each.__name__: each for each in (load_fixture_pool, load_again, load_workbook, match_needs)}


def main() -> None:
    """Run the part named and print its figures with the process's largest memory."""
    figures = PARTS[sys.argv[1]]()
    largest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(json.dumps({**figures, "memory_mb": largest}) + "\n")


if __name__ == "__main__":
    main()
