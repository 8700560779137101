"""Figures for Prometheus about this process: requests, matches, and how far the index follows. Nothing about persons.

With several web processes set the client library's own `PROMETHEUS_MULTIPROC_DIR` to an empty folder; then any process answers for all.
"""

import os

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest, multiprocess
from prometheus_client.registry import REGISTRY

_SECONDS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 3.0, 10.0)

REQUESTS = Histogram("pool_request_seconds", "Time to answer a request", ("method", "path", "status"), buckets=_SECONDS)
MATCHES = Counter("pool_matches", "Answered needs, by whether somebody fits", ("confident",))
LIMITED = Counter("pool_rate_limited", "Requests refused because their address sent too many")
FEED_POSITION = Gauge("pool_feed_position", "Newest sequence of the change feed", multiprocess_mode="max")
ENGINE_POSITION = Gauge(
    "pool_engine_position", "Last sequence the search engine has taken in; -1: must be rebuilt", multiprocess_mode="min"
)


def render_measures() -> bytes:
    """All figures in Prometheus' text format."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return generate_latest(REGISTRY)
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry)
