"""The site: pages, static files and the HTTP API in one process.

`uvicorn web.app:create_app --factory`
"""

import threading

from fastapi import FastAPI, Request
from starlette.middleware.gzip import GZipMiddleware

from service.api.app import create_api
from service.bootstrap import build_runtime
from service.edge.body_limit import BodyLimit
from service.edge.log_lines import write_json_logs
from service.edge.request_record import RequestRecord
from service.flows.upkeep.warm_up import warm_up
from service.runtime import Runtime
from service.settings import read_settings
from web.api_mount import ApiBeside
from web.assets import Assets
from web.errors import add_error_pages, failure_page, foreign_page, refused_page
from web.guard import Guard
from web.registry import ROUTERS, page_paths
from web.render import Renderer


def create_app() -> FastAPI:
    """Build the site from the environment, for a server process of its own.

    Raises:
        Invalid: a setting cannot be used.
    """
    write_json_logs()
    runtime = build_runtime(read_settings())
    # Beside the server's own start: the port is open at once, and whoever asks first waits for the rest of it only.
    threading.Thread(target=warm_up, args=(runtime,), name="warm-up", daemon=True).start()
    return build_site(runtime)


def build_site(runtime: Runtime) -> FastAPI:
    """Build the site on a built runtime."""
    assets = Assets()
    renderer = Renderer(runtime, assets)
    api = create_api(runtime)
    app = FastAPI(title=runtime.settings.site_name, openapi_url=None, docs_url=None, redoc_url=None)
    app.state.runtime = runtime
    app.state.assets = assets
    app.state.renderer = renderer
    app.state.page_paths = page_paths(ROUTERS)
    # Pages and API share one limit: an address that is over it in one place is over it in the other.
    app.state.limiter = api.state.limiter
    app.state.trusted_proxies = api.state.trusted_proxies
    for router in ROUTERS:
        app.include_router(router)
    add_error_pages(app, renderer)
    # The last one added stands outermost.
    app.add_middleware(BodyLimit, tell=lambda scope, status, _code, sentence: refused_page(renderer, Request(scope), status, sentence))
    app.add_middleware(ApiBeside, api=api)
    app.add_middleware(GZipMiddleware, minimum_size=1_000)
    app.add_middleware(
        Guard,
        draw_failure=lambda request: failure_page(renderer, request),
        draw_foreign=lambda request: foreign_page(renderer, request),
    )
    app.add_middleware(RequestRecord)
    return app
