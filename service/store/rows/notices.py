"""Notices and what people want to be told."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from service.store.base import Base, Id


class NoticeRow(Base):
    """Something one person is told. `mail`: whether a letter is still to bring it. Personal data: values."""

    __tablename__ = "notices"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    person_id: Mapped[str] = mapped_column(Id, ForeignKey("people.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(20))
    wording: Mapped[str] = mapped_column(String(40))
    values: Mapped[dict[str, Any]]
    key: Mapped[str] = mapped_column(String(160))
    in_inbox: Mapped[bool]
    mail: Mapped[str] = mapped_column(String(8))
    made_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    mailed_at: Mapped[datetime | None]
    __table_args__ = (
        CheckConstraint("mail IN ('none', 'waiting', 'sent')", name="mail_known"),
        UniqueConstraint("person_id", "key"),
        Index("ix_notices_person_id_made_at", "person_id", "made_at"),
        Index("ix_notices_person_id_mail", "person_id", "mail"),
        Index("ix_notices_made_at", "made_at"),
    )


class NoticeChoiceRow(Base):
    """How somebody wants one kind of notice; without a row: inbox and mail at once.

    `recipient`: a person's id, or a keyed digest of an address.
    """

    __tablename__ = "notice_choices"
    recipient: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    in_inbox: Mapped[bool]
    mail: Mapped[str] = mapped_column(String(8))
    chosen_at: Mapped[datetime]
    __table_args__ = (CheckConstraint("mail IN ('at_once', 'daily', 'never')", name="mail_known"),)
