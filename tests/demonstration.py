"""The fixture pool on the real platform, served in this process: what pictures are drawn of and what page figures are measured on."""

import io
import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import uvicorn
from playwright.sync_api import Browser, sync_playwright

from indexer.load import LoadOptions, load_files
from service.bootstrap import build_runtime, prepare_database
from service.edge.log_lines import write_json_logs
from service.flows.matching.match_need import MatchRequest, match_need
from service.flows.profiles.prepare_passages import prepare_passages
from service.ports import TextEncoder
from service.runtime import Runtime
from service.settings import read_settings
from web.app import build_site

NEED = "三十几台啤机，晚班到底开没开我在家看不到"
FOREIGN_NEED = "想在寮步租三千方厂房"
SEVERAL = "注塑机停机没人知道，想手机上看；电费越来越高，想分项管；模具找不到"
UNSERVED = "实验室LIMS系统，送样、检测、出报告流程"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
"""Debian's; `CHROMIUM` in the environment names another."""
_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def build_demonstration(folder: Path, *, encoder: TextEncoder | None = None) -> Runtime:
    """The fixture pool in a database of its own in `folder`, passages embedded; without a rate limit."""
    write_json_logs(io.StringIO())  # nobody reads them here
    built = read_settings({})
    settings = replace(built, data_dir=folder, matches_per_minute=0)
    (folder / "models").symlink_to(built.models_dir.resolve(), target_is_directory=True)
    prepare_database(settings)
    runtime = build_runtime(settings, encoder=encoder)
    pool = settings.fixtures_dir / "pools" / "providers.jsonl"
    load_files([pool], settings=settings, database=runtime.database, clock=runtime.clock, options=LoadOptions())
    prepare_passages(runtime)
    return runtime


def page_paths(runtime: Runtime) -> dict[str, str]:
    """Name → address of every page a visitor can see, each with something on it."""
    chosen = [match.provider.id for match in match_need(runtime, MatchRequest(NEED)).matches[:3]]
    search = f"/search?q={quote(NEED)}"
    return {
        "home": "/",
        "results": search,
        "plan": f"/search?q={quote(SEVERAL)}",
        "named": f"/search?q={quote('淙塑云')}",
        "gap": f"/search?q={quote(UNSERVED)}",
        "nobody": f"/search?q={quote(FOREIGN_NEED)}",
        "compare": f"/compare?q={quote(NEED)}&" + "&".join(f"p={provider}" for provider in chosen),
        "provider": f"/providers/{chosen[0]}",
        "providers": "/providers",
        "cases": "/cases",
        "scenarios": "/scenarios",
        "scenario": "/scenarios/DEV02",
        "industries": "/industries",
        "industry": "/industries/plastics",
        "pools": "/pools",
        "pool": "/pools/municipal",
        "coverage": "/coverage",
        "ranking": "/ranking",
        "help": "/help",
        "desk": f"/desk?q={quote(NEED)}",
        "accessibility": "/accessibility",
        "sitemap": "/sitemap",
        "patterns": "/patterns",
        "not-found": "/nothing-here",
    }


@contextmanager
def served(runtime: Runtime, port: int = 0) -> Iterator[str]:
    """The site's address while the block runs; `port` 0: a free one."""
    if not port:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(build_site(runtime), host="127.0.0.1", port=port, log_level="warning", ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(timeout=10)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A Chromium of its own, closed afterwards."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(_ARGUMENTS))
        yield browser
        browser.close()
