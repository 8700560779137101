"""The site: pages, static files and the HTTP API in one process.

Served by `python -m web`.
"""

import contextlib
import gc
import threading
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import cast

from fastapi import FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import Scope

from service.api.app import create_api
from service.api.errors import problem
from service.background.follow_tasks import TaskThread
from service.bootstrap import Preloaded, build_runtime
from service.domain.need_sheets import SHEET_MOST_MB
from service.edge.body_limit import BODY_MAX_BYTES, BodyLimit
from service.edge.costly_route import Limits, Turnstile
from service.edge.declared import require_declared
from service.edge.http_manners import AllowedMethods, HttpManners
from service.edge.log_lines import write_json_logs
from service.edge.request_record import RequestRecord
from service.edge.visitor_cookie import GiveVisitorCookie
from service.errors import PlatformError
from service.flows.brokering.tend_introductions import tend_introductions
from service.flows.upkeep.tell_positions import tell_positions, tell_tasks
from service.flows.upkeep.warm_up import warm_up
from service.ports import TextEncoder
from service.runtime import Runtime
from service.settings import read_settings
from web.account_cookies import AccountCookies
from web.api_mount import ApiBeside, is_api_path
from web.assets import Assets
from web.errors import add_error_pages, failure_page, foreign_page, refused_page
from web.form_tokens import FormTokens
from web.guard import Guard
from web.kept_pages import KeptPages
from web.registry import ROUTERS, page_paths
from web.render import Renderer

_FOLLOW_SECONDS = 15.0
_LAST_TASK_SECONDS = 10.0


def create_app(*, encoder: TextEncoder | None = None, loaded: Preloaded | None = None, limits: Limits | None = None) -> FastAPI:
    """Build the site from the environment, for a server process of its own.

    Args:
        encoder: one that is being built already.
        loaded, limits: what processes that were forked from one share.

    Raises:
        Invalid: a setting cannot be used.
    """
    write_json_logs()
    runtime = build_runtime(read_settings(), encoder=encoder, loaded=loaded)
    # Beside the server's own start: the port is open at once, and whoever asks first waits for the rest of it only.
    threading.Thread(target=_keep_warm, args=(runtime,), name="keep-warm", daemon=True).start()
    return build_site(runtime, limits, TaskThread(runtime) if runtime.settings.background == "web" else None)


def _keep_warm(runtime: Runtime) -> None:
    """Load what answers need, then follow the changes of other processes and tell how far, whether somebody asks or not.

    Each round also reminds of introductions that wait, and ends those whose time is over.
    """
    try:
        warm_up(runtime)
    finally:
        gc.enable()  # left aside while the process started, see `web.__main__`
    while True:
        tell_positions(runtime)
        tell_tasks(runtime)
        with suppress(PlatformError):  # the next round finds what this one left
            tend_introductions(runtime)
        time.sleep(_FOLLOW_SECONDS)


def build_site(runtime: Runtime, limits: Limits | None = None, beside: TaskThread | None = None) -> FastAPI:
    """Build the site on a built runtime.

    Args:
        beside: does background work from the site's start to its end.

    Raises:
        RuntimeError: a route names no action.
    """

    @contextlib.asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        if beside:
            beside.begin()
        yield
        if beside:
            await run_in_threadpool(beside.end, _LAST_TASK_SECONDS)

    require_declared(ROUTERS)
    assets = Assets()
    renderer = Renderer(runtime, assets)
    api = create_api(runtime, limits)
    name = runtime.settings.site_name
    app = FastAPI(title=name, openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False, lifespan=lifespan)
    app.state.runtime = runtime
    app.state.assets = assets
    app.state.renderer = renderer
    app.state.kept_pages = KeptPages()
    app.state.account_cookies = cookies = AccountCookies(secure=runtime.settings.cookies_are_secure)
    app.state.form_tokens = FormTokens(runtime.settings.secret_key)
    app.state.page_paths = page_paths(ROUTERS)
    # Pages and API share limits and queue: who is over the limit in one place is over it in the other.
    app.state.turnstile = turnstile = cast(Turnstile, api.state.turnstile)

    def tell(scope: Scope, status: int, code: str, sentence: str) -> Response:
        if is_api_path(scope["path"]):
            return problem(scope, status, code, sentence)
        return refused_page(renderer, Request(scope), status, sentence)

    for router in ROUTERS:
        app.include_router(router)
    add_error_pages(app, renderer, AllowedMethods(ROUTERS))
    # The last one added stands outermost.
    app.add_middleware(GiveVisitorCookie, signer=turnstile.signer, proxies=turnstile.proxies)
    largest = {
        "/workbench/sheets": SHEET_MOST_MB,
        "/imports": runtime.settings.upload_max_mb,
        "/attachments": runtime.settings.attachment_max_mb,
    }
    uploads = {path: most * 1_000_000 + BODY_MAX_BYTES for path, most in largest.items()}
    app.add_middleware(BodyLimit, tell=tell, uploads=uploads)
    app.add_middleware(ApiBeside, api=api)
    app.add_middleware(HttpManners, public_url=runtime.settings.public_url, tell=tell)
    app.add_middleware(GZipMiddleware, minimum_size=1_000)
    app.add_middleware(
        Guard,
        account_cookies=frozenset(cookies.names),
        draw_failure=lambda request, error: failure_page(renderer, request, error),
        draw_foreign=lambda request: foreign_page(renderer, request),
    )
    app.add_middleware(RequestRecord, proxies=turnstile.proxies)
    return app
