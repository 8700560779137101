"""Notices: posted inside the transaction of what they tell.

How a flow tells somebody:

1. Write the words once, in `service/domain/notice_words.py`:
   `"change_returned": Wording(NoticeKind.PROFILES, "资料修改被退回", "“{firm}”的修改被退回：{reason}", "/profile/changes/{change}")`
2. Post in the same `with writing(…) as session:` block that changes the record:
   `post_notice(session, NewNotice("change_returned", person_id, {"firm": …, "reason": …, "change": change_id}, key=…), now)`

The line stands in the inbox when the transaction commits; the letter follows as the person chose (at once, once a day, never). For several
people, such as all reviewers (`active_with_role`) or a firm's (`colleagues_of`), post one each; the same key may serve for all of them.
`key` names what happened, such as `change:chg_4k2m:returned`: posting it to the same person again changes nothing.
Other work, such as a webhook: `service.store.queries.tasks.post_task`.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from service.domain.notice_words import wording_of
from service.domain.notices import MailChoice, NewNotice, Notice, NoticeChoice, NoticeKind, mail_due_at
from service.domain.paging import DEFAULT_PAGE_SIZE, Page
from service.domain.tasks import NewTask, TaskKind
from service.store.base import ROWS_AT_ONCE, new_id
from service.store.queries.tasks import post_task
from service.store.rows import NoticeChoiceRow, NoticeRow


def post_notice(session: Session, notice: NewNotice, now: datetime) -> bool:
    """Tell an account something; False when it was told under this key already.

    Raises:
        ValueError: unknown wording, or values that are not exactly its gaps: a mistake of the program.
    """
    kind = wording_of(notice.wording, notice.values).kind
    same = select(NoticeRow.id).where(NoticeRow.person_id == notice.person_id, NoticeRow.key == notice.key)
    if session.scalar(same):
        return False
    choice = read_choice(session, notice.person_id, kind)
    row = NoticeRow(
        id=new_id("ntc"), person_id=notice.person_id, kind=kind, wording=notice.wording, values=dict(notice.values), key=notice.key,
        in_inbox=choice.in_inbox, mail="none" if choice.mail is MailChoice.NEVER else "waiting", made_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    if choice.mail is not MailChoice.NEVER:
        due_at = mail_due_at(kind, choice.mail, now, _mailed_last(session, notice.person_id, kind))
        post_task(session, NewTask(TaskKind.SEND_NOTICES, f"mail:{row.id}", {"kind": kind}, notice.person_id, due_at=due_at), now)
    return True


def read_choice(session: Session, recipient: str, kind: NoticeKind) -> NoticeChoice:
    """How somebody wants this kind; nobody can switch off what concerns the safety of his account."""
    row = None if kind is NoticeKind.ACCOUNT else session.get(NoticeChoiceRow, (recipient, kind))
    return NoticeChoice(row.in_inbox, MailChoice(row.mail)) if row else NoticeChoice()


def _mailed_last(session: Session, person_id: str, kind: NoticeKind) -> datetime | None:
    """When a letter of this kind went to that person last."""
    return session.scalar(select(func.max(NoticeRow.mailed_at)).where(NoticeRow.person_id == person_id, NoticeRow.kind == kind))


def notices_to_mail(session: Session, person_id: str, kind: NoticeKind) -> list[Notice]:
    """Those of one kind that wait for a letter, oldest first."""
    waiting = select(NoticeRow).where(NoticeRow.person_id == person_id, NoticeRow.mail == "waiting", NoticeRow.kind == kind)
    return [_notice(row) for row in session.scalars(waiting.order_by(NoticeRow.made_at, NoticeRow.id).limit(ROWS_AT_ONCE))]


def mark_mailed(session: Session, ids: Sequence[str], now: datetime) -> None:
    """A letter brought them."""
    session.execute(update(NoticeRow).where(NoticeRow.id.in_(ids)).values(mail="sent", mailed_at=now))


def inbox_of(session: Session, person_id: str, kind: NoticeKind | None, number: int) -> Page[Notice]:
    """Somebody's notices, of one kind or all, newest first."""
    shown = [NoticeRow.person_id == person_id, NoticeRow.in_inbox.is_(True), *([NoticeRow.kind == kind] if kind else [])]
    total = session.scalar(select(func.count()).select_from(NoticeRow).where(*shown)) or 0
    newest = select(NoticeRow).where(*shown).order_by(NoticeRow.made_at.desc(), NoticeRow.id)
    rows = session.scalars(newest.limit(DEFAULT_PAGE_SIZE).offset((number - 1) * DEFAULT_PAGE_SIZE))
    return Page([_notice(row) for row in rows], total, number)


def unread_by_kind(session: Session, person_id: str) -> dict[NoticeKind, int]:
    """How many are unread; kinds without any are left out."""
    unread = select(NoticeRow.kind, func.count()).where(*_unread(person_id)).group_by(NoticeRow.kind)
    return {NoticeKind(kind): number for kind, number in session.execute(unread)}


def mark_read(session: Session, person_id: str, now: datetime, *, notice_id: str = "", kind: NoticeKind | None = None) -> int:
    """One of them, all of a kind, or all; how many were unread."""
    chosen = [*_unread(person_id), *([NoticeRow.id == notice_id] if notice_id else []), *([NoticeRow.kind == kind] if kind else [])]
    return len(session.execute(update(NoticeRow).where(*chosen).values(read_at=now).returning(NoticeRow.id)).all())


def find_notice(session: Session, person_id: str, notice_id: str) -> Notice | None:
    """One of this person's."""
    row = session.get(NoticeRow, notice_id)
    return _notice(row) if row and row.person_id == person_id and row.in_inbox else None


def save_choice(session: Session, recipient: str, kind: NoticeKind, choice: NoticeChoice, now: datetime) -> None:
    """Remember how somebody wants this kind. Without mail, what waits for a letter waits no longer."""
    session.merge(NoticeChoiceRow(recipient=recipient, kind=kind, in_inbox=choice.in_inbox, mail=choice.mail, chosen_at=now))
    session.flush()
    if choice.mail is MailChoice.NEVER:
        waiting = update(NoticeRow).where(NoticeRow.person_id == recipient, NoticeRow.kind == kind, NoticeRow.mail == "waiting")
        session.execute(waiting.values(mail="none"))


def _unread(person_id: str) -> tuple[ColumnElement[bool], ...]:
    return NoticeRow.person_id == person_id, NoticeRow.in_inbox.is_(True), NoticeRow.read_at.is_(None)


def _notice(row: NoticeRow) -> Notice:
    return Notice(row.id, row.person_id, NoticeKind(row.kind), row.wording, row.values, row.made_at, row.read_at)
