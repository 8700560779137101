"""Read the whole body of a request before anything parses it. The body has a largest size and a longest time.

The web framework has its own limit, but it answers in English. This limit comes first and answers in Chinese.
"""

import asyncio
from collections.abc import Callable, Mapping
from types import MappingProxyType

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.errors import Invalid, TooLarge

BODY_MAX_BYTES = 256 * 1024
BODY_TIMEOUT_SECONDS = 20.0
UPLOAD_TIMEOUT_SECONDS = 600.0

_FILE_TOO_LARGE = "文件太大，最多 {most} MB，没有接收。请分成几个文件，一个一个传。"

Tell = Callable[[Scope, int, str, str], Response]
"""Makes an answer from the ASGI scope, the status, the error code and a Chinese sentence."""


class BodyLimit:
    """ASGI middleware that refuses a body over the limit. It does so with or without the header `Content-Length`.

    Args:
        tell: makes the answer to a refused request. The API answers with a problem in JSON, the site with a page.
        max_bytes: the largest body that is read.
        timeout_seconds: the whole body must arrive within this time.
        uploads: path → its largest body, of forms with files. Such a body is handed on piece by piece and never held whole:
            who may send it is asked before the first piece is read.
    """

    def __init__(
        self, app: ASGIApp, *, tell: Tell, max_bytes: int = BODY_MAX_BYTES, timeout_seconds: float = BODY_TIMEOUT_SECONDS,
        uploads: Mapping[str, int] = MappingProxyType({}),
    ) -> None:  # fmt: skip
        self._app = app
        self._tell = tell
        self._max_bytes = max_bytes
        self._timeout_seconds = timeout_seconds
        self._uploads = uploads

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if scope["method"] == "POST" and (most := self._uploads.get(scope["path"])):
            await self._app(scope, _counted(scope, receive, most), send)
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


def _counted(scope: Scope, receive: Receive, most: int) -> Receive:
    """The body of an upload, piece by piece, up to its limits.

    Raises (when called):
        TooLarge: the body is over the limit, or was announced so.
        Invalid: it did not arrive in time.
    """
    announced = Headers(scope=scope).get("content-length", "")
    left = most - (int(announced) if announced.isascii() and announced.isdigit() and len(announced) <= 12 else 0)
    read = 0
    ends_at = asyncio.get_running_loop().time() + UPLOAD_TIMEOUT_SECONDS

    async def counted() -> Message:
        nonlocal read
        if left < 0 or len(announced) > 12:
            raise TooLarge(_FILE_TOO_LARGE.format(most=most // 1_000_000))
        try:
            async with asyncio.timeout_at(ends_at):
                message = await receive()
        except TimeoutError:
            raise Invalid("文件没有在 10 分钟内传完，请换个网络再传。") from None
        read += len(message.get("body", b""))
        if read > most:
            raise TooLarge(_FILE_TOO_LARGE.format(most=most // 1_000_000))
        return message

    return counted


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
