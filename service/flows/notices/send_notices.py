"""Mail somebody the notices of one kind that wait for him, in one letter. A performer of background tasks."""

import hashlib
from collections.abc import Callable, Sequence

from service.domain.letters import Letter
from service.domain.notice_words import KIND_WORDS, WORDINGS, path_of, written
from service.domain.notices import MailChoice, Notice, NoticeKind
from service.domain.people import PersonState
from service.domain.tasks import Task
from service.identity.unsubscribing import unsubscribe_path
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.queries.notices import mark_mailed, notices_to_mail, read_choice
from service.store.queries.people import find_person
from service.store.unit_of_work import reading

MOST_IN_A_LETTER = 50


def send_notices(runtime: Runtime, task: Task) -> Callable[[Transaction], None]:
    """Hand the letter to the mailer; gives what notes it, together with the settling of the task.

    Nothing is sent when an earlier letter brought all of them, or the person wants none any more.

    Raises:
        Unavailable: the mail server does not take it now.
        Refused: it never will.
    """
    kind = NoticeKind(task.values["kind"])
    with reading(runtime.database) as session:
        person = find_person(session, task.person_id)
        notices = notices_to_mail(session, task.person_id, kind)
        wanted = read_choice(session, task.person_id, kind).mail is not MailChoice.NEVER
    may_be_told = person is not None and (person.state is PersonState.ACTIVE or kind is NoticeKind.ACCOUNT)
    if person and notices and wanted and may_be_told:
        runtime.mailer.send(_letter(runtime, person.email, kind, notices))
    ids = [notice.id for notice in notices]
    return lambda session: mark_mailed(session, ids, runtime.clock.now())


def _letter(runtime: Runtime, address: str, kind: NoticeKind, notices: Sequence[Notice]) -> Letter:
    """One letter; the same notices make the same letter at each try."""
    settings = runtime.settings
    site = settings.public_url.rstrip("/")
    shown, more = notices[:MOST_IN_A_LETTER], len(notices) - MOST_IN_A_LETTER
    parts = [_told(notice, settings.site_name, site, number if len(notices) > 1 else 0) for number, notice in enumerate(shown, 1)]
    if more > 0:
        parts.append(f"还有 {more} 条，登录后在收件箱查看：{site}/inbox")
    foot = f"这封信由{settings.site_name}自动发出，请不要回复。"
    path = "" if kind is NoticeKind.ACCOUNT else unsubscribe_path(runtime, notices[0].person_id, kind)
    if path:
        foot += f"\n不想再收“{KIND_WORDS[kind]}”的邮件：{site}{path}"
    subject = WORDINGS[notices[0].wording].subject if len(notices) == 1 else f"{KIND_WORDS[kind]}：{len(notices)} 条通知"
    identity = hashlib.sha256(" ".join(notice.id for notice in notices).encode()).hexdigest()[:24]
    return Letter(f"ntc_{identity}", address, subject, "\n\n".join([*parts, foot]), f"{site}{path}" if site and path else "")


def _told(notice: Notice, name: str, site: str, number: int) -> str:
    wording = WORDINGS[notice.wording]
    head = f"{number}. {wording.subject}：" if number else ""
    path = path_of(wording, notice.values)
    return head + written(wording, notice.values, name) + (f"\n{site}{path}" if path else "")
