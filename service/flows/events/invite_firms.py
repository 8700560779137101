"""邀请: the list of an event, sent with its reasons, and what came of each."""

from dataclasses import dataclass

from service.domain.audit import AuditEntry
from service.domain.bookings import BookingState, GuestSide
from service.domain.events import Event, EventState
from service.domain.invitations import INVITED_MOST, REASON_MOST_CHARACTERS, EventInvitation, InvitationState
from service.domain.needs import FIRM_MOST_CHARACTERS
from service.domain.notices import NewNotice
from service.domain.people import PersonState, read_line
from service.domain.permissions import Action, Actor, Subject
from service.errors import Conflict, Invalid
from service.gathering.guest_notices import event_day
from service.gathering.guests import get_event
from service.identity.actors import require
from service.runtime import Runtime
from service.store.base import new_id
from service.store.queries.audit import record_audit
from service.store.queries.bookings import bookings_of
from service.store.queries.events import find_event
from service.store.queries.invitations import add_invitation, invitations_of, set_invitation
from service.store.queries.notices import post_notice
from service.store.queries.people import colleagues_of
from service.store.unit_of_work import reading, writing


@dataclass(frozen=True, slots=True)
class InvitationList:
    """The list of an event. `booked`: keys of the firms that have signed up; `reachable`: firms with an account."""

    event: Event
    invitations: tuple[EventInvitation, ...]
    booked: frozenset[str]
    reachable: frozenset[str]


@dataclass(frozen=True, slots=True)
class WishedInvitation:
    """One more firm, as staff typed it."""

    side: str
    firm: str
    reason: str


def see_invitations(runtime: Runtime, actor: Actor, event_id: str) -> InvitationList:
    """The list.

    Raises:
        Refused: not for this actor.
        NotFound: no such event.
    """
    require(actor, Action.KEEP_EVENTS, Subject())
    with reading(runtime.database) as session:
        event = get_event(session, event_id)
        found = invitations_of(session, event.id)
        booked = {each.firm.key for each in bookings_of(session, event.id) if each.state is not BookingState.CANCELLED}
        reachable = {each.firm_id for each in found if each.firm_id and colleagues_of(session, each.firm_id)}
    return InvitationList(event, tuple(found), frozenset(booked), frozenset(reachable))


def invite_firms(runtime: Runtime, actor: Actor, event_id: str) -> int:
    """Send all that wait, each with its reason; how many. Firms without an account are told by telephone, and count as sent too.

    Raises:
        Refused: not for this actor.
        NotFound: no such event.
        Conflict: it is not published, or over.
    """
    require(actor, Action.KEEP_EVENTS, Subject())
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        event = get_event(session, event_id)
        if event.state is not EventState.PUBLISHED:
            raise Conflict("先发布活动，再发邀请。")
        waiting = [each for each in invitations_of(session, event.id) if each.state is InvitationState.PROPOSED]
        for invitation in waiting:
            set_invitation(session, invitation.id, InvitationState.SENT, now)
            values = {
                "event": event.facts.title,
                "when": event_day(event),
                "firm": invitation.firm_name,
                "reason": invitation.reason,
                "id": event.id,
            }
            for person in colleagues_of(session, invitation.firm_id) if invitation.firm_id else []:
                if person.state is PersonState.ACTIVE:
                    post_notice(session, NewNotice("event_invited", person.id, values, f"invitation:{invitation.id}"), now)
        record_audit(session, [AuditEntry(now, actor, "firms_invited", "event", event.id, {"sent": len(waiting)})])
    return len(waiting)


def add_guest_firm(runtime: Runtime, actor: Actor, event_id: str, wished: WishedInvitation) -> EventInvitation:
    """Put one more firm on the list.

    Raises:
        Refused: not for this actor.
        NotFound: no such event.
        Invalid: name, side or reason is missing.
        Conflict: it stands there already, or the list is full.
    """
    require(actor, Action.KEEP_EVENTS, Subject())
    firm, reason = read_line(wished.firm, FIRM_MOST_CHARACTERS), read_line(wished.reason, REASON_MOST_CHARACTERS)
    if firm is None or reason is None or wished.side not in set(GuestSide):
        raise Invalid("有内容没填对。", fields={"firm": "请写单位名称、类别和为什么请它：理由会写在邀请里。"})
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        event = get_event(session, event_id)
        found = invitations_of(session, event.id)
        one = EventInvitation(
            new_id("inv"), event.id, GuestSide(wished.side), "", firm, "", "", reason, InvitationState.PROPOSED, actor.person_id, now
        )
        if any(each.firm_key == one.firm_key for each in found):
            raise Conflict("这家已经在名单上了。")
        if len(found) >= INVITED_MOST:
            raise Conflict(f"名单最多 {INVITED_MOST} 家。")
        add_invitation(session, one)
        record_audit(session, [AuditEntry(now, actor, "firms_invited", "event", event.id, {"added": one.id})])
    return one


def mark_invitation(runtime: Runtime, actor: Actor, event_id: str, invitation_id: str, state: str) -> None:
    """Note that a firm declined, is not invited after all, or is invited again.

    Raises:
        Refused: not for this actor.
        Conflict: no such invitation of this event, or no such state.
    """
    require(actor, Action.KEEP_EVENTS, Subject())
    now = runtime.clock.now()
    allowed = {InvitationState.DECLINED, InvitationState.DROPPED, InvitationState.PROPOSED}
    with writing(runtime.database) as session:
        event = find_event(session, event_id)
        found = {each.id: each for each in invitations_of(session, event_id)} if event else {}
        if invitation_id not in found or state not in allowed:
            raise Conflict("没有这条邀请，或不能这样改。")
        set_invitation(session, invitation_id, InvitationState(state), found[invitation_id].sent_at)
        record_audit(session, [AuditEntry(now, actor, "firms_invited", "event", event_id, {"invitation": invitation_id, "to": state})])
