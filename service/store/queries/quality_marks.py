"""How well judged needs and sentences were answered, run by run."""

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from service.domain.search_quality import QualityMark, QualityRun
from service.store.rows import QualityMarkRow


def add_quality_run(session: Session, run: QualityRun) -> None:
    """Store one run."""
    rows = [{"at": run.at, "kind": mark.kind, "right_count": mark.right, "total": mark.of} for mark in run.marks]
    if rows:
        session.execute(insert(QualityMarkRow), rows)


def read_quality_runs(session: Session, most: int) -> tuple[QualityRun, ...]:
    """The newest runs, the newest first."""
    instants = list(session.scalars(select(QualityMarkRow.at).distinct().order_by(QualityMarkRow.at.desc()).limit(most)))
    rows = session.scalars(select(QualityMarkRow).where(QualityMarkRow.at.in_(instants)).order_by(QualityMarkRow.kind))
    marks: dict[object, list[QualityMark]] = {at: [] for at in instants}
    for row in rows:
        marks[row.at].append(QualityMark(row.kind, row.right_count, row.total))
    return tuple(QualityRun(at, tuple(marks[at])) for at in instants)
