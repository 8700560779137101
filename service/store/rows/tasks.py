"""Background work."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from service.store.base import Base, Id


class TaskRow(Base):
    """One promised task. `due_at` is the end of the lease while `worker` holds it. Personal data until settled: address and values."""

    __tablename__ = "tasks"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    kind: Mapped[str] = mapped_column(String(32))
    key: Mapped[str] = mapped_column(String(200), unique=True)
    values: Mapped[dict[str, Any]]
    person_id: Mapped[str] = mapped_column(Id)
    address: Mapped[str] = mapped_column(String(254))
    state: Mapped[str] = mapped_column(String(16))
    made_at: Mapped[datetime]
    due_at: Mapped[datetime]
    tries: Mapped[int]
    worker: Mapped[str] = mapped_column(String(64))
    failure: Mapped[str] = mapped_column(String(500))
    settled_at: Mapped[datetime | None]
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'done', 'failed', 'given_up')", name="state_known"),
        Index("ix_tasks_state_due_at", "state", "due_at"),
        Index("ix_tasks_person_id", "person_id"),
        Index("ix_tasks_settled_at", "settled_at"),
    )
