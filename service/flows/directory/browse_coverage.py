"""能力地图: which public providers do which scenario, for which trade, and where nobody does."""

from dataclasses import dataclass
from datetime import datetime

from service.copies.kept_directory import read_kept
from service.domain.coverage import Coverage, cover
from service.runtime import Runtime


@dataclass(frozen=True, slots=True)
class CoverageMap:
    """The map as of `at`."""

    coverage: Coverage
    at: datetime


def browse_coverage(runtime: Runtime) -> CoverageMap:
    """The map as of now."""
    now = runtime.clock.now()
    kept = read_kept(runtime, now)
    return CoverageMap(cover(kept.directory, kept.codes.taxonomy), now)
