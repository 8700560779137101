"""A client in a process of its own: `python -m tests.bench.load_client '{"port": …}'` asks over many connections, JSON out.

Raw streams and no HTTP library: client and server share the cores, so a costly client would measure itself.
"""

import asyncio
import hashlib
import itertools
import json
import sys
from dataclasses import dataclass, field
from time import perf_counter
from urllib.parse import quote

from service.settings import ROOT


@dataclass(frozen=True)
class Order:
    """What to ask.

    Args:
        path: a page; `match`: the API with needs of the fixtures, each again only after all others; `results`: the page for them.
        patience_seconds: after this the connection is closed and a new one opened; 0: waits for ever.
        pause_seconds: whoever is told to come again (503) comes again after this; `Retry-After` asks for 2 to 5.
        first: place in the list of needs to begin with.
    """

    port: int
    path: str
    connections: int
    seconds: float
    patience_seconds: float = 0.0
    pause_seconds: float = 1.0
    first: int = 0
    etags: bool = False


@dataclass
class Seen:
    """Seconds of good answers, and counts of the others by status (0: no answer in time or a broken connection)."""

    good: list[float] = field(default_factory=list)
    others: dict[int, int] = field(default_factory=dict)
    etags: dict[str, str] = field(default_factory=dict)


def needs() -> list[str]:
    """Every need and bank sentence of the fixtures once, in an order that is always the same."""
    paths = (*sorted((ROOT / "fixtures" / "needs").glob("*.jsonl")), *sorted((ROOT / "fixtures" / "utterances").glob("*.jsonl")))
    texts = {json.loads(line)["text"] for path in paths for line in path.read_text("utf-8").splitlines()}
    return sorted(texts, key=lambda text: hashlib.sha256(text.encode()).digest())


async def ask_all(order: Order) -> Seen:
    """Ask over all connections until the time is up."""
    texts, seen = needs(), Seen()
    numbers = itertools.count(order.first)
    ends = perf_counter() + order.seconds
    await asyncio.gather(*(_one_connection(order, texts, numbers, ends, seen) for _ in range(order.connections)))
    return seen


async def _one_connection(order: Order, texts: list[str], numbers: "itertools.count[int]", ends: float, seen: Seen) -> None:
    streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
    while perf_counter() < ends:
        request = _request(order, texts[next(numbers) % len(texts)], seen)
        began = perf_counter()
        try:
            async with asyncio.timeout(order.patience_seconds or None):
                streams = streams or await asyncio.open_connection("127.0.0.1", order.port)
                status = await _exchange(*streams, request, order, seen)
        except (OSError, TimeoutError, asyncio.IncompleteReadError):
            if streams:
                streams[1].close()
            streams, status = None, 0
        if status in {200, 304}:
            seen.good.append(perf_counter() - began)
            continue
        seen.others[status] = seen.others.get(status, 0) + 1
        await asyncio.sleep(order.pause_seconds)
    if streams:
        streams[1].close()


async def _exchange(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes, order: Order, seen: Seen) -> int:
    writer.write(request)
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head.split("\r\n")[1:])}
    await reader.readexactly(int(headers.get("content-length", 0)))
    if order.etags and "etag" in headers:
        seen.etags[order.path] = headers["etag"]
    return int(head.split(" ", 2)[1])


def _request(order: Order, text: str, seen: Seen) -> bytes:
    if order.path == "match":
        body = json.dumps({"text": text}).encode()
        lines = f"POST /api/v1/matches HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        return lines.encode() + body
    path = f"/search?q={quote(text)}" if order.path == "results" else order.path
    known = f"If-None-Match: {seen.etags[order.path]}\r\n" if order.path in seen.etags else ""
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\n{known}\r\n".encode()


if __name__ == "__main__":
    found = asyncio.run(ask_all(Order(**json.loads(sys.argv[1]))))
    json.dump({"good": found.good, "others": found.others}, sys.stdout)
