"""How long each step of a match took: a histogram for all, a log line for slow ones, and never a word of the need."""

from time import perf_counter

import structlog

from service.edge.measures import STEPS

SLOW_SECONDS = 1.0

_log = structlog.get_logger("matches")


class MatchSteps:
    """One match, from its beginning."""

    def __init__(self) -> None:
        self._began = self._last = perf_counter()
        self._took: dict[str, float] = {}

    def done(self, step: str) -> None:
        """The step that ends now took as long as since the last one."""
        now = perf_counter()
        self._took[step] = now - self._last
        self._last = now

    def tell(self) -> float:
        """Write down all steps; returns how many milliseconds the whole match took."""
        for step, seconds in self._took.items():
            STEPS.labels(step).observe(seconds)
        whole = self._last - self._began
        if whole >= SLOW_SECONDS:
            steps = {f"{step}_ms": round(seconds * 1000, 1) for step, seconds in self._took.items()}
            _log.warning("slow_match", took_ms=round(whole * 1000, 1), **steps)
        return round(whole * 1000, 1)
