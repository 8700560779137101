"""资料审核: the queue."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from service.domain.paging import Page
from service.domain.profile_changes import STATE_WORDS, ChangeState
from service.flows.profiles.review_change import QueuedChange
from web.parts.paging import Paging, paging_of

_DONE = {"approved": "已通过并公布，下一次搜索就能找到。", "returned": "已退回，原因已告诉服务商。"}


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One change that waits. `age`: 等了 2 天; `promise`: until when an answer is promised, `late` when that has passed."""

    href: str
    firm: str
    state: str
    reviewer: str
    note: str
    age: str
    promised: date
    late: bool
    is_appeal: bool


@dataclass(frozen=True, slots=True)
class ReviewQueuePage:
    """`late`: how many of this page are past their promised day."""

    template: ClassVar[str] = "pages/profiles/review_queue.html"
    title: str
    lines: tuple[ReviewLine, ...]
    total: int
    late: int
    paging: Paging
    done: str


def review_queue_page(queued: Page[QueuedChange], day: date, done: str = "") -> ReviewQueuePage:
    """What waits for the bureau, the oldest first."""
    lines = tuple(_line(each, day) for each in queued.items)
    return ReviewQueuePage(
        title="资料审核",
        lines=lines,
        total=queued.total,
        late=sum(line.late for line in lines),
        paging=paging_of(queued, "/reviews"),
        done=_DONE.get(done, ""),
    )


def _line(queued: QueuedChange, day: date) -> ReviewLine:
    change = queued.change
    since = change.waits_since
    days = (day - since.date()).days if since else 0
    return ReviewLine(
        href=f"/reviews/{change.id}",
        firm=queued.firm,
        state=STATE_WORDS[change.state],
        reviewer=queued.reviewer,
        note=change.appeal if change.state in {ChangeState.APPEALED, ChangeState.IN_APPEAL} else change.note,
        age=f"等了 {days} 天" if days else "今天送来",
        promised=queued.promised,
        late=day > queued.promised,
        is_appeal=change.state in {ChangeState.APPEALED, ChangeState.IN_APPEAL},
    )
