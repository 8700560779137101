"""`make bench`: what the platform costs on this machine. Everything happens in a scratch folder; nothing is asserted, no test reads it."""

import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from time import perf_counter

from indexer.fixtures import write_workbook
from service.search.encoders.bundled_model import ensure_model
from service.settings import ROOT, read_settings
from tests.bench.generated import write_generated, write_list
from tests.bench.serving import free_port, machine, say

GENERATED = 1_000
LISTED = (1_000, 10_000)
PAGES_ASKED = 60
LONGEST_START_SECONDS = 120.0
NEED = "三十几台啤机，晚班到底开没开我在家看不到"


def main() -> None:
    """Measure and print, part by part."""
    say(f"machine   {machine()}")
    model = ensure_model(read_settings().models_dir)
    with tempfile.TemporaryDirectory(prefix="pool-bench-") as scratch:
        folder = Path(scratch)
        (folder / "models").symlink_to(model.parent.resolve(), target_is_directory=True)
        environment = {name: value for name, value in os.environ.items() if not name.startswith("POOL_")}
        environment |= {"POOL_DATA_DIR": str(folder), "POOL_MATCHES_PER_MINUTE": "0", "OPENBLAS_NUM_THREADS": "1"}
        migrated = _timed([sys.executable, "-m", "service", "migrate"], environment)
        loaded = _part(environment, "load_fixture_pool")
        say(f"size      {_counts(environment)}; model {_megabytes(model)} on disk")
        say(f"migrate   {migrated:6.1f} s   empty database: schema, code tables, bank, its sentences embedded (once)")
        stored, embedded = loaded["stored_s"], loaded["embedded_s"]
        say(f"load      {stored + embedded:6.1f} s   fixture pool, first time: {stored:.1f} s to store, {embedded:.1f} s to embed and tag")
        say(f"                     {loaded['passages']:.0f} passages; {loaded['processor_s']:.1f} s of processor time")
        _answering(environment)
        _matching(environment)
        _storing(folder, environment)


def _answering(environment: dict[str, str]) -> None:
    started = perf_counter()
    with _server(environment) as port:
        _ask(port, started)
        say(f"start     {perf_counter() - started:6.1f} s   fresh process to first answer (POST /api/v1/matches over HTTP)")
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        provider = json.loads(_get(connection, "/api/v1/providers?size=1")[1])["items"][0]["id"]
        search = "/search?q=" + urllib.parse.quote(NEED)
        for name, path in (("home", "/"), ("provider", f"/providers/{provider}"), ("results", search)):
            _get(connection, path)  # templates are compiled by the first visit
            times = [_get(connection, path)[0] for _ in range(PAGES_ASKED)]
            size = len(_get(connection, path)[1]) / 1000
            say(f"page      {median(times):6.1f} ms  {name}, p50 of {PAGES_ASKED} over HTTP on this machine, {size:.0f} kB")


def _matching(environment: dict[str, str]) -> None:
    found = _part(environment, "match_needs")
    of = f"{found['needs']:.0f} needs of {found['characters']:.0f} characters on average, one core, cold caches"
    say(f"match     {found['cold_p50_ms']:6.1f} ms  p50, {found['cold_p95_ms']:.1f} ms p95: {of}")
    encoding = f"the same without encoding, which took {found['encoding_mean_ms']:.1f} ms on average"
    say(f"          {found['known_p50_ms']:6.1f} ms  p50, {found['known_p95_ms']:.1f} ms p95: {encoding}")
    say(f"          {found['processor_p50_ms']:6.1f} ms  p50 of processor time, encoding included (what an idle machine would show)")
    say(f"          {found['encoding_p50_ms']:6.1f} ms  p50 of processor time for encoding alone")
    say(f"memory    {found['memory_mb']:6.0f} MB  largest of that process")


def _storing(folder: Path, environment: dict[str, str]) -> None:
    path = folder / "generated.jsonl"
    write_generated(path, GENERATED)
    _loading(environment, path, GENERATED, "generated providers (4 capabilities, 3 cases each)")
    for number in LISTED:
        rows = folder / f"list{number}.csv"
        write_list(rows, number)
        _loading(environment, rows, number, "firms of a plain CSV list")
    for number in (GENERATED, 4 * GENERATED):
        write_generated(path, number)
        write_workbook(folder / "generated.xlsx", [json.loads(line) for line in path.read_text("utf-8").splitlines()])
        book = _part(environment, "load_workbook", str(folder / "generated.xlsx"))
        told = f"{number} generated providers in a workbook of {book['megabytes']:.1f} MB"
        say(f"workbook  {number / book['seconds']:6.0f} /s  {told}; memory of the loading process {book['memory_mb']:.0f} MB")


def _loading(environment: dict[str, str], path: Path, firms: int, what: str) -> None:
    """First and unchanged, by the clock and by processor time, which a busy machine lengthens less."""
    found = _part(environment, "load_again", str(path))
    for name, told in (("first", "stored"), ("again", "unchanged")):
        rate, processor = firms / found[f"{name}_s"], firms / found[f"{name}_processor_s"]
        say(f"{told:9s} {rate:6.0f} /s  {processor:.0f} /s of processor time: {firms} {what}, without embedding, one core")
    say(f"                     file {found['megabytes']:.1f} MB, memory of the process {found['memory_mb']:.0f} MB")


@contextmanager
def _server(environment: dict[str, str]) -> Iterator[int]:
    port = free_port()
    command = [sys.executable, "-m", "web", "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL) as process:
        try:
            yield port
        finally:
            process.terminate()


def _ask(port: int, started: float) -> None:
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/api/v1/matches", json.dumps({"text": NEED}).encode(), {"Content-Type": "application/json"}
    )
    while True:
        try:
            with urllib.request.urlopen(request, timeout=LONGEST_START_SECONDS) as answer:
                answer.read()
                return
        except urllib.error.HTTPError:
            raise
        except OSError:
            if perf_counter() - started > LONGEST_START_SECONDS:
                raise
            time.sleep(0.01)


def _get(connection: HTTPConnection, path: str) -> tuple[float, bytes]:
    started = perf_counter()
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise SystemExit(f"{path} answered {answer.status}")
    return (perf_counter() - started) * 1000, body


def _part(environment: dict[str, str], *arguments: str) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.bench.parts", *arguments]
    told = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    figures: dict[str, float] = json.loads(told.stdout.splitlines()[-1])  # warnings of slow matches stand before it
    return figures


def _timed(command: list[str], environment: dict[str, str]) -> float:
    started = perf_counter()
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    return perf_counter() - started


def _counts(environment: dict[str, str]) -> str:
    command = [sys.executable, "-m", "service", "counts", "--json"]
    told = json.loads(subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True).stdout)
    return f"{told['providers']} providers, {told['capabilities']} capabilities, {told['cases']} cases"


def _megabytes(folder: Path) -> str:
    return f"{sum(path.stat().st_size for path in folder.rglob('*.onnx')) / 1e6:.0f} MB"


if __name__ == "__main__":
    main()
