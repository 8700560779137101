"""附件核对: what waits for staff."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import ClassVar

from service.domain.paging import Page
from service.errors import PlatformError
from service.flows.profiles.decide_attachment import WaitingPaper
from web.parts.paging import Paging, paging_of
from web.views.profiles.attachments import paper_facts, paper_words

_DONE = {"accept": "已记为核对过，公开页会写上有效期。", "refuse": "已退回，原因已告诉服务商。"}


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """One paper with the form below it. `valid_until`: what the firm says."""

    id: str
    version: int
    firm: str
    firm_href: str
    what: str
    facts: str
    sent_at: datetime
    href: str
    valid_until: str


@dataclass(frozen=True, slots=True)
class AttachmentQueuePage:
    """`refused_id`: of the paper whose form was wrong; `problems`, `typed`: why, and what was typed."""

    template: ClassVar[str] = "pages/profiles/attachment_queue.html"
    title: str
    lines: tuple[WaitingLine, ...]
    total: int
    paging: Paging
    done: str
    sentence: str = ""
    refused_id: str = ""
    problems: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)

    def refused(self, error: PlatformError, attachment_id: str, typed: Mapping[str, str]) -> "AttachmentQueuePage":
        """This, with why nothing was done."""
        sentence = "" if error.fields else error.message
        return replace(self, problems=error.fields, sentence=sentence, refused_id=attachment_id, typed=typed)


def attachment_queue_page(waiting: Page[WaitingPaper], done: str = "") -> AttachmentQueuePage:
    """The oldest first."""
    return AttachmentQueuePage(
        "附件核对", tuple(map(_line, waiting.items)), waiting.total, paging_of(waiting, "/attachments"), _DONE.get(done, "")
    )


def _line(waiting: WaitingPaper) -> WaitingLine:
    attachment = waiting.attachment
    return WaitingLine(
        id=attachment.id,
        version=attachment.version,
        firm=waiting.firm,
        firm_href=f"/entries/{attachment.provider_id}",
        what=paper_words(attachment, {}),
        facts=paper_facts(attachment),
        sent_at=attachment.sent_at,
        href=f"/attachments/{attachment.id}",
        valid_until=attachment.valid_until.isoformat() if attachment.valid_until else "",
    )
