"""Keep what a run over judged needs and sentences gave, and show the trend to staff."""

from collections.abc import Sequence

from service.domain.audit import COMMAND, AuditEntry
from service.domain.permissions import Action, Actor, Subject
from service.domain.search_quality import Fall, QualityMark, QualityRun, falls
from service.identity.actors import require
from service.runtime import Runtime
from service.store.queries.audit import record_audit
from service.store.queries.quality_marks import add_quality_run, read_quality_runs
from service.store.unit_of_work import reading, writing

RUNS_SHOWN = 30


def watch_quality(runtime: Runtime, marks: Sequence[QualityMark]) -> tuple[Fall, ...]:
    """Store a run of now; what fell since the last one."""
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        add_quality_run(session, QualityRun(now, tuple(marks)))
        record_audit(session, [AuditEntry(now, COMMAND, "quality_measured", "database", "", {"kinds": len(marks)})])
        return falls(read_quality_runs(session, 2))


def see_quality(runtime: Runtime, actor: Actor) -> tuple[QualityRun, ...]:
    """The newest runs, the newest first.

    Raises:
        Refused: this actor reads no figures.
    """
    require(actor, Action.READ_FIGURES, Subject())
    with reading(runtime.database) as session:
        return read_quality_runs(session, RUNS_SHOWN)
