"""Read the whole body of a request before anything parses it. The body has a largest size and a longest time.

The web framework has its own limit, but it answers in English. This limit comes first and answers in Chinese.
"""

import asyncio
from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.errors import TooLarge

BODY_MAX_BYTES = 256 * 1024
BODY_TIMEOUT_SECONDS = 20.0

Tell = Callable[[Scope, int, str, str], Response]
"""Makes an answer from the ASGI scope, the status, the error code and a Chinese sentence."""


class BodyLimit:
    """ASGI middleware that refuses a body over the limit. It does so with or without the header `Content-Length`.

    Args:
        tell: makes the answer to a refused request. The API answers with a problem in JSON, the site with a page.
        max_bytes: the largest body that is read.
        timeout_seconds: the whole body must arrive within this time.
    """

    def __init__(self, app: ASGIApp, *, tell: Tell, max_bytes: int = BODY_MAX_BYTES, timeout_seconds: float = BODY_TIMEOUT_SECONDS) -> None:
        self._app = app
        self._tell = tell
        self._max_bytes = max_bytes
        self._timeout_seconds = timeout_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            async with asyncio.timeout(self._timeout_seconds):
                body = await self._read(scope, receive)
        except TooLarge as error:
            await _closing(self._tell(scope, 413, error.code, error.message))(scope, receive, send)
            return
        except TimeoutError:
            sentence = f"请求正文没有在 {self._timeout_seconds:.0f} 秒内传完，请重新发送。"
            await _closing(self._tell(scope, 408, "timeout", sentence))(scope, receive, send)
            return
        if body is not None:
            await self._app(scope, _replay(body, receive), send)

    async def _read(self, scope: Scope, receive: Receive) -> bytes | None:
        """The whole body. None when the client has closed the connection.

        Raises:
            TooLarge: the body is over the limit.
        """
        announced = Headers(scope=scope).get("content-length", "")
        if announced.isascii() and announced.isdigit() and (len(announced) > 12 or int(announced) > self._max_bytes):
            raise self._too_large()
        chunks: list[bytes] = []
        size = 0
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                return None
            chunk = message.get("body", b"")
            size += len(chunk)
            if size > self._max_bytes:
                raise self._too_large()
            chunks.append(chunk)
            if not message.get("more_body", False):
                return b"".join(chunks)

    def _too_large(self) -> TooLarge:
        return TooLarge(f"请求正文超过 {self._max_bytes // 1024} KB，没有读取；请把需求写短些，一两句话就够。")


def _closing(answer: Response) -> Response:
    """The answer with the header `Connection: close`. The rest of the body was not read, so no other request can use the connection."""
    answer.headers["Connection"] = "close"
    return answer


def _replay(body: bytes, receive: Receive) -> Receive:
    given = False

    async def receive_again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receive_again
