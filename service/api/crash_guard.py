"""An error that nobody foresaw: recorded without what people wrote, answered as a problem."""

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.api.errors import crash_problem

_log = structlog.get_logger("api")


class CrashGuard:
    """Pure ASGI. The error ends here: passed on, the server would print it with its message, which may quote a need."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        started = False

        async def send_noting_start(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, send_noting_start)
        except Exception as error:
            if scope["type"] != "http" or started:
                raise
            _log.error("request_failed", exc_info=error)
            await crash_problem(scope, error)(scope, receive, send)
