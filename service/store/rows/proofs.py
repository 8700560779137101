"""What was vouched for, and the links by which factories do so."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from service.store.base import Base, Id


class ProofRow(Base):
    """Somebody vouched for the text of a capability or a case."""

    __tablename__ = "proofs"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    provider_id: Mapped[str] = mapped_column(ForeignKey("providers.id", ondelete="CASCADE"))
    item_id: Mapped[str] = mapped_column(Id)
    kind: Mapped[str] = mapped_column(String(16))
    mark: Mapped[str] = mapped_column(String(32))
    by: Mapped[str] = mapped_column("vouched_by", String(80))
    words: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    __table_args__ = (
        CheckConstraint("kind IN ('manufacturer', 'bureau')", name="kind_known"),
        Index("ix_proofs_provider_id", "provider_id"),
    )


class CaseLinkRow(Base):
    """A link for the factory of a case, kept as the SHA-256 of its secret."""

    __tablename__ = "case_links"
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    provider_id: Mapped[str] = mapped_column(ForeignKey("providers.id", ondelete="CASCADE"))
    case_id: Mapped[str] = mapped_column(Id)
    mark: Mapped[str] = mapped_column(String(32))
    made_by: Mapped[str] = mapped_column(Id)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(String(16))
    __table_args__ = (Index("ix_case_links_provider_id", "provider_id"),)
