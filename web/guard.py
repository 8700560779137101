"""Around the whole site: security headers, foreign posts refused, and a page even when the program fails.

Pure ASGI: a handler for Exception inside the framework would answer outside every middleware, without these headers. The request's id
is given by `service.edge.request_record` further out.
"""

from collections.abc import Callable
from urllib.parse import urlsplit

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request, cookie_parser
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.api_mount import is_api_path

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
SECURITY_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
"""Set where the answer has not set its own."""

_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_log = structlog.get_logger("web")

Draw = Callable[[Request], Response]
DrawFailure = Callable[[Request, Exception], Response]


class Guard:
    """Wraps the whole site.

    Args:
        app: the site.
        account_cookies: names of the cookies by which the site knows somebody.
        draw_failure: the page for an error that nobody foresaw: a program error (500), or what the system refused (503).
        draw_foreign: the page for a form sent from another site (403).
    """

    def __init__(self, app: ASGIApp, *, account_cookies: frozenset[str], draw_failure: DrawFailure, draw_foreign: Draw) -> None:
        self._app = app
        self._account_cookies = account_cookies
        self._draw_failure = draw_failure
        self._draw_foreign = draw_foreign

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def send_with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                _complete(MutableHeaders(scope=message))
            await send(message)

        if _is_foreign(scope, self._account_cookies):
            await self._draw_foreign(Request(scope))(scope, receive, send_with_headers)
            return
        try:
            await self._app(scope, receive, send_with_headers)
        except Exception as error:
            if started:
                raise
            _log.error("page_failed", exc_info=error)
            await self._draw_failure(Request(scope), error)(scope, receive, send_with_headers)


def _complete(headers: MutableHeaders) -> None:
    for name, value in SECURITY_HEADERS.items():
        headers.setdefault(name, value)
    # Pages show the state of now; a browser may keep one only to ask whether it still holds.
    headers.setdefault("Cache-Control", "private, no-cache")


def _is_foreign(scope: Scope, account_cookies: frozenset[str]) -> bool:
    """Tell whether another site's page sent this form. Programs send neither header and hold no session, so they may pass.

    `Origin: null` is what a page without a referrer sends from anywhere, also from another port of this host: with a cookie of an
    account it is foreign.
    """
    if scope["method"] in _SAFE_METHODS or is_api_path(scope["path"]):
        return False
    headers = Headers(scope=scope)
    if headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        return True
    origin = headers.get("origin")
    if origin == "null":
        sent = cookie_parser(headers.get("cookie", ""))
        return not account_cookies.isdisjoint(sent)
    return origin is not None and urlsplit(origin).netloc != headers.get("host", "")
