"""通知方式: by which way one wants to be told of each kind; also by the link of a letter, without signing in."""

from collections.abc import Mapping
from dataclasses import replace

from service.domain.notices import MailChoice, NoticeChoice, NoticeKind
from service.domain.permissions import Action, Actor, Subject
from service.errors import Invalid, NotFound
from service.identity.actors import require
from service.identity.unsubscribing import read_unsubscribe_code
from service.runtime import Runtime
from service.store.queries.notices import read_choice, save_choice
from service.store.queries.people import find_person
from service.store.unit_of_work import reading, writing

CHOOSABLE: tuple[NoticeKind, ...] = tuple(kind for kind in NoticeKind if kind is not NoticeKind.ACCOUNT)


def read_choices(runtime: Runtime, actor: Actor) -> dict[NoticeKind, NoticeChoice]:
    """One's own choices of all kinds."""
    require(actor, Action.KEEP_OWN_ACCOUNT, Subject(actor.person_id))
    with reading(runtime.database) as session:
        return {kind: read_choice(session, actor.person_id, kind) for kind in NoticeKind}


def choose_notices(runtime: Runtime, actor: Actor, typed: Mapping[NoticeKind, tuple[bool, str]]) -> None:
    """Store them; kinds that were not sent stay.

    Args:
        typed: kind → (stands in the inbox, a value of `MailChoice`).

    Raises:
        Invalid: an unknown choice, or a kind that nobody can switch off.
    """
    require(actor, Action.KEEP_OWN_ACCOUNT, Subject(actor.person_id))
    if not set(typed) <= set(CHOOSABLE) or any(mail not in set(MailChoice) for _, mail in typed.values()):
        raise Invalid("没有认出选了什么，请用页面上的选项。")
    with writing(runtime.database) as session:
        for kind, (in_inbox, mail) in typed.items():
            save_choice(session, actor.person_id, kind, NoticeChoice(in_inbox, MailChoice(mail)), runtime.clock.now())


def read_unsubscribed(runtime: Runtime, code: str) -> tuple[NoticeKind, bool]:
    """(kind, whether its letters have ended) of a letter's link. Looking changes nothing, because mail servers look too.

    Raises:
        NotFound: the platform did not write it, or the account is gone.
    """
    person_id, kind = read_unsubscribe_code(runtime, code)
    with reading(runtime.database) as session:
        if find_person(session, person_id) is None:
            raise NotFound("这个账户已经不在了，不会再收到邮件。")
        return kind, read_choice(session, person_id, kind).mail is MailChoice.NEVER


def unsubscribe(runtime: Runtime, code: str, *, again: bool = False) -> None:
    """End letters of this kind, or with `again` begin them again; the inbox stays as it is. A repeat is harmless.

    Raises:
        NotFound: the platform did not write the link, or the account is gone.
    """
    kind, _ = read_unsubscribed(runtime, code)
    person_id, _ = read_unsubscribe_code(runtime, code)
    with writing(runtime.database) as session:
        choice = read_choice(session, person_id, kind)
        wanted = MailChoice.AT_ONCE if again else MailChoice.NEVER
        save_choice(session, person_id, kind, replace(choice, mail=wanted), runtime.clock.now())
