"""Scenario tags of passages."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from service.store.base import Base, Id


class PassageTagRow(Base):
    """A scenario of a capability or case: proposed by the bank, or confirmed by a person. Declared ones stand in the capability.

    `text_hash` says for which text it was proposed: a changed text is tagged again, an unchanged one keeps what people confirmed.
    """

    __tablename__ = "passage_tags"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    provider_id: Mapped[str] = mapped_column(ForeignKey("providers.id", ondelete="CASCADE"))
    passage_id: Mapped[str] = mapped_column(Id)
    scenario_code: Mapped[str] = mapped_column(ForeignKey("scenarios.code"))
    origin: Mapped[str] = mapped_column(String(12))
    confidence: Mapped[float]
    text_hash: Mapped[str] = mapped_column(String(32))
    bank_fingerprint: Mapped[str] = mapped_column(String(32))
    __table_args__ = (
        UniqueConstraint("passage_id", "scenario_code"),
        Index("ix_passage_tags_provider_id", "provider_id"),
        Index("ix_passage_tags_scenario_code", "scenario_code"),
        Index("ix_passage_tags_bank_fingerprint", "bank_fingerprint"),
        CheckConstraint("origin IN ('confirmed', 'proposed')", name="origin_known"),
    )
