"""Manufacturers as they call themselves."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from service.store.base import Base, Id


class ManufacturerRow(Base):
    """制造企业: a firm that looks for providers. Its people refer to it by their role grants."""

    __tablename__ = "manufacturers"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    made_at: Mapped[datetime]
