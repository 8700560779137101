"""Measure how long each step of a match takes. All go into a histogram. A slow match also gets a log line, without the need's words."""

from time import perf_counter

import structlog

from service.edge.measures import STEPS

SLOW_SECONDS = 1.0

_log = structlog.get_logger("matches")


class MatchSteps:
    """The steps of one match. Its time begins when the object is made."""

    def __init__(self) -> None:
        self._began = self._last = perf_counter()
        self._took: dict[str, float] = {}

    def done(self, step: str) -> None:
        """Call it when a step ends. Its time is the time since the step before ended."""
        now = perf_counter()
        self._took[step] = now - self._last
        self._last = now

    def tell(self) -> float:
        """Record all steps. Returns how many milliseconds the whole match took."""
        for step, seconds in self._took.items():
            STEPS.labels(step).observe(seconds)
        whole = self._last - self._began
        if whole >= SLOW_SECONDS:
            steps = {f"{step}_ms": round(seconds * 1000, 1) for step, seconds in self._took.items()}
            _log.warning("slow_match", took_ms=round(whole * 1000, 1), **steps)
        return round(whole * 1000, 1)
