"""Listening sockets, made before the processes that serve them: who asks while a process starts waits, and is not refused."""

import socket
from contextlib import ExitStack

from service.errors import Conflict

_BACKLOG = 2048


def listen(host: str, port: int, count: int = 1) -> list[socket.socket]:
    """Open `count` sockets on one address, one for each process, so that the kernel spreads connections over them.

    Where the system cannot do that (no SO_REUSEPORT) all processes share one socket.

    Raises:
        Conflict: the address is taken, or is none of this machine's.
    """
    spread = count > 1 and hasattr(socket, "SO_REUSEPORT")
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with ExitStack() as opened:
            # Bound once alone, so that an address that is taken is noticed.
            first = opened.enter_context(_open(family))
            first.bind(address)
            if not spread:
                first.listen(_BACKLOG)
                opened.pop_all()
                return [first] * count
            address = first.getsockname()
        with ExitStack() as opened:
            sockets = [opened.enter_context(_open(family)) for _ in range(count)]
            for each in sockets:
                each.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
                each.bind(address)
                each.listen(_BACKLOG)
            opened.pop_all()
            return sockets
    except OSError as error:
        reason = error.strerror or str(error)
        raise Conflict(f"不能在 {host}:{port} 上监听（{reason}）；请换一个端口（PORT=…），或先停掉占用它的程序。") from None


def _open(family: int) -> socket.socket:
    # With the protocol's number: only then asyncio sends small packets at once on what it accepts here.
    made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.set_inheritable(True)
    return made
