"""Papers that firms hand in: their rows, not their files."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from service.domain.attachments import WITH_FILE, Attachment, AttachmentKind, AttachmentState
from service.domain.paging import DEFAULT_PAGE_SIZE, Page
from service.errors import RecordChanged
from service.store.base import ROWS_AT_ONCE
from service.store.rows import AttachmentRow

_PLAIN = (
    "id", "provider_id", "version", "about", "digest", "media_type", "size", "pages", "valid_until", "sent_by", "sent_at", "replaces",
    "decided_by", "decided_at", "reason",
)  # fmt: skip
_OF_A_FIRM_MOST = 200


def add_attachment(session: Session, attachment: Attachment) -> None:
    """Store a new one."""
    session.add(AttachmentRow(**_values(attachment), id=attachment.id, provider_id=attachment.provider_id, version=1))
    session.flush()


def save_attachment(session: Session, attachment: Attachment) -> None:
    """Store a changed one over the version it was read at.

    Raises:
        RecordChanged: somebody saved it meanwhile.
    """
    same = (AttachmentRow.id == attachment.id) & (AttachmentRow.version == attachment.version)
    values = _values(attachment) | {"version": attachment.version + 1}
    if not session.execute(update(AttachmentRow).where(same).values(**values).returning(AttachmentRow.id)).all():
        raise RecordChanged("这份附件刚被别人处理过，请刷新后再看。")


def find_attachment(session: Session, attachment_id: str) -> Attachment | None:
    """One of them."""
    return next(iter(_read(session, AttachmentRow.id == attachment_id)), None)


def attachments_of(session: Session, provider_id: str) -> list[Attachment]:
    """All of a firm, the newest first."""
    return _read(session, AttachmentRow.provider_id == provider_id)


def list_attachments(session: Session, state: AttachmentState, number: int) -> Page[Attachment]:
    """Those in one state, the oldest first."""
    there = AttachmentRow.state == state
    total = session.scalar(select(func.count()).select_from(AttachmentRow).where(there)) or 0
    wanted = select(AttachmentRow).where(there).order_by(AttachmentRow.sent_at, AttachmentRow.id)
    rows = session.scalars(wanted.limit(DEFAULT_PAGE_SIZE).offset((number - 1) * DEFAULT_PAGE_SIZE))
    return Page([_attachment(row) for row in rows], total, number)


def named_digests(session: Session, digests: Iterable[str]) -> set[str]:
    """Those of the digests whose file is still wanted."""
    wanted, found = sorted(set(digests)), set[str]()
    for start in range(0, len(wanted), ROWS_AT_ONCE):
        named = AttachmentRow.digest.in_(wanted[start : start + ROWS_AT_ONCE]), AttachmentRow.state.in_(WITH_FILE)
        found |= set(session.scalars(select(AttachmentRow.digest).where(*named)))
    return found


def _values(attachment: Attachment) -> dict[str, Any]:
    plain = {name: getattr(attachment, name) for name in _PLAIN if name not in {"id", "provider_id", "version"}}
    return {**plain, "state": attachment.state, "kind": attachment.kind}


def _read(session: Session, condition: ColumnElement[bool]) -> list[Attachment]:
    wanted = select(AttachmentRow).where(condition).order_by(AttachmentRow.sent_at.desc(), AttachmentRow.id).limit(_OF_A_FIRM_MOST)
    return [_attachment(row) for row in session.scalars(wanted.execution_options(populate_existing=True))]


def _attachment(row: AttachmentRow) -> Attachment:
    return Attachment(**{name: getattr(row, name) for name in _PLAIN}, state=AttachmentState(row.state), kind=AttachmentKind(row.kind))
