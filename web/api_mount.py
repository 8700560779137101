"""One process for the site and the API: requests for the API go to it, all others to the site."""

from starlette.types import ASGIApp, Receive, Scope, Send

_PREFIX = "/api/"
_MEASURES = "/metrics"


class ApiBeside:
    """Pure ASGI, added to the site as a middleware. The two apps keep their own errors: pages there, problems here.

    Args:
        app: the site.
        api: what `create_api` made.
    """

    def __init__(self, app: ASGIApp, *, api: ASGIApp) -> None:
        self._app = app
        self._api = api

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        wanted = scope["type"] == "http" and is_api_path(scope["path"])
        await (self._api if wanted else self._app)(scope, receive, send)


def is_api_path(path: str) -> bool:
    """Tell whether `path` belongs to the API."""
    return path.startswith(_PREFIX) or path in {_PREFIX.rstrip("/"), _MEASURES}
