"""Pages drawn once for each edition of the data: asked again they cost one small query, and nothing when the browser has them.

Only for pages that depend on nothing but the address, the public data and the display cookie: `APIRouter(route_class=KeptRoute)`.
"""

import gzip
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, cast

from fastapi import Request, Response
from fastapi.responses import HTMLResponse
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers

from service.edge.measures import KEPT
from service.flows.upkeep.read_edition import Edition, read_edition
from service.runtime import Runtime
from web.display import COOKIE, read_display

_MOST_BYTES = 32_000_000
_GZIP_FROM_BYTES = 1_000
_GZIP_LEVEL = 6

Key = tuple[str, str, str]
"""Path, query string, display choices."""


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page's body as it is and compressed, and the tag that stands for exactly these words."""

    body: bytes
    packed: bytes
    tag: str

    @classmethod
    def of(cls, body: bytes) -> "KeptPage":
        """Compress once what would else be compressed for every visitor."""
        packed = gzip.compress(body, _GZIP_LEVEL, mtime=0) if len(body) >= _GZIP_FROM_BYTES else b""
        # Weak, because the same words also go out compressed.
        return cls(body, packed, f'W/"{hashlib.sha256(body).hexdigest()[:24]}"')

    def answer(self, headers: Headers) -> Response:
        """The page, or 304 for a browser that has it."""
        # What goes out plain gets this `Vary` from the layer that might have compressed it.
        told, packed = {"ETag": self.tag}, {"ETag": self.tag, "Vary": "Accept-Encoding"}
        if self.tag in {tag.strip() for tag in headers.get("if-none-match", "").split(",")}:
            return Response(status_code=304, headers=packed)
        if self.packed and "gzip" in headers.get("accept-encoding", ""):
            return HTMLResponse(self.packed, headers={**packed, "Content-Encoding": "gzip"})
        return HTMLResponse(self.body, headers=told)


class KeptPages:
    """The pages of one edition in this process's memory, at most 32 MB; those asked longest ago go first. Safe to use from many threads."""

    def __init__(self, *, most_bytes: int = _MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._lock = threading.Lock()
        self._edition: Edition | None = None
        self._pages: OrderedDict[Key, KeptPage] = OrderedDict()
        self._bytes = 0

    def find(self, edition: Edition, key: Key) -> KeptPage | None:
        """The page of that edition, if it was drawn."""
        with self._lock:
            if not edition.is_same(self._edition):
                self._edition, self._bytes = edition, 0
                self._pages.clear()
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
        KEPT.labels("page", "made" if page is None else "kept").inc()
        return page

    def keep(self, edition: Edition, key: Key, page: KeptPage) -> None:
        """Keep a page, unless another edition is valid by now."""
        with self._lock:
            if not edition.is_same(self._edition) or key in self._pages:
                return
            self._pages[key] = page
            self._bytes += _weight(key, page)
            while self._bytes > self._most_bytes:
                self._bytes -= _weight(*self._pages.popitem(last=False))


class KeptRoute(APIRoute):
    """Answers from `app.state.kept_pages` what was drawn for the edition of now."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Put the kept pages before the framework's own handler."""
        draw = super().get_route_handler()

        async def get_or_draw(request: Request) -> Response:
            if request.method != "GET":
                return await draw(request)
            pages = cast(KeptPages, request.app.state.kept_pages)
            edition = await run_in_threadpool(read_edition, cast(Runtime, request.app.state.runtime))
            key = (request.url.path, request.url.query, read_display(request.cookies.get(COOKIE)).cookie)
            page = pages.find(edition, key)
            if page is None:
                answer = await draw(request)
                if answer.status_code != 200 or not isinstance(answer, HTMLResponse):
                    return answer
                page = await run_in_threadpool(KeptPage.of, bytes(answer.body))
                pages.keep(edition, key, page)
            return page.answer(request.headers)

        return get_or_draw


def _weight(key: Key, page: KeptPage) -> int:
    return len(page.body) + len(page.packed) + sum(map(len, key))
