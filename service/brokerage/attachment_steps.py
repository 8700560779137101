"""What the steps of an attachment share: how it is moved and recorded."""

from dataclasses import dataclass, replace
from typing import Any

from service.domain.attachments import ATTACHMENT_WORDS, Attachment, AttachmentSide, AttachmentStep, next_attachment_state
from service.domain.audit import AuditEntry
from service.domain.permissions import Actor
from service.errors import Conflict
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.queries.attachments import save_attachment
from service.store.queries.audit import record_audit
from service.store.queries.feed import record_changes


@dataclass(frozen=True, slots=True)
class AttachmentDeed:
    """One step: which, of which side, by whom, and why where a reason is asked."""

    step: AttachmentStep
    side: AttachmentSide
    by: Actor
    reason: str = ""


def move_attachment(
    runtime: Runtime,
    session: Transaction,
    attachment: Attachment,
    deed: AttachmentDeed,
    **changes: Any,  # noqa: ANN401  fields of an attachment
) -> Attachment:
    """Take one step; the public page of the firm is drawn anew.

    Raises:
        Conflict: its state has no such step for this side.
    """
    state = next_attachment_state(attachment.state, deed.step, deed.side)
    if state is None:
        raise Conflict(f"这份附件现在是“{ATTACHMENT_WORDS[attachment.state]}”，不能这样做。")
    moved = replace(attachment, state=state, **changes)
    save_attachment(session, moved)
    record_attachment(runtime, session, moved, deed)
    return replace(moved, version=attachment.version + 1)


def record_attachment(runtime: Runtime, session: Transaction, attachment: Attachment, deed: AttachmentDeed) -> None:
    """The line of the audit log, and the sign that the firm's page has changed."""
    detail: dict[str, object] = {"provider": attachment.provider_id, "step": deed.step, "side": deed.side, "digest": attachment.digest}
    entry = AuditEntry(runtime.clock.now(), deed.by, "attachment_moved", "attachment", attachment.id, detail, reason=deed.reason)
    record_audit(session, [entry])
    record_changes(session, [attachment.provider_id])
