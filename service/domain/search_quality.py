"""检索质量: judged sentences and needs asked again and again; when a share falls, the kind is told. No text of any person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

FALLEN_POINTS = 2
"""Whole percentage points by which a kind must fall to be told."""


@dataclass(frozen=True, slots=True)
class QualityMark:
    """One kind of one run: how many of its cases came out right. `kind`: such as `verdict:refuse` or `judged:first`."""

    kind: str
    right: int
    of: int

    @property
    def percent(self) -> float:
        """Share of right ones, 0 to 100."""
        return 100 * self.right / self.of if self.of else 0.0


@dataclass(frozen=True, slots=True)
class QualityRun:
    """All marks of one run."""

    at: datetime
    marks: tuple[QualityMark, ...]


@dataclass(frozen=True, slots=True)
class Fall:
    """A kind that fell from the run before to the newest."""

    kind: str
    before: QualityMark
    now: QualityMark


def falls(runs: Sequence[QualityRun]) -> tuple[Fall, ...]:
    """What fell between the two newest runs, the worst first; `runs`: the newest first. A kind that is new or gone has not fallen."""
    if len(runs) < 2:
        return ()
    before = {mark.kind: mark for mark in runs[1].marks}
    fallen = [
        Fall(mark.kind, before[mark.kind], mark)
        for mark in runs[0].marks
        if mark.kind in before and before[mark.kind].percent - mark.percent >= FALLEN_POINTS
    ]
    return tuple(sorted(fallen, key=lambda fall: fall.now.percent - fall.before.percent))
