"""The HTTP API as one app: alone, or beside the site in one process (`web.api_mount`).

`create_api(runtime)` serves `/api/v1/…`, its documentation at `/api/docs` and `/metrics`. Contract: the interchange document, section 4.
"""

from typing import Any

from fastapi import FastAPI
from fastapi_offline import FastAPIOffline

from service.api.crash_guard import CrashGuard
from service.api.docs_page import OPENAPI_URL, STATIC_URL, docs_router
from service.api.errors import PROBLEM_MEDIA_TYPE, answer_errors, problem
from service.api.routes import health, matches, metrics, pools, providers, scenarios
from service.edge.body_limit import BodyLimit
from service.edge.client_address import read_trusted_proxies
from service.edge.rate_limit import RateLimiter
from service.edge.request_record import RequestRecord
from service.runtime import Runtime

VERSION = "1.0.0"
"""Of the API. Fields may be added under the same version; none changes its meaning."""

_TITLE = "Resource pool matchmaking API"
_DESCRIPTION = """\
Finds industrial-internet service providers of the municipal and provincial resource pools for what a factory says it needs.

* `POST /api/v1/matches` takes one plain Chinese sentence and returns a ranked list; every reason quotes the provider's own words.
* Nothing of a need is stored or logged. Texts for people are Chinese; codes and names of fields are English.
* Every failure is `application/problem+json` with a stable `code`, a Chinese `message` and the `request_id`.
"""
_TAGS = [
    {"name": "matches", "description": "From a need to providers."},
    {"name": "providers", "description": "The public profiles of listed providers."},
    {"name": "codes", "description": "Scenarios and resource pools."},
    {"name": "health", "description": "For load balancers and monitoring."},
]


def create_api(runtime: Runtime) -> FastAPI:
    """Build the app.

    Raises:
        Invalid: the setting of trusted proxies cannot be used.
    """
    api: FastAPI = FastAPIOffline(
        docs_url=None,
        redoc_url=None,
        static_url=STATIC_URL,
        title=_TITLE,
        description=_DESCRIPTION,
        version=VERSION,
        openapi_url=OPENAPI_URL,
        openapi_tags=_TAGS,
        redirect_slashes=False,
    )
    api.state.runtime = runtime
    api.state.limiter = RateLimiter(runtime.settings.matches_per_minute)
    api.state.trusted_proxies = read_trusted_proxies(runtime.settings.trusted_proxies)
    for router in (matches.router, providers.router, scenarios.router, pools.router, health.router, metrics.router):
        api.include_router(router)
    api.include_router(docs_router(_TITLE))
    answer_errors(api)
    # The last one added stands outermost.
    api.add_middleware(BodyLimit, tell=problem)
    api.add_middleware(CrashGuard)
    api.add_middleware(RequestRecord)
    _describe_problems(api)
    return api


def _describe_problems(api: FastAPI) -> None:
    """Give failures their media type in the OpenAPI document: the framework always says `application/json`."""
    describe = api.openapi

    def openapi() -> dict[str, Any]:
        if api.openapi_schema is None:
            for path in describe()["paths"].values():
                for operation in path.values():
                    for status, answer in operation["responses"].items():
                        if status >= "400" and "application/json" in answer.get("content", {}):
                            answer["content"][PROBLEM_MEDIA_TYPE] = answer["content"].pop("application/json")
        return describe()

    api.openapi = openapi  # type: ignore[method-assign]  # the framework's documented way to extend the document
