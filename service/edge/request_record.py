"""The outermost middleware. It gives each request an id, writes one log line for it and measures its time."""

import secrets
from time import perf_counter

import structlog
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.edge.measures import REQUESTS
from service.edge.trusted_proxies import TrustedProxies

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_RECORDED = "pool.recorded"

_log = structlog.get_logger("requests")


class RequestRecord:
    """ASGI middleware. It may wrap the whole site and also the API inside the site. Then only the outer one records.

    Args:
        proxies: their header `X-Request-Id` is used as the id, so that a request can be followed across systems.
            The header of any other sender is ignored.
    """

    def __init__(self, app: ASGIApp, *, proxies: TrustedProxies) -> None:
        self._app = app
        self._proxies = proxies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or _RECORDED in scope:
            await self._app(scope, receive, send)
            return
        scope[_RECORDED] = True
        given = self._proxies.request_id(scope)
        request_id = scope.setdefault("state", {}).setdefault("request_id", given or f"req_{secrets.token_hex(8)}")
        began = perf_counter()
        status = 500

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-Id"] = request_id
            await send(message)

        with structlog.contextvars.bound_contextvars(request_id=request_id):
            try:
                await self._app(scope, receive, send_with_id)
            finally:
                took = perf_counter() - began
                method, path = scope["method"] if scope["method"] in _METHODS else "other", path_template(scope)
                REQUESTS.labels(method, path, str(status)).observe(took)
                _log.info("request_served", method=method, path=path, status=status, took_ms=round(took * 1000, 1))


def path_template(scope: Scope) -> str:
    """The path as the code writes it, such as `/providers/{provider_id}`. The path that people typed is never returned."""
    route = scope.get("route")
    template = getattr(route, "path_format", None) or getattr(route, "path", None)
    if isinstance(template, str):
        return template
    return "other" if "endpoint" in scope else "unmatched"
