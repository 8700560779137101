"""核对附件: staff look at a paper and accept or refuse it; a new certificate takes the place of the one before."""

from dataclasses import dataclass
from datetime import date

from service.brokerage.attachment_steps import AttachmentDeed, move_attachment
from service.brokerage.telling import tell_firm
from service.domain.attachments import Attachment, AttachmentKind, AttachmentSide, AttachmentState, AttachmentStep
from service.domain.paging import Page
from service.domain.people import REASON_MAX_CHARACTERS, read_line
from service.domain.permissions import Action, Actor, Subject, could
from service.errors import Invalid, NotFound, RecordChanged, Refused
from service.identity.actors import require
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.queries.attachments import attachments_of, find_attachment, list_attachments
from service.store.queries.people import firm_names
from service.store.unit_of_work import reading, writing


@dataclass(frozen=True, slots=True)
class PaperDecision:
    """`version`: of the attachment on the page. `valid_until`: what the paper says, as staff read it; None: no end."""

    accept: bool
    version: int
    valid_until: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class WaitingPaper:
    """One line of the queue. `firm`: whose."""

    attachment: Attachment
    firm: str


def list_waiting_papers(runtime: Runtime, actor: Actor, number: int) -> Page[WaitingPaper]:
    """What waits for staff, the oldest first.

    Raises:
        Refused: not for this actor.
    """
    if not could(actor, Action.KEEP_ENTRIES):
        raise Refused("您的账户没有核对附件的权限。")
    with reading(runtime.database) as session:
        page = list_attachments(session, AttachmentState.WAITING, number)
        firms = firm_names(session, [each.provider_id for each in page.items])
    return Page([WaitingPaper(each, firms.get(each.provider_id, "")) for each in page.items], page.total, number)


def decide_attachment(runtime: Runtime, actor: Actor, attachment_id: str, decision: PaperDecision) -> None:
    """Accept or refuse it, and tell the firm.

    Raises:
        NotFound: there is none such.
        Refused: not for this actor, or it is of his own firm, or he sent it.
        Invalid: it is refused without a reason.
        Conflict: somebody was quicker.
    """
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        attachment = find_attachment(session, attachment_id)
        if attachment is None:
            raise NotFound("没有这份附件。")
        require(actor, Action.KEEP_ENTRIES, Subject(attachment.sent_by, attachment.provider_id))
        reason = read_line(decision.reason, REASON_MAX_CHARACTERS) or ""
        if not decision.accept and not reason:
            raise Invalid("有内容没填对。", fields={"reason": "请写明为什么不通过，让服务商知道怎么改。"})
        if attachment.version != decision.version:
            raise RecordChanged("这份附件刚被别人处理过，请刷新后再看。")
        deed = AttachmentDeed(
            AttachmentStep.ACCEPT if decision.accept else AttachmentStep.REFUSE, AttachmentSide.STAFF, actor, reason
        )  # fmt: skip
        until = decision.valid_until if decision.accept else attachment.valid_until
        saved = move_attachment(
            runtime, session, attachment, deed, decided_by=actor.person_id, decided_at=now, reason=reason, valid_until=until
        )  # fmt: skip
        if decision.accept:
            _renew(runtime, session, saved, actor)
        wording, values = "attachment_accepted", {"provider": saved.provider_id}
        if not decision.accept:
            wording, values = "attachment_refused", {**values, "reason": reason}
        tell_firm(runtime, session, saved.provider_id, (wording, values, f"attachment:{saved.id}:{saved.version}"))


def _renew(runtime: Runtime, session: Transaction, accepted: Attachment, actor: Actor) -> None:
    """The paper that it replaces, and earlier ones of the same qualification, stand no longer."""
    deed = AttachmentDeed(AttachmentStep.RENEW, AttachmentSide.PLATFORM, actor)
    for each in attachments_of(session, accepted.provider_id):
        same = accepted.kind is AttachmentKind.CERTIFICATE and each.kind is accepted.kind and each.about == accepted.about
        if each.state is AttachmentState.ACCEPTED and each.id != accepted.id and (same or each.id == accepted.replaces):
            move_attachment(runtime, session, each, deed)
