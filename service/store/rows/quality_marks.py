"""How well judged needs and sentences were answered, run by run."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from service.store.base import Base


class QualityMarkRow(Base):
    """One kind of one run. Counts only."""

    __tablename__ = "quality_marks"
    at: Mapped[datetime] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    right_count: Mapped[int]
    total: Mapped[int]
