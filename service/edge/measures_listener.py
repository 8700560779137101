"""A small server for the figures alone. It has its own port, so that only the network of the monitoring can reach it."""

from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from prometheus_client import CONTENT_TYPE_LATEST

from service.edge.measures import render_measures
from service.errors import Conflict, Invalid

_PATH = "/metrics"


class _Measures(BaseHTTPRequestHandler):
    timeout = 10

    def do_GET(self) -> None:
        known = self.path == _PATH
        body = render_measures() if known else b""
        self.send_response(HTTPStatus.OK if known else HTTPStatus.NOT_FOUND)
        self.send_header("Content-Type", CONTENT_TYPE_LATEST)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the library's name
        """Log nothing, because the monitoring asks every few seconds."""


def open_measures_listener(listen: str) -> ThreadingHTTPServer:
    """Bind a server to `listen`. Call `serve_forever` of the returned server, and it answers `GET /metrics`.

    Args:
        listen: address and port, such as `127.0.0.1:9100`.

    Raises:
        Invalid: `listen` is not an address and a port.
        Conflict: the address and port cannot be used, for example because another program uses them.
    """
    host, _, port = listen.rpartition(":")
    if not host or not port.isascii() or not port.isdigit() or int(port) > 65_535:
        raise Invalid(f"设置 POOL_METRICS_LISTEN 的值“{listen}”无法使用，应是地址和端口，如 127.0.0.1:9100。")
    try:
        return ThreadingHTTPServer((host.strip("[]"), int(port)), _Measures)
    except OSError as error:
        raise Conflict(f"不能在 {listen} 上提供监控数字（{error.strerror or error}）；请修改 POOL_METRICS_LISTEN。") from None
