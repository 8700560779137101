"""What pages weigh and how soon they stand, in Chromium on this machine: `python -m tests.bench.pages` prints a table in Markdown.

Server times are those of the process itself, without its own drawing in a browser: a plain HTTP client asks. The results page is asked
with needs whose vectors are at hand, so encoding is not in it.
"""

import json
import sys
import tempfile
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import quote, urlsplit

from playwright.sync_api import Browser

from service.bootstrap import build_encoder
from service.settings import ROOT, read_settings
from tests.bench.parts import RememberingEncoder
from tests.demonstration import build_demonstration, chromium, page_paths, served

WEIGHT_MOST = 30_000
"""Bytes over the wire of a first visit to any page."""
_ASKED = 60
_VISITS = 5
_LARGEST_PAINT = """() => new Promise(tell => new PerformanceObserver(seen => {
  const all = seen.getEntries(); tell(all[all.length - 1].startTime);
}).observe({ type: 'largest-contentful-paint', buffered: true }))"""


def main() -> None:
    """Measure every page of a visitor."""
    with tempfile.TemporaryDirectory(prefix="pool-pages-") as scratch:
        runtime = build_demonstration(Path(scratch), encoder=RememberingEncoder(build_encoder(read_settings())))
        with served(runtime) as address, chromium() as browser:
            _say(
                "| page | weight, first visit | requests | server p50 | server p95 | largest paint |\n| --- | --- | --- | --- | --- | --- |"
            )
            for name, path in page_paths(runtime).items():
                weight, requests = weigh(browser, address + path)
                paint = _largest_paint(browser, address + path)
                times = sorted(_ask(address, paths=_varied(name, path)))
                middle, late = median(times), quantiles(times, n=20, method="inclusive")[18]
                _say(f"| {name} | {weight / 1000:.0f} kB | {requests} | {middle:.1f} ms | {late:.1f} ms | {paint:.0f} ms |")


def weigh(browser: Browser, address: str) -> tuple[int, int]:
    """Bytes over the wire and requests of a first visit: page, style sheet, script, icon."""
    sizes: list[int] = []
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
    page.goto(address, wait_until="networkidle")
    context.close()
    return sum(sizes), len(sizes)


def _largest_paint(browser: Browser, address: str) -> float:
    """Milliseconds, the median of several visits with an empty cache."""
    paints = []
    for _ in range(_VISITS):
        context = browser.new_context(viewport={"width": 1366, "height": 900}, locale="zh-CN")
        page = context.new_page()
        page.goto(address, wait_until="networkidle")
        paints.append(float(page.evaluate(_LARGEST_PAINT)))
        context.close()
    return median(paints)


def _varied(name: str, path: str) -> list[str]:
    if name != "results":
        return [path] * _ASKED
    lines = (ROOT / "fixtures" / "needs" / "development.jsonl").read_text("utf-8").splitlines()
    return ["/search?q=" + quote(json.loads(line)["text"]) for line in lines[:_ASKED]]


def _ask(address: str, *, paths: list[str]) -> Iterator[float]:
    """Milliseconds of each, the vectors and templates made by a round before; the flow's memory of needs is passed by another filter."""
    connection = HTTPConnection(urlsplit(address).netloc, timeout=30)
    for number, path in enumerate([*paths, *paths]):
        again = number >= len(paths)
        started = time.perf_counter()
        connection.request("GET", path + ("&pool=municipal" if again and path.startswith("/search") else ""))
        connection.getresponse().read()
        if again:
            yield (time.perf_counter() - started) * 1000


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
