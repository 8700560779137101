"""An HTTP proxy on loopback that fails on purpose: what a network or a server does to a client, in real sockets."""

import http.client
import socket
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from urllib.parse import urlsplit


class Fault(Enum):
    """What happens to one request."""

    PASS = "pass"
    CUT_BEFORE = "cut before"  # the connection ends, the server never saw the request
    CUT_AFTER = "cut after"  # the server did the work, its answer is lost
    HANG = "hang"  # no answer until the proxy is healed
    REFUSE = "refuse"  # 503
    OVERLOAD = "overload"  # 429


@dataclass(frozen=True)
class Seen:
    """One request as it arrived."""

    method: str
    path: str
    authorization: str | None


class FaultProxy:
    """Passes everything on to `target` until `plan` says otherwise; `plan` is asked with the number of the request since it was set."""

    def __init__(self, target: str, *, tls: ssl.SSLContext | None = None) -> None:
        self._target = urlsplit(target)
        self.seen: list[Seen] = []
        self._plan: Callable[[int, Seen], Fault] = lambda _number, _request: Fault.PASS
        self._number = 0
        self._lock = threading.Lock()
        self._healed = threading.Event()
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = 120

            def _do(self) -> None:
                proxy.answer(self)

            do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _do  # noqa: N815  the names `http.server` looks for

            def log_message(self, *_: object) -> None:
                """Silence."""

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request: object, client_address: object) -> None:
                """A client that went away is what these tests are about."""

        self._server = Server(("127.0.0.1", 0), Handler)
        if tls:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    def __enter__(self) -> "FaultProxy":
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._healed.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(10)

    def follow(self, plan: Callable[[int, Seen], Fault]) -> None:
        """Decide about each request from now on."""
        with self._lock:
            self._healed.set()
            self._healed = threading.Event()
            self._plan, self._number, self.seen = plan, 0, []

    def always(self, fault: Fault) -> None:
        """Do the same to every request from now on."""
        self.follow(lambda _number, _request: fault)

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        """Handle one request as planned."""
        body = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
        request = Seen(handler.command, handler.path, handler.headers.get("Authorization"))
        with self._lock:
            number, plan, healed = self._number, self._plan, self._healed
            self._number += 1
            self.seen.append(request)
        fault = plan(number, request)
        if fault is Fault.HANG:
            healed.wait(60)
        if fault in {Fault.HANG, Fault.CUT_BEFORE}:
            _cut(handler)
            return
        if fault in {Fault.REFUSE, Fault.OVERLOAD}:
            status = 503 if fault is Fault.REFUSE else 429
            _send(handler, status, [("Content-Type", "application/json"), ("X-Elastic-Product", "Elasticsearch")], b'{"error":"planned"}')
            return
        status, headers, answer = self._pass_on(handler, body)
        if fault is Fault.CUT_AFTER:
            _cut(handler)
            return
        _send(handler, status, headers, answer)

    def _pass_on(self, handler: BaseHTTPRequestHandler, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        connection = http.client.HTTPConnection(self._target.hostname or "", self._target.port, timeout=120)
        try:
            kept = {name: value for name, value in handler.headers.items() if name.lower() not in {"host", "authorization", "connection"}}
            connection.request(handler.command, handler.path, body or None, kept)
            answered = connection.getresponse()
            return answered.status, answered.getheaders(), answered.read()
        finally:
            connection.close()


def _send(handler: BaseHTTPRequestHandler, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
    handler.send_response(status)
    for name, value in headers:
        if name.lower() not in {"content-length", "transfer-encoding", "connection"}:
            handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def _cut(handler: BaseHTTPRequestHandler) -> None:
    handler.close_connection = True
    try:
        handler.connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return
