"""A real Chromium on the real site, served on this machine. Requests to any other host are cut off and remembered."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Route

from service.bootstrap import build_runtime
from service.flows.profiles.prepare_passages import prepare_passages
from service.flows.upkeep.fill_codes import fill_codes
from service.runtime import Runtime
from service.search.spans.network import NeedNetwork
from service.settings import Settings
from service.store import migrate
from tests.databases import Databases
from tests.demonstration import CHROMIUM, build_demonstration, served
from tests.demonstration import chromium as launched_chromium
from tests.factories import SMALL_POOL, add_firms, capability, case, firm, provincial
from tests.fakes import FixedClock, HashEncoder
from tests.services import missing

LONGEST_NAME = "东莞市望牛墩高埗道滘智能装备与工业互联网一体化解决方案技术服务有限责任公司分公司"
_MANY = tuple(
    firm(
        100 + number,
        town=("长安镇", "道滘镇", "高埗镇", "虎门镇")[number % 4],
        memberships=(provincial(),),
        capabilities=(
            capability(f"注塑机停机采集{number}"),
            capability("扫码报工", description="扫码报工，手机看进度。", scenarios=("PLN07",)),
        ),
        cases=(case(f"第{number}家注塑厂，停机了没人知道，装了采集盒，手机上能看到。", customer=f"道滘第{number}塑胶厂"),),
    )
    for number in range(24)
)
BROWSER_POOL = (*SMALL_POOL, firm(99, name=LONGEST_NAME, short_name=None, town="道滘镇"), *_MANY)


@dataclass
class Watch:
    """What went wrong on any page of a test: a console error, a script error, a request to another host."""

    problems: list[str] = field(default_factory=list)

    def follow(self, context: BrowserContext, address: str) -> None:
        """Watch every page of the context."""

        def cut(route: Route) -> None:
            if route.request.url.startswith((address, "data:", "blob:")):
                route.continue_()
            else:
                self.problems.append(f"another host: {route.request.url}")
                route.abort()

        def note(message: ConsoleMessage) -> None:
            # Chromium itself reports a status of 400 and above; pages of errors are tested as such.
            if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
                self.problems.append(f"console: {message.text}")

        context.route("**/*", cut)
        context.on("console", note)
        context.on("weberror", lambda error: self.problems.append(f"script: {error.error}"))


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory, databases: Databases, need_network: NeedNetwork) -> Iterator[str]:
    """The site with thirty firms on a free port, answered by a server in this process."""
    folder: Path = tmp_path_factory.mktemp("browser")
    settings = replace(
        Settings(data_dir=folder, database_url=databases.new(folder), matches_per_minute=0),
        desk_contact="0769-22220001，工作日 9:00–17:30",
    )
    runtime = build_runtime(settings, encoder=HashEncoder(), words=need_network, clock=FixedClock())
    migrate.upgrade(runtime.database)
    fill_codes(runtime.database, settings.fixtures_dir)
    add_firms(runtime.database, BROWSER_POOL)
    prepare_passages(runtime)
    with served(runtime) as site:
        yield site
    runtime.database.dispose()


@dataclass(frozen=True)
class Demonstration:
    """The fixture pool, read by the real encoder, at an address."""

    runtime: Runtime
    address: str


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    """The demonstration platform, built once for the pictures' own tests: half a minute."""
    runtime = build_demonstration(tmp_path_factory.mktemp("demonstration"))
    with served(runtime) as site:
        yield Demonstration(runtime, site)
    runtime.database.dispose()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium; `CHROMIUM` in the environment names another."""
    if shutil.which(CHROMIUM) is None:
        missing("Chromium", f"{CHROMIUM} is not installed (apt-get install chromium fonts-noto-cjk)")
    with launched_chromium() as browser:
        yield browser


OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(chromium: Browser, address: str) -> Iterator[OpenPage]:
    """Opens a page in a browser of its own: `open_page("/search?q=…", width=390, dark=True, script=False)`.

    After the test: no console error, no script error, no request to another host.
    """
    watch = Watch()
    contexts: list[BrowserContext] = []

    def open_one(path: str, *, width: int = 1366, dark: bool = False, script: bool = True, high: bool = False) -> Page:
        context = chromium.new_context(
            base_url=address,
            viewport={"width": width, "height": 844 if width < 600 else 768},
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
            locale="zh-CN",
            reduced_motion="reduce",
        )
        contexts.append(context)
        watch.follow(context, address)
        if high:
            context.add_cookies([{"name": "display", "value": "large.contrast", "url": address}])
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.goto(path)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert watch.problems == []
