"""Webhooks and what was sent to them."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from service.store.base import Base, Id, SequenceNumber


class WebhookRow(Base):
    """One address that is told. Its secret is derived from `salt` and the platform's key; it is stored nowhere."""

    __tablename__ = "webhooks"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    url: Mapped[str] = mapped_column(String(400))
    topics: Mapped[list[str]]
    state: Mapped[str] = mapped_column(String(12))
    salt: Mapped[str] = mapped_column(String(64))
    old_salt: Mapped[str] = mapped_column(String(64))
    old_until: Mapped[datetime | None]
    failures: Mapped[int]
    failing_since: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    made_by: Mapped[str] = mapped_column(Id)
    made_at: Mapped[datetime]
    __table_args__ = (CheckConstraint("state IN ('active', 'paused', 'stopped')", name="state_known"),)


class DeliveryRow(Base):
    """One message to one webhook: ids and codes, no words of anybody. Its number counts up, and messages go in this order."""

    __tablename__ = "webhook_deliveries"
    number: Mapped[int] = mapped_column(SequenceNumber, primary_key=True, autoincrement=True)
    webhook_id: Mapped[str] = mapped_column(Id, ForeignKey("webhooks.id", ondelete="CASCADE"))
    message_id: Mapped[str] = mapped_column(Id)
    topic: Mapped[str] = mapped_column(String(40))
    need_id: Mapped[str] = mapped_column(Id)
    body: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(12))
    made_at: Mapped[datetime]
    tries: Mapped[int]
    tried_at: Mapped[datetime | None]
    status: Mapped[int | None]
    failure: Mapped[str] = mapped_column(String(200))
    took_ms: Mapped[int]
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'delivered', 'failed', 'replayed')", name="state_known"),
        Index("ix_webhook_deliveries_webhook_id_state_number", "webhook_id", "state", "number"),
        Index("ix_webhook_deliveries_made_at", "made_at"),
    )
