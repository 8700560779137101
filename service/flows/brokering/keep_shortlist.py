"""推荐名单: the desk adds a provider or takes one off, each time with a reason that is kept."""

from dataclasses import replace
from datetime import timedelta

from service.brokerage.listed import get_listed_provider
from service.brokerage.moves import read_reason
from service.brokerage.standing import NeedKey, open_need
from service.domain.audit import AuditEntry
from service.domain.need_steps import Party
from service.domain.needs import Need
from service.domain.shortlists import PIN_DAYS, SHORTLIST_MOST, ShortlistLine
from service.domain.timeline import LineKind, TimelineLine
from service.errors import Conflict, NotFound, Refused
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.base import new_id
from service.store.queries.audit import record_audit
from service.store.queries.needs import save_need
from service.store.queries.shortlist import add_shortlisted, shortlist_of, take_off
from service.store.queries.timeline import add_lines
from service.store.unit_of_work import writing

_PINNED = "desk"
"""`fit` of what the desk put on by hand: the list did not propose it."""


def keep_shortlist(runtime: Runtime, key: NeedKey, provider_id: str, reason: str) -> Need:
    """Put a provider on the list; its pin ends after 60 days. One that was put on by hand before is confirmed again for as long.

    Raises:
        NotFound: no such need or listed provider.
        Refused: not for this actor.
        Invalid: no reason is given.
        Conflict: it stands there already, the list is full, or the need is closed.
    """
    said = read_reason(reason)
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        need = _open_for_desk(runtime, session, key)
        provider = get_listed_provider(runtime, session, provider_id)
        lines = shortlist_of(session, need.id)
        standing = [line for line in lines if line.stands]
        again = next((line for line in standing if line.provider_id == provider.id), None)
        if again is not None and again.pinned_until_on is None:
            raise Conflict("这家已经在名单上了。")
        if again is not None:
            take_off(session, again.id, key.actor.person_id, f"再确认：{said}"[:500], now)
            standing.remove(again)
        if len(standing) >= SHORTLIST_MOST:
            raise Conflict(f"名单最多 {SHORTLIST_MOST} 家，请先移出一家。")
        line = ShortlistLine(
            id=new_id("shl"),
            need_id=need.id,
            provider_id=provider.id,
            provider_name=provider.display_name,
            place=max((line.place for line in lines), default=0) + 1,
            fit=_PINNED,
            added_by=key.actor.person_id,
            added_by_name=key.actor.name,
            added_at=now,
            added_reason=said[:500],
            pinned_until_on=runtime.today + timedelta(days=PIN_DAYS),
        )
        add_shortlisted(session, [line])
        return _told(runtime, session, need, key, (LineKind.SHORTLISTED, provider_id, said))


def clear_shortlisted(runtime: Runtime, key: NeedKey, provider_id: str, reason: str) -> Need:
    """Take a provider off the list; why stays on record.

    Raises:
        NotFound: no such need, or the provider does not stand on its list.
        Refused: not for this actor.
        Invalid: no reason is given.
        Conflict: the need is closed.
    """
    said = read_reason(reason)
    with writing(runtime.database) as session:
        need = _open_for_desk(runtime, session, key)
        line = next((each for each in shortlist_of(session, need.id) if each.stands and each.provider_id == provider_id), None)
        if line is None:
            raise NotFound("这家不在名单上。")
        take_off(session, line.id, key.actor.person_id, said[:500], runtime.clock.now())
        return _told(runtime, session, need, key, (LineKind.REMOVED, provider_id, said))


def _open_for_desk(runtime: Runtime, session: Transaction, key: NeedKey) -> Need:
    need, standing = open_need(runtime, session, key)
    if standing.side is not Party.DESK:
        raise Refused("名单由工作人员来改。您觉得哪家合适或不合适，请在答复里写给我们。")
    if not need.is_open:
        raise Conflict("这条需求已经办结，名单不能再改。要改请先重新打开。")
    return need


def _told(runtime: Runtime, session: Transaction, need: Need, key: NeedKey, what: tuple[LineKind, str, str]) -> Need:
    kind, provider_id, reason = what
    now = runtime.clock.now()
    detail: dict[str, object] = {"provider": provider_id}
    add_lines(session, need.id, [TimelineLine(now, kind, Party.DESK, key.actor.person_id, reason, detail)])
    record_audit(session, [AuditEntry(now, key.actor, f"need_{kind}", "need", need.id, detail, reason=reason)])
    return save_need(session, replace(need, moved_at=now))
