"""A body is read with a limit, announced or in chunks, fast or slow."""

import asyncio
import json
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse

from service.api.errors import problem
from service.edge.body_limit import BodyLimit
from tests.loops import on_own_loop

_Message = dict
_MAX = 100


async def _length(scope, receive, send) -> None:
    body = await Request(scope, receive).body()
    await JSONResponse({"length": len(body)})(scope, receive, send)


def _ask(
    chunks: list[bytes],
    headers: dict[str, str] | None = None,
    *,
    timeout_seconds: float = 5.0,
    receive: Callable[[], Awaitable[_Message]] | None = None,
) -> tuple[int | None, dict, int]:
    """Status, JSON and how many chunks were taken."""
    sent: list[_Message] = []
    taken = 0

    async def give() -> _Message:
        nonlocal taken
        taken += 1
        return {"type": "http.request", "body": chunks[taken - 1], "more_body": taken < len(chunks)}

    async def keep(message: _Message) -> None:
        sent.append(message)

    scope = {
        "type": "http", "method": "POST", "path": "/", "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in (headers or {}).items()],
    }  # fmt: skip
    limited = BodyLimit(_length, tell=problem, max_bytes=_MAX, timeout_seconds=timeout_seconds)
    on_own_loop(limited(scope, receive or give, keep))
    if not sent:
        return None, {}, taken
    return sent[0]["status"], json.loads(b"".join(message.get("body", b"") for message in sent)), taken


def test_a_body_at_the_limit_arrives_whole():
    assert _ask([b"a" * 60, b"b" * 40]) == (200, {"length": _MAX}, 2)


def test_an_announced_length_over_the_limit_is_refused_unread():
    status, answer, taken = _ask([b"a"], {"content-length": str(_MAX + 1)})
    assert (status, answer["code"], taken) == (413, "too_large", 0)
    status, _, taken = _ask([b"a"], {"content-length": "9" * 5000})
    assert (status, taken) == (413, 0)


def test_chunks_over_the_limit_are_refused_without_reading_the_rest():
    status, answer, taken = _ask([b"a" * 60] * 1000)
    assert (status, answer["code"], taken) == (413, "too_large", 2)


def test_a_lying_or_broken_length_does_not_help():
    for announced in ("5", "-1", "abc", "１２"):
        scope_header = {"content-length": announced} if announced.isascii() else {}
        status, _, taken = _ask([b"a" * 60] * 1000, scope_header)
        assert (status, taken) == (413, 2)


def test_a_body_that_never_comes_ends_in_a_problem():
    async def never() -> _Message:
        await asyncio.sleep(60)
        raise AssertionError

    status, answer, _ = _ask([], timeout_seconds=0.05, receive=never)
    assert (status, answer["code"]) == (408, "timeout")


def test_nothing_is_answered_to_somebody_who_has_gone():
    async def gone() -> _Message:
        return {"type": "http.disconnect"}

    assert _ask([], receive=gone)[0] is None
