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

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.domain.notice_words import wording_of
from service.domain.notices import MailChoice, NewNotice, NoticeChoice, NoticeKind, mail_due_at
from service.domain.tasks import NewTask, TaskKind
from service.store.base import new_id
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
