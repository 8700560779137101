"""The HTTP API as one app: alone, or beside the site in one process (`web.api_mount`).

`create_api(runtime)` serves `/api/v1/…`, its documentation at `/api/docs` and `/metrics`. Contract: the interchange document, section 4.
"""

from typing import Any

from fastapi import FastAPI
from fastapi_offline import FastAPIOffline

from service.api.crash_guard import CrashGuard
from service.api.docs_page import OPENAPI_URL, STATIC_URL, docs_router
from service.api.errors import PROBLEM_MEDIA_TYPE, answer_errors, problem
from service.api.routes import (
    desk,
    figures,
    health,
    introductions,
    matches,
    me,
    meetings,
    metrics,
    need_work,
    needs,
    pools,
    providers,
    scenarios,
    webhooks,
)
from service.edge.admission import Admission
from service.edge.body_limit import BodyLimit
from service.edge.costly_route import MATCHES, SIGN_INS, SUGGESTIONS, Limits, Turnstile
from service.edge.declared import require_declared
from service.edge.http_manners import AllowedMethods, HttpManners
from service.edge.rate_limit import VisitorLimit
from service.edge.request_record import RequestRecord
from service.edge.trusted_proxies import read_trusted_proxies
from service.edge.visitor_cookie import VisitorSigner
from service.runtime import Runtime
from service.settings import Settings

API_VERSION = "1.0.0"
"""Of the API. Fields may be added under the same version; none changes its meaning."""

_TITLE = "Resource pool matchmaking API"
_DESCRIPTION = """\
Finds industrial-internet service providers of the municipal and provincial resource pools for what a factory says it needs.

* `POST /api/v1/matches` takes one plain Chinese sentence and returns a ranked list; every reason quotes the provider's own words.
* `POST /api/v1/needs` hands a need to the desk; a search stores and logs nothing.
* Texts for people are Chinese; codes and names of fields are English.
* Searching needs no account. Everything else needs `Authorization: Bearer …`; people make tokens in their account.
* A record's version is its `ETag`; with `If-Match` a change is refused (409 `record_changed`) when somebody was faster.
* An `Idempotency-Key` makes a repeated POST harmless for a week.
* Every failure is `application/problem+json` with a stable `code`, a Chinese `message` and the `request_id`.
"""
_TAGS = [
    {"name": "matches", "description": "From a need to providers."},
    {"name": "providers", "description": "The public profiles of listed providers."},
    {"name": "codes", "description": "Scenarios and resource pools."},
    {"name": "figures", "description": "What is reported: the same numbers as on the pages and in the workbook."},
    {"name": "needs", "description": "What factories want solved, from statement to outcome."},
    {"name": "desk", "description": "What brokers have to do; ties; what providers take."},
    {"name": "webhooks", "description": "Systems that are told of what happens to needs."},
    {"name": "people", "description": "The account behind a token."},
    {"name": "health", "description": "For load balancers and monitoring."},
]


def create_api(runtime: Runtime, limits: Limits | None = None) -> FastAPI:
    """Build the app.

    Args:
        limits: those of several processes, made before they were forked; without it this process counts for itself.

    Raises:
        Invalid: the setting of trusted proxies cannot be used.
        RuntimeError: a route names no action.
    """
    api: FastAPI = FastAPIOffline(
        docs_url=None,
        redoc_url=None,
        static_url=STATIC_URL,
        title=_TITLE,
        description=_DESCRIPTION,
        version=API_VERSION,
        openapi_url=OPENAPI_URL,
        openapi_tags=_TAGS,
        redirect_slashes=False,
    )
    api.state.runtime = runtime
    api.state.turnstile = turnstile = _build_turnstile(runtime.settings, limits)
    routers = [matches.router, providers.router, scenarios.router, pools.router, me.router, *needs.ROUTERS, need_work.router]
    routers += [introductions.router, meetings.router, desk.router]
    routers += [figures.router, webhooks.router, health.router, docs_router(_TITLE)]
    if runtime.settings.metrics_on_site:
        routers.append(metrics.router)
    require_declared(routers)
    for router in routers:
        api.include_router(router)
    answer_errors(api, AllowedMethods(routers))
    # The last one added stands outermost.
    api.add_middleware(BodyLimit, tell=problem)
    api.add_middleware(HttpManners, public_url=runtime.settings.public_url, tell=problem)
    api.add_middleware(CrashGuard)
    api.add_middleware(RequestRecord, proxies=turnstile.proxies)
    _describe_problems(api)
    return api


def build_limits(settings: Settings) -> Limits:
    """How much visitors and addresses may ask, as the settings say it; processes forked afterwards count together."""
    kinds = {
        MATCHES: settings.matches_per_minute,
        SUGGESTIONS: settings.suggestions_per_minute,
        SIGN_INS: settings.sign_ins_per_minute,
    }
    return {kind: VisitorLimit(per_minute, settings.visitors_per_address) for kind, per_minute in kinds.items()}


def _build_turnstile(settings: Settings, limits: Limits | None) -> Turnstile:
    """What stands before costly answers."""
    return Turnstile(
        proxies=read_trusted_proxies(settings.trusted_proxies),
        signer=VisitorSigner(settings.secret_key),
        admission=Admission(at_once=settings.matches_at_once, queue_most=settings.matches_queued, wait_seconds=settings.match_wait_seconds),
        limits=build_limits(settings) if limits is None else limits,
    )


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
