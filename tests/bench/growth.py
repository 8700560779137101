"""Time and memory from 60 to 130,000 providers, drawn on log axes: `make growth` writes docs/growth.svg and prints the table.

Each size has a process of its own, so that its memory is its own. Embedded engine, encoding left out, one wish and ranking.
"""

import gc
import json
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

import pygal
from pygal.style import CleanStyle

from service.bootstrap import build_runtime
from service.copies.follow_changes import all_provider_ids, read_docs
from service.domain.finding import Filters
from service.search.engines.embedded import EmbeddedEngine
from service.search.ranking import rank
from service.search.weights import load_weights
from service.settings import ROOT, read_settings
from tests.bench.drawn import drawn, fill, read_needs
from tests.demonstration import build_demonstration

SIZES = (60, 600, 2_000, 6_000, 13_000, 40_000, 130_000)
PER_LEG = 200
_WARMING = 10
PICTURE = ROOT / "docs" / "growth.svg"


def main() -> None:
    """Measure one size (`--one N FOLDER`, JSON out), or all of them."""
    if sys.argv[1:2] == ["--one"]:
        sys.stdout.write(json.dumps(measure(int(sys.argv[2]), Path(sys.argv[3]))) + "\n")
        return
    most = int(sys.argv[1]) if len(sys.argv) > 1 else SIZES[-1]
    found = {}
    with tempfile.TemporaryDirectory(prefix="pool-growth-") as scratch:
        build_demonstration(Path(scratch)).database.dispose()
        for size in (each for each in SIZES if each <= most):
            command = [sys.executable, "-m", "tests.bench.growth", "--one", str(size), scratch]
            told = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
            found[size] = json.loads(told.splitlines()[-1])
            values = "  ".join(f"{name} {value:10.1f}" for name, value in found[size].items())
            sys.stdout.write(f"{size:8d} providers  {values}\n")
            sys.stdout.flush()
    draw(found, PICTURE)
    sys.stdout.write(f"{PICTURE.relative_to(ROOT)}\n")


def measure(size: int, folder: Path) -> dict[str, float]:
    """Figures of one size, drawn from the demonstration in `folder`.

    Units: `fill_s` seconds to build the index; `p50_ms`, `p95_ms` of a match without encoding; `memory_mb` resident with the index filled.
    """
    runtime = build_runtime(replace(read_settings({}), data_dir=folder))
    needs, knowledge, weights = read_needs(runtime), runtime.knowledge(), load_weights()
    real = read_docs(runtime, all_provider_ids(runtime))
    engine = EmbeddedEngine(lambda: runtime.encoder.dimensions)
    seconds = fill(engine, drawn(real, size))
    gc.collect()
    gc.freeze()  # as a served process does when it is warm
    times = []
    for number, found in enumerate([*needs[:_WARMING], *needs]):
        started = perf_counter()
        rank(engine.candidates(found.queries[:1], Filters(), per_leg=PER_LEG), found, knowledge, weights)
        if number >= _WARMING:
            times.append((perf_counter() - started) * 1000)
    return {
        "fill_s": seconds,
        "p50_ms": median(times),
        "p95_ms": quantiles(times, n=20, method="inclusive")[18],
        "memory_mb": _memory_mb(),
    }


def _memory_mb() -> float:
    """Resident now. The kernel's `ru_maxrss` would begin with that of the process that started this one."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def draw(found: dict[int, dict[str, float]], path: Path) -> None:
    """Draw the figures on two logarithmic axes."""
    chart = pygal.XY(
        js=(),
        style=CleanStyle(font_family="sans-serif"),
        logarithmic=True,
        xrange=(50, 150_000),
        width=900,
        height=520,
        title="One process, embedded engine: growth with the number of providers",
        x_title="providers",
        legend_at_bottom=True,
    )
    names = {"p50_ms": "match p50, ms", "p95_ms": "match p95, ms", "fill_s": "filling the index, s", "memory_mb": "memory, MB"}
    for name, label in names.items():
        chart.add(label, [(size, max(figures[name], 0.01)) for size, figures in found.items()])
    path.write_text(chart.render(is_unicode=True), "utf-8")


if __name__ == "__main__":
    main()
