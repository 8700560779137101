"""Coroutines run to their end inside a test."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor


def on_own_loop(coroutine: Coroutine[object, object, None]) -> None:
    """Runs `coroutine` in a thread of its own: a browser that a worker keeps open holds the loop of the main thread."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        thread.submit(asyncio.run, coroutine).result()
