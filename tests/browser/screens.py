"""`make screens`: draw the pages of the README with Chromium on the real platform (fixture pool, bundled encoder) into docs/screens.

Takes the place of nothing in the tests: pictures are for people.
"""

import io
import os
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import uvicorn
from playwright.sync_api import sync_playwright

from indexer.load import LoadOptions, load_files
from service.api.log_lines import write_json_logs
from service.bootstrap import build_runtime, prepare_database
from service.domain.paging import DEFAULT_PAGE_SIZE
from service.flows.browse_providers import ProviderQuery, list_providers
from service.flows.prepare_passages import prepare_passages
from service.runtime import Runtime
from service.settings import ROOT, read_settings
from web.app import build_site

FOLDER = ROOT / "docs" / "screens"
NEED = "三十几台啤机，晚班到底开没开我在家看不到"
DESKTOP, PHONE = (1366, 900), (390, 844)
_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]


def main() -> None:
    """Draw every picture; a picture that is there already is replaced."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    write_json_logs(io.StringIO())  # nobody reads them here
    with tempfile.TemporaryDirectory(prefix="pool-screens-") as scratch:
        runtime = _platform(Path(scratch))
        first = list_providers(runtime, ProviderQuery(text="淙塑云", size=DEFAULT_PAGE_SIZE)).items[0].id
        need = "/search?q=" + quote(NEED)
        pages = {
            "home": ("/", DESKTOP),
            "results": (need, DESKTOP),
            "results-phone": (need, PHONE),
            "nobody": ("/search?q=" + quote("想在寮步租三千方厂房"), DESKTOP),
            "provider": (f"/providers/{first}", DESKTOP),
            "scenarios": ("/scenarios", DESKTOP),
            "pools": ("/pools", DESKTOP),
        }
        with _served(runtime) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=_ARGUMENTS)
            for name, (path, (width, height)) in pages.items():
                page = browser.new_page(viewport={"width": width, "height": height}, locale="zh-CN", reduced_motion="reduce")
                page.goto(address + path)
                page.screenshot(path=FOLDER / f"{name}.png")
                page.close()
                sys.stdout.write(f"docs/screens/{name}.png\n")
            browser.close()


def _platform(folder: Path) -> Runtime:
    built = read_settings({})
    settings = replace(built, data_dir=folder, matches_per_minute=0, desk_contact="0769-00000000，工作日 9:00–17:30")
    (folder / "models").symlink_to(built.models_dir.resolve(), target_is_directory=True)
    prepare_database(settings)
    runtime = build_runtime(settings)
    pool = settings.fixtures_dir / "pools" / "providers.jsonl"
    load_files([pool], settings=settings, database=runtime.database, clock=runtime.clock, options=LoadOptions())
    prepare_passages(runtime)
    return runtime


@contextmanager
def _served(runtime: Runtime) -> Iterator[str]:
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


if __name__ == "__main__":
    main()
