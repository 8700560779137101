"""附件: what a firm handed in, what became of it, and the form for another."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import ClassVar

from service.domain.attachments import (
    ATTACHMENT_KIND_WORDS,
    ATTACHMENT_WORDS,
    MEDIA_TYPES,
    PAGES_MOST,
    WITH_FILE,
    Attachment,
    AttachmentKind,
    AttachmentSide,
    AttachmentState,
    AttachmentStep,
    next_attachment_state,
)
from service.errors import PlatformError
from service.flows.profiles.see_attachments import AttachmentsState
from web.text import chinese_date

_DONE = {"sent": "已收到，重新保存过，等工作人员核对。", "taken_back": "已撤回，文件已删除。"}
_BADGES = {"waiting": "accent", "accepted": "good", "expired": "warn", "refused": "bad"}


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One paper. `what`: the kind and what it is for; `facts`: file and validity; `href`: of the file, empty where there is none."""

    id: str
    what: str
    state: str
    badge: str
    facts: str
    sent_by: str
    sent_at: datetime
    reason: str
    href: str
    may_take_back: bool


@dataclass(frozen=True, slots=True)
class AttachmentsPage:
    """`abouts`: (value, words) of what a paper can be for, `kind~about`; `older`: (id, words) of papers that one can replace."""

    template: ClassVar[str] = "pages/profiles/attachments.html"
    title: str
    firm: str
    provider_id: str
    lines: tuple[PaperLine, ...]
    gone: tuple[PaperLine, ...]
    abouts: tuple[tuple[str, str], ...]
    older: tuple[tuple[str, str], ...]
    most_mb: int
    most_pages: int = PAGES_MOST
    done: str = ""
    sentence: str = ""
    problems: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)

    def refused(self, error: PlatformError, typed: Mapping[str, str]) -> "AttachmentsPage":
        """This, with why the file was not taken."""
        return replace(self, problems=error.fields, sentence="" if error.fields else error.message, typed=typed)


def attachments_page(state: AttachmentsState, done: str = "") -> AttachmentsPage:
    """The papers of one firm."""
    lines = [_line(each, state) for each in state.attachments]
    certificate, acceptance = AttachmentKind.CERTIFICATE, AttachmentKind.ACCEPTANCE
    accepted = [each for each in state.attachments if each.state is AttachmentState.ACCEPTED]
    return AttachmentsPage(
        title="附件",
        firm=state.firm,
        provider_id=state.provider_id,
        lines=tuple(line for line in lines if line.may_take_back),
        gone=tuple(line for line in lines if not line.may_take_back),
        abouts=(
            *((f"{certificate}~{text}", f"资质证书：{text}"[:60]) for text in state.papers),
            *((f"{acceptance}~{case}", f"验收材料：{name}"[:60]) for case, name in state.cases.items()),
            (f"{AttachmentKind.LICENCE}~", "营业执照"),
        ),
        older=tuple((each.id, paper_words(each, state.cases)[:60]) for each in accepted),
        most_mb=state.most_mb,
        done=_DONE.get(done, ""),
    )


def paper_words(attachment: Attachment, cases: Mapping[str, str]) -> str:
    """资质证书：ISO9001（2027-05到期）."""
    word = ATTACHMENT_KIND_WORDS[attachment.kind]
    about = cases.get(attachment.about, "") if attachment.kind is AttachmentKind.ACCEPTANCE else attachment.about
    return f"{word}：{about}" if about else word


def paper_facts(attachment: Attachment) -> str:
    """PDF 3 页 240 KB，有效至 2027年5月31日."""
    pages = f" {attachment.pages} 页" if attachment.media_type == "application/pdf" else ""
    size = f"{max(1, attachment.size // 1000):,} KB"
    until = f"有效至 {chinese_date(attachment.valid_until)}" if attachment.valid_until else "没有写有效期"
    return f"{MEDIA_TYPES[attachment.media_type].upper()}{pages} {size}，{until}"


def _line(attachment: Attachment, state: AttachmentsState) -> PaperLine:
    standing = attachment.standing(state.day)
    return PaperLine(
        id=attachment.id,
        what=paper_words(attachment, state.cases),
        state="已到期" if standing == "expired" else ATTACHMENT_WORDS[attachment.state],
        badge=_BADGES.get(standing, "quiet"),
        facts=paper_facts(attachment),
        sent_by=state.names.get(attachment.sent_by, "同事"),
        sent_at=attachment.sent_at,
        reason=attachment.reason,
        href=f"/attachments/{attachment.id}" if attachment.state in WITH_FILE else "",
        may_take_back=next_attachment_state(attachment.state, AttachmentStep.TAKE_BACK, AttachmentSide.FIRM) is not None,
    )
