"""Send one message: to a judged address only, with limits of time and size. Redirects are not followed, no proxy is asked.

Only the status of the answer is read. A small client of its own, because one that follows, pools and unpacks has ways around each limit.
"""

import re
import socket
import ssl
from collections.abc import Mapping
from functools import cache
from time import monotonic

from service.domain.webhooks import Posting
from service.webhooks.targets import HookPlace, HookTarget

CONNECT_SECONDS = 4.0
WHOLE_SECONDS = 10.0
_HEAD_MOST_BYTES = 16 * 1024
_STATUS_LINE = re.compile(rb"HTTP/1\.[01] (\d{3})[ \r\n]")
_INTERIM_MOST = 3
_LATE = f"{WHOLE_SECONDS:.0f} 秒内没有答完。"
_CLOSED = "连接被拒绝或中途断开。"
_NOT_HTTP = "答复不是 HTTP/1.1。"
_UNTRUSTED = "加密连接没有建立：证书过期、不被信任或与域名不符。"
_MOVED = "对方要求跳转（{status}）；推送不跟随跳转，请填最终的地址。"
_REFUSED = "对方答复 {status}。"


class _Failed(Exception):
    """Why nobody answered, in words."""


def post_message(target: HookTarget, headers: Mapping[str, str], body: bytes, ca_file: str = "", seconds: float = WHOLE_SECONDS) -> Posting:
    """Send it, and tell how it went; nothing is raised.

    Args:
        ca_file: authorities of the receiver's certificate; empty: those of the system.
        seconds: for everything together.
    """
    began = monotonic()
    status, failure = None, ""
    try:
        status = _exchange(target, _request(target.place, headers, body), ca_file, began + seconds)
    except _Failed as error:
        failure = str(error)
    except TimeoutError:
        failure = _LATE
    except (ssl.SSLError, ssl.CertificateError):
        failure = _UNTRUSTED
    except OSError:
        failure = _CLOSED
    if status is not None and not 200 <= status < 300:
        failure = (_MOVED if 300 <= status < 400 else _REFUSED).format(status=status)
    return Posting(status, failure, round((monotonic() - began) * 1_000))


def _exchange(target: HookTarget, request: bytes, ca_file: str, deadline: float) -> int:
    with _connected(target, deadline) as plain:
        plain.settimeout(_left(deadline))
        if not target.place.is_secure:
            return _ask(plain, request, deadline)
        with _trust(ca_file).wrap_socket(plain, server_hostname=target.place.host) as secure:
            return _ask(secure, request, deadline)


def _connected(target: HookTarget, deadline: float) -> socket.socket:
    """A connection to the first address that takes one."""
    for address in target.addresses:
        try:
            return socket.create_connection((address, target.place.port), timeout=min(CONNECT_SECONDS, _left(deadline)))
        except OSError:
            continue
    raise _Failed(_CLOSED)


def _ask(connection: socket.socket, request: bytes, deadline: float) -> int:
    connection.settimeout(_left(deadline))
    connection.sendall(request)
    head = b""
    for _ in range(_INTERIM_MOST):
        while b"\r\n\r\n" not in head:
            connection.settimeout(_left(deadline))
            more = connection.recv(4_096)
            head += more
            if not more or len(head) > _HEAD_MOST_BYTES:
                break
        found = _STATUS_LINE.match(head)
        if found is None:
            raise _Failed(_NOT_HTTP if head else _CLOSED)
        status = int(found.group(1))
        if status >= 200:
            return status
        head = head.partition(b"\r\n\r\n")[2]
    raise _Failed(_NOT_HTTP)


def _request(place: HookPlace, headers: Mapping[str, str], body: bytes) -> bytes:
    host = f"[{place.host}]" if ":" in place.host else place.host
    usual = place.port == (443 if place.is_secure else 80)
    whole = {
        "Host": host if usual else f"{host}:{place.port}",
        "User-Agent": "pool-match-webhooks/1",
        "Accept": "*/*",
        "Connection": "close",
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
        **headers,
    }
    lines = [f"POST {place.path} HTTP/1.1", *(f"{name}: {value}" for name, value in whole.items()), "", ""]
    return "\r\n".join(lines).encode("ascii") + body


def _left(deadline: float) -> float:
    left = deadline - monotonic()
    if left <= 0:
        raise TimeoutError
    return left


@cache
def _trust(ca_file: str) -> ssl.SSLContext:
    """Kept, because reading all authorities of a system takes tens of milliseconds."""
    return ssl.create_default_context(cafile=ca_file or None)
