"""The site's own server: one process, or several that share what was loaded once.

Started like this it reads no proxy headers (`service.edge.trusted_proxies` alone does). It tells nobody its name and version, prints no
addresses, and limits the head of a request. `uvicorn web.app:create_app --factory` still works, for who needs a flag of its own.
"""

import gc
import os
import socket
import threading
from collections.abc import Callable, Sequence
from functools import partial

import uvicorn
from prometheus_client import multiprocess
from starlette.types import ASGIApp
from uvicorn.protocols.http.auto import AutoHTTPProtocol

from service.api.app import build_limits
from service.bootstrap import preload
from service.edge.log_lines import write_json_logs
from service.edge.measures_listener import open_measures_listener
from service.ports import TextEncoder
from service.settings import Settings, read_settings
from web.app import create_app
from web.server.connections import limited
from web.server.workers import Workers

_KEEP_ALIVE_SECONDS = 65
"""Longer than proxies keep an idle connection, so that it is the proxy that ends it."""
_LAST_ANSWERS_SECONDS = 25


def serve(sockets: Sequence[socket.socket], *, encoder: TextEncoder) -> int:
    """Serve the site until a signal; returns the exit code.

    Args:
        sockets: one for each process.
        encoder: may still be at work on reading its model.

    Raises:
        Invalid: a setting cannot be used.
        Conflict: the address of the figures is taken.
    """
    write_json_logs()
    settings = read_settings()
    measures = open_measures_listener(settings.metrics_listen) if settings.metrics_listen else None
    if len(sockets) == 1 or not hasattr(os, "fork"):
        if measures:
            threading.Thread(target=measures.serve_forever, daemon=True).start()
        run_one(partial(create_app, encoder=encoder), sockets[0])
        return 0
    return run_workers(partial(_load_for_all, settings, encoder), sockets, beside=[measures.serve_forever] if measures else [])


def run_workers(
    load: Callable[[], Callable[[], ASGIApp]],
    sockets: Sequence[socket.socket],
    *,
    beside: Sequence[Callable[[], None]] = (),
    loop: str = "auto",
) -> int:
    """Load once, then serve each socket by a process of its own.

    Args:
        load: loads what the processes share; gives what builds the app in each of them.
        beside: further tasks, each in a process of its own.
    """
    make = load()
    # What the processes share stays shared only while nobody writes to it, and the collector would.
    gc.freeze()
    tasks: list[Callable[[], None]] = [*(partial(run_one, make, each, loop=loop) for each in sockets), *beside]
    return Workers(tasks, on_death=_forget).run()


def run_one(make: Callable[[], ASGIApp], listening: socket.socket, *, loop: str = "auto") -> None:
    """Serve one socket in this process until a signal."""
    config = uvicorn.Config(
        make,
        factory=True,
        http=limited(AutoHTTPProtocol),
        loop=loop,
        proxy_headers=False,
        server_header=False,
        access_log=False,
        log_level="warning",
        ws="none",
        timeout_keep_alive=_KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=_LAST_ANSWERS_SECONDS,
    )
    uvicorn.Server(config).run([listening])


def _forget(pid: int) -> None:
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        multiprocess.mark_process_dead(pid)  # type: ignore[no-untyped-call]


def _load_for_all(settings: Settings, encoder: TextEncoder) -> Callable[[], ASGIApp]:
    return partial(create_app, loaded=preload(settings, encoder), limits=build_limits(settings))
