"""Links that prove a mail address: made, sent and opened here."""

from collections.abc import Mapping
from datetime import datetime

from service.domain.letters import Letter, LetterKind
from service.domain.links import LASTS, MOST_LETTERS, LinkKind, SentLink
from service.errors import NotFound
from service.identity.secret_text import digest_of, fresh_secret
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.queries.links import add_link, find_link, letters_lately

_WORDS: Mapping[LinkKind, tuple[str, str]] = {
    LinkKind.SIGN_UP: ("请确认邮箱", "有人用这个邮箱在{site}注册。是您的话，请在 24 小时内打开下面的链接，设一个密码："),
    LinkKind.RECOVERY: ("重设密码", "有人在{site}申请重设这个邮箱的密码。是您的话，请在 30 分钟内打开下面的链接："),
    LinkKind.INVITATION: ("邀请您使用平台", "{site}为您准备了账户。请在 7 天内打开下面的链接，设一个密码："),
}
_FOOT = "\n不是您本人操作的话，不用理会这封邮件，什么都不会改变。请不要把链接转给别人。"


def send_link(runtime: Runtime, transaction: Transaction, kind: LinkKind, email: str, **detail: str) -> bool:
    """Send a link to this address; False when it was sent enough within the hour.

    Args:
        detail: `person_id` when there is an account; else what it will be made of.
    """
    now = runtime.clock.now()
    if letters_lately(transaction, email, now) >= MOST_LETTERS:
        return False
    secret = fresh_secret()
    person_id = detail.pop("person_id", "")
    add_link(transaction, SentLink(kind, email, person_id, detail, now, now + LASTS[kind]), digest_of(secret))
    subject, opening = _WORDS[kind]
    lines = [
        opening.format(site=runtime.settings.site_name),
        "",
        f"{runtime.settings.public_url.rstrip('/')}/set-password?t={secret}",
        _FOOT,
    ]
    runtime.post(transaction, Letter(LetterKind.ACCOUNT, email, subject, "\n".join(lines), person_id))
    return True


def get_link(transaction: Transaction, secret: str, now: datetime) -> SentLink:
    """The link with this secret.

    Raises:
        NotFound: there is none, it was used, or its time is over.
    """
    link = find_link(transaction, digest_of(secret), now)
    if link is None:
        raise NotFound("这个链接已经用过或过期了。请重新申请一次，用最新一封邮件里的链接。")
    return link
