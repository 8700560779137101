"""收件箱: what one was told, and marking it read."""

from collections.abc import Mapping
from dataclasses import dataclass

from service.domain.notice_words import WORDINGS, path_of
from service.domain.notices import Notice, NoticeKind
from service.domain.paging import Page
from service.domain.permissions import Action, Actor, Subject
from service.errors import NotFound
from service.identity.actors import require
from service.runtime import Runtime
from service.store.queries.notices import find_notice, inbox_of, mark_read, unread_by_kind
from service.store.unit_of_work import reading, writing


@dataclass(frozen=True, slots=True)
class Inbox:
    """One page of it. `unread`: how many of each kind, on all pages."""

    notices: Page[Notice]
    unread: Mapping[NoticeKind, int]


def read_inbox(runtime: Runtime, actor: Actor, kind: NoticeKind | None, number: int) -> Inbox:
    """One's own notices, of one kind or all, newest first."""
    require(actor, Action.KEEP_OWN_ACCOUNT, Subject(actor.person_id))
    with reading(runtime.database) as session:
        return Inbox(inbox_of(session, actor.person_id, kind, number), unread_by_kind(session, actor.person_id))


def count_unread(runtime: Runtime, actor: Actor) -> int:
    """For the account's entry in the frame; 0 for nobody."""
    if not actor.is_known:
        return 0
    with reading(runtime.database) as session:
        return sum(unread_by_kind(session, actor.person_id).values())


def open_notice(runtime: Runtime, actor: Actor, notice_id: str) -> str:
    """Mark it read; where one goes on, or empty.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    require(actor, Action.KEEP_OWN_ACCOUNT, Subject(actor.person_id))
    with writing(runtime.database) as session:
        notice = find_notice(session, actor.person_id, notice_id)
        if notice is None:
            raise NotFound("没有这条通知，可能已经过了保存期。")
        mark_read(session, actor.person_id, runtime.clock.now(), notice_id=notice.id)
    return path_of(WORDINGS[notice.wording], notice.values)


def mark_all_read(runtime: Runtime, actor: Actor, kind: NoticeKind | None) -> int:
    """All of a kind, or all; how many were unread."""
    require(actor, Action.KEEP_OWN_ACCOUNT, Subject(actor.person_id))
    with writing(runtime.database) as session:
        return mark_read(session, actor.person_id, runtime.clock.now(), kind=kind)
