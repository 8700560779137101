"""Links that prove a mail address: made, sent and opened here."""

from dataclasses import dataclass
from datetime import datetime

from service.domain.audit import AuditEntry
from service.domain.links import LASTS, MOST_LETTERS, LinkKind, SentLink
from service.domain.lockout import FREE_TRIES, failed_once_more
from service.domain.permissions import Actor
from service.domain.tasks import NewTask, TaskKind
from service.errors import NotFound
from service.identity.secret_text import derived_secret, digest_of, fresh_secret, keyed_digest
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.queries.audit import record_audit
from service.store.queries.links import add_link, find_link, letters_lately
from service.store.queries.lockouts import save_tries
from service.store.queries.tasks import post_task


@dataclass(frozen=True, slots=True)
class LinkWish:
    """A link for this address. `by`: who asks for it, with the address the request came from."""

    kind: LinkKind
    email: str
    by: Actor | str


def send_link(runtime: Runtime, transaction: Transaction, wish: LinkWish, **detail: str) -> bool:
    """Send a link to an address of mail; False when it was sent enough within the hour.

    Args:
        detail: `person_id` when there is an account; else what it will be made of.
    """
    now, kind, email = runtime.clock.now(), wish.kind, wish.email
    if letters_lately(transaction, email, now) >= MOST_LETTERS:
        return False
    salt = fresh_secret()
    digest = digest_of(link_secret(runtime, salt))
    person_id = detail.pop("person_id", "")
    ends_at = now + LASTS[kind]
    add_link(transaction, SentLink(kind, email, person_id, detail, now, ends_at), digest)
    values = {"wording": str(kind), "salt": salt, "ends_at": ends_at.isoformat()}
    post_task(transaction, NewTask(TaskKind.SEND_LETTER, f"letter:{digest}", values, person_id, email), now)
    record_audit(transaction, [AuditEntry(now, wish.by, "link_sent", "person", person_id, {"kind": kind})])
    return True


def write_either_way(runtime: Runtime, transaction: Transaction, email: str) -> None:
    """Write something for an address whether or not it gets a letter: an answer that waits for the disk is told from one that does not."""
    now, key = runtime.clock.now(), keyed_digest(runtime.settings.secret_key, "asked for a letter", email)
    save_tries(transaction, key, failed_once_more(None, now, FREE_TRIES))


def link_secret(runtime: Runtime, salt: str) -> str:
    """The secret of the link with this salt. It stands nowhere but in the letter."""
    return derived_secret(runtime.settings.secret_key, "link", salt)


def get_link(transaction: Transaction, secret: str, now: datetime) -> SentLink:
    """The link with this secret.

    Raises:
        NotFound: there is none, it was used, or its time is over.
    """
    link = find_link(transaction, digest_of(secret), now)
    if link is None:
        raise NotFound("这个链接已经用过或过期了。请重新申请一次，用最新一封邮件里的链接。")
    return link
