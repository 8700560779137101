"""On whose side somebody stands towards a need: the desk, its factory, or whoever holds its link."""

from dataclasses import dataclass

from service.domain.need_steps import Party
from service.domain.needs import Need
from service.domain.permissions import ANONYMOUS, Action, Actor, Subject, may
from service.errors import NotFound, RecordChanged
from service.identity.secret_text import digest_of
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.queries.follow_links import find_followed_need
from service.store.queries.needs import find_need

_GONE = "没有找到这条需求，可能编号不对，或不属于您。"
_LINK_OVER = "这个查看链接已经过期或停用了。请打服务台电话，报需求编号，让工作人员重发一个。"


@dataclass(frozen=True, slots=True)
class Standing:
    """Who acts on a need, and for which side. `actor`: anonymous for whoever holds its link."""

    side: Party
    actor: Actor

    @property
    def by(self) -> Actor | str:
        """Who acted, for the audit log: somebody without an account is called by the side."""
        return self.actor if self.actor.is_known else self.side


@dataclass(frozen=True, slots=True)
class NeedKey:
    """How somebody comes to a need: signed in with its id, or by the secret of its link. `version`: as it was seen; 0: any."""

    actor: Actor = ANONYMOUS
    need_id: str = ""
    secret: str = ""
    version: int = 0


def subject_of(need: Need) -> Subject:
    """The need as the table of permissions sees it."""
    return Subject(firm_id=need.firm.manufacturer_id)


def get_standing(actor: Actor, need: Need | None) -> Standing:
    """Where this actor stands.

    Raises:
        NotFound: there is no such need, or it is none of his business.
    """
    if need is not None and may(actor, Action.BROKER_NEEDS, Subject()):
        return Standing(Party.DESK, actor)
    if need is not None and may(actor, Action.KEEP_NEEDS, subject_of(need)):
        return Standing(Party.MANUFACTURER, actor)
    raise NotFound(_GONE)


def open_need(runtime: Runtime, session: Transaction, key: NeedKey) -> tuple[Need, Standing]:
    """The need that this key opens, and for which side.

    Raises:
        NotFound: it opens none.
        RecordChanged: it was changed since it was seen.
    """
    if key.secret:
        need_id = find_followed_need(session, digest_of(key.secret), runtime.clock.now())
        need = find_need(session, need_id) if need_id else None
        if need is None:
            raise NotFound(_LINK_OVER)
        standing = Standing(Party.MANUFACTURER, ANONYMOUS)
    else:
        need = find_need(session, key.need_id)
        standing = get_standing(key.actor, need)
        assert need is not None  # noqa: S101  the line above raises
    if key.version and key.version != need.version:
        raise RecordChanged("这条需求刚被别人改过，请刷新后再做，您的修改没有写入。")
    return need, standing
