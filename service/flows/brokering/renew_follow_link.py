"""查看链接: the desk ends the links of a need and makes a new one. A factory may have lost it, or sent it to the wrong people."""

from datetime import timedelta

from service.brokerage.standing import NeedKey, open_need
from service.domain.audit import AuditEntry
from service.domain.need_steps import Party
from service.domain.needs import FOLLOWED_DAYS
from service.errors import Refused
from service.identity.secret_text import digest_of, fresh_secret
from service.runtime import Runtime
from service.store.queries.audit import record_audit
from service.store.queries.follow_links import add_follow_link, revoke_follow_links
from service.store.unit_of_work import writing


def renew_follow_link(runtime: Runtime, key: NeedKey, *, again: bool) -> str:
    """End all links of a need. The answer is the secret of a new one, or empty.

    Args:
        again: make a new one.

    Raises:
        NotFound: the key opens no need.
        Refused: a new one is made by the desk alone; whoever holds a link may end it.
    """
    now = runtime.clock.now()
    secret = fresh_secret() if again else ""
    with writing(runtime.database) as session:
        need, standing = open_need(runtime, session, key)
        if again and standing.side is not Party.DESK:
            raise Refused("新的查看链接由工作人员来发，请打服务台电话。")
        ended = revoke_follow_links(session, need.id, now)
        if secret:
            add_follow_link(session, need.id, digest_of(secret), now, now + timedelta(days=FOLLOWED_DAYS))
        detail: dict[str, object] = {"ended": ended, "again": again}
        record_audit(session, [AuditEntry(now, standing.by, "follow_link_renewed", "need", need.id, detail)])
    return secret
