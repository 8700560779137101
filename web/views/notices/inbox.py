"""收件箱."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from service.domain.notice_words import KIND_WORDS, WORDINGS, written
from service.domain.notices import NoticeKind
from service.flows.notices.read_inbox import Inbox
from web.parts.paging import Paging, paging_of


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One notice. `has_place`: it leads on to a page."""

    id: str
    kind: str
    subject: str
    body: str
    made_at: datetime
    is_new: bool
    has_place: bool


@dataclass(frozen=True, slots=True)
class KindLink:
    """One kind to look at alone."""

    href: str
    words: str
    unread: int
    current: bool


@dataclass(frozen=True, slots=True)
class InboxPage:
    """`kind`: the one looked at, empty for all; `unread`: of what is looked at."""

    template: ClassVar[str] = "pages/notices/inbox.html"
    title: str
    lines: tuple[NoticeLine, ...]
    kinds: tuple[KindLink, ...]
    kind: str
    total: int
    unread: int
    paging: Paging


def inbox_page(inbox: Inbox, kind: NoticeKind | None, site: str) -> InboxPage:
    """The notices of whoever is signed in."""
    every = sum(inbox.unread.values())
    links = [KindLink("/inbox", "全部", every, kind is None)]
    links += [KindLink(f"/inbox?kind={each}", words, inbox.unread.get(each, 0), each is kind) for each, words in KIND_WORDS.items()]
    lines = []
    for notice in inbox.notices.items:
        wording = WORDINGS[notice.wording]
        body = written(wording, notice.values, site)
        is_new = notice.read_at is None
        line = NoticeLine(notice.id, KIND_WORDS[notice.kind], wording.subject, body, notice.made_at, is_new, bool(wording.path))
        lines.append(line)
    return InboxPage(
        title="收件箱",
        lines=tuple(lines),
        kinds=tuple(links),
        kind=kind or "",
        total=inbox.notices.total,
        unread=inbox.unread.get(kind, 0) if kind else every,
        paging=paging_of(inbox.notices, "/inbox", (("kind", kind),) if kind else ()),
    )
