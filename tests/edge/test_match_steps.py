"""Steps of a match: counted for all, told in the log for slow ones, without the need."""

import time

import structlog
from prometheus_client import REGISTRY

from service.edge import match_steps
from service.edge.match_steps import MatchSteps


def _seen(step: str) -> float:
    return REGISTRY.get_sample_value("pool_match_step_seconds_count", {"step": step}) or 0.0


def test_each_step_is_counted_and_a_quick_match_is_not_told():
    before = _seen("read"), _seen("rank")
    with structlog.testing.capture_logs() as lines:
        steps = MatchSteps()
        steps.done("read")
        steps.done("rank")
        assert steps.tell() >= 0
    assert (_seen("read"), _seen("rank")) == (before[0] + 1, before[1] + 1)
    assert lines == []


def test_a_slow_match_is_told_with_its_steps():
    with structlog.testing.capture_logs() as lines:
        steps = MatchSteps()
        steps.done("read")
        time.sleep(match_steps.SLOW_SECONDS)
        steps.done("retrieve")
        steps.tell()
    (line,) = lines
    assert line["event"] == "slow_match"
    assert line["retrieve_ms"] >= 1000 > line["read_ms"]
    assert set(line) == {"event", "log_level", "took_ms", "read_ms", "retrieve_ms"}
