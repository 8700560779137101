"""One connection: no waiting for small packets, and a limit in time and size for the head of each request."""

import asyncio
import socket
from typing import Any

HEAD_SECONDS = 15.0
"""A request's first line and headers must have come within this; a proxy in front of slow clients hands them on at once."""
HEAD_BYTES = 64 * 1024

_TOO_LONG = b"HTTP/1.1 431 Request Header Fields Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


def limited(protocol: type[asyncio.Protocol]) -> type[asyncio.Protocol]:
    """The server's protocol, httptools or h11, with these limits added."""
    base: Any = protocol

    class Limited(base):  # type: ignore[misc]
        """Pure addition: whatever the server does with a connection it still does."""

        _ends: asyncio.TimerHandle | None = None
        _head_bytes = 0

        def connection_made(self, transport: asyncio.Transport) -> None:
            super().connection_made(transport)
            send_at_once(transport)
            self._await_head()

        def data_received(self, data: bytes) -> None:
            if not self._answering():
                self._await_head()
                self._head_bytes += len(data)
                if self._head_bytes > HEAD_BYTES:
                    self.transport.write(_TOO_LONG)
                    self.transport.close()
                    return
            super().data_received(data)
            if self._answering():
                self._head_came()

        def connection_lost(self, exc: Exception | None) -> None:
            self._head_came()
            super().connection_lost(exc)

        def _answering(self) -> bool:
            return self.cycle is not None and not self.cycle.response_complete

        def _await_head(self) -> None:
            if self._ends is None:
                self._ends = asyncio.get_running_loop().call_later(HEAD_SECONDS, self.transport.close)

        def _head_came(self) -> None:
            if self._ends is not None:
                self._ends.cancel()
            self._ends, self._head_bytes = None, 0

    return Limited


def send_at_once(transport: asyncio.Transport) -> None:
    """Switch Nagle's algorithm off: an answer's body must not wait until the other side has acknowledged its headers (40 ms).

    uvloop does it by itself; asyncio only where the listening socket was made with the protocol's number.
    """
    connection: socket.socket | None = transport.get_extra_info("socket")
    if connection is not None and connection.family in {socket.AF_INET, socket.AF_INET6}:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
