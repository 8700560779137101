"""Figures about this process for Prometheus: requests, queue, matches, kept copies, and how far the index is behind.

No figure tells anything about a person.
With several web processes, set `PROMETHEUS_MULTIPROC_DIR` (a variable of the client library) to an empty folder.
Then each process gives the figures of all. `python -m web --workers N` sets it by itself.
"""

import os

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest, multiprocess
from prometheus_client.registry import REGISTRY

_SECONDS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 3.0, 10.0)

REQUESTS = Histogram("pool_request_seconds", "Time to answer a request", ("method", "path", "status"), buckets=_SECONDS)
MATCHES = Counter("pool_matches", "Answered needs, by whether somebody fits", ("confident",))
STEPS = Histogram("pool_match_step_seconds", "Time of one step of a match; encode is a part of retrieve", ("step",), buckets=_SECONDS)
LIMITED = Counter("pool_rate_limited", "Requests refused because their visitor or address sent too many")
WAITING = Gauge("pool_waiting", "Costly requests waiting for a place", multiprocess_mode="livesum")
WAITED = Histogram("pool_waited_seconds", "Time a costly request waited for a place", buckets=_SECONDS)
OVERLOADED = Counter("pool_overloaded", "Costly requests told to come again, because the queue was full or slow")
ABANDONED = Counter("pool_abandoned", "Costly requests dropped because whoever asked had gone")
KEPT = Counter("pool_kept", "Answers taken from a kept copy, and those that had to be made", ("copy", "outcome"))
FAILURES = Counter("pool_failures", "Answers that failed because a part did not answer, by the code of docs/errors.md", ("code",))
CIRCUIT_OPEN = Gauge("pool_elasticsearch_circuit_open", "1 while searches do not wait for Elasticsearch", multiprocess_mode="livemax")
TASKS_SETTLED = Counter("pool_tasks_settled", "Tries of background tasks, by how they ended", ("kind", "outcome"))
TASKS_WAITING = Gauge("pool_tasks_waiting", "Background tasks that wait, later ones included", multiprocess_mode="livemax")
TASKS_FAILED = Gauge("pool_tasks_failed", "Background tasks that wait for an administrator's decision", multiprocess_mode="livemax")
TASKS_OLDEST = Gauge("pool_tasks_oldest_seconds", "How late the oldest background task is", multiprocess_mode="livemax")
FEED_POSITION = Gauge("pool_feed_position", "Newest sequence of the change feed", multiprocess_mode="livemax")
INDEX_BEHIND = Gauge(
    "pool_index_behind", "Changes a process's search engine has not taken in; all when it is empty", multiprocess_mode="livemax"
)
"""The number of changes, not the position of the index. A process that has not looked yet says 0.

As a position, 0 would look like the index that is farthest behind.
"""


def render_measures() -> bytes:
    """All figures in the text format of Prometheus."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return generate_latest(REGISTRY)
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry)
