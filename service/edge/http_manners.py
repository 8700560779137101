"""HTTP rules that hold for every address of a site: HEAD is answered like GET, only known hosts, text in UTF-8, allowed methods."""

from collections.abc import Iterable
from http import HTTPStatus
from urllib.parse import unquote_to_bytes, urlsplit

from fastapi import APIRouter
from fastapi.routing import APIRoute
from starlette.datastructures import Headers
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.edge.body_limit import Tell

_ALWAYS = frozenset({"localhost", "127.0.0.1", "::1", "testserver"})
"""Host names that are always answered. Health checks on the same machine use them."""
_FOUND = ("route", "endpoint")


class HttpManners:
    """ASGI middleware. A HEAD request gets the answer of GET without its body.

    A request for another host, or with a query that is not UTF-8, is refused with a Chinese sentence.

    Args:
        public_url: the site's own address. Empty: every host is answered.
        tell: makes the answer to a refused request. The API answers with a problem in JSON, the site with a page.
    """

    def __init__(self, app: ASGIApp, *, public_url: str, tell: Tell) -> None:
        self._app = app
        self._tell = tell
        host = urlsplit(public_url).hostname
        self._hosts = _ALWAYS | {host.lower()} if host else frozenset[str]()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if scope["method"] == "HEAD":
            inner = {**scope, "method": "GET"}
            try:
                await self._answer(inner, receive, _without_body(send))
            finally:
                # The router writes the found route into the inner scope. The log reads it from the outer scope.
                scope.update({name: inner[name] for name in _FOUND if name in inner})
        else:
            await self._answer(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._hosts and _host(scope) not in self._hosts:
            sentence = "这个网址不属于本平台，请从平台公布的网址进入。"
            await self._tell(scope, HTTPStatus.MISDIRECTED_REQUEST, "misdirected", sentence)(scope, receive, send)
            return
        if not _is_readable(scope.get("query_string", b"")):
            sentence = "网址里的文字不是 UTF-8 编码，没有读出来；请直接在输入框里写下需求。"
            await self._tell(scope, HTTPStatus.BAD_REQUEST, "unreadable_address", sentence)(scope, receive, send)
            return
        await self._app(scope, receive, send)


class AllowedMethods:
    """Find all methods that an address allows. The framework itself names only those of the first route with this path."""

    def __init__(self, routers: Iterable[APIRouter]) -> None:
        self._routes = [route for router in routers for route in router.routes if isinstance(route, APIRoute)]

    def of(self, scope: Scope) -> str:
        """The value of the header `Allow`, such as `GET, HEAD`. Empty for an unknown address."""
        methods = {method for route in self._routes if route.matches(scope)[0] is not Match.NONE for method in route.methods or ()}
        return ", ".join(sorted(methods | {"HEAD"} if "GET" in methods else methods))


def _host(scope: Scope) -> str:
    given = Headers(scope=scope).get("host", "").lower()
    return given[1:].partition("]")[0] if given.startswith("[") else given.partition(":")[0]


def _is_readable(query: bytes) -> bool:
    try:
        unquote_to_bytes(query).decode()
    except UnicodeDecodeError:
        return False
    return True


def _without_body(send: Send) -> Send:
    async def send_head(message: Message) -> None:
        await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

    return send_head
