"""邀请."""

from dataclasses import dataclass, replace
from typing import ClassVar

from service.domain.bookings import GUEST_WORDS
from service.domain.events import EventState
from service.domain.invitations import INVITATION_WORDS, EventInvitation, InvitationState
from service.errors import PlatformError
from service.flows.events.invite_firms import InvitationList
from web.parts.event_card import time_span


@dataclass(frozen=True, slots=True)
class InvitationLine:
    """One firm. `how`: in which way it hears; `may`: states it can be put to."""

    id: str
    firm: str
    side: str
    venue: str
    reason: str
    state: str
    badge: str
    how: str
    may: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class InvitationsPage:
    """`waiting`: how many are still to be sent."""

    template: ClassVar[str] = "pages/events/invitations.html"
    title: str
    event: str
    event_href: str
    when: str
    lines: tuple[InvitationLine, ...]
    waiting: int
    booked: int
    may_send: bool
    sides: tuple[tuple[str, str], ...]
    sentence: str = ""

    def refused(self, error: PlatformError) -> "InvitationsPage":
        """This, with why nothing was done."""
        return replace(self, sentence="；".join(error.fields.values()) or error.message)


def invitations_page(found: InvitationList) -> InvitationsPage:
    """The list of one event."""
    event = found.event
    lines = tuple(_line(each, found) for each in found.invitations)
    return InvitationsPage(
        title="邀请名单",
        event=event.facts.title,
        event_href=f"/workbench/events/{event.id}",
        when=time_span(event.facts.starts_at, event.facts.ends_at),
        lines=lines,
        waiting=sum(each.state is InvitationState.PROPOSED for each in found.invitations),
        booked=sum(each.firm_key in found.booked for each in found.invitations),
        may_send=event.state is EventState.PUBLISHED,
        sides=tuple((side, words) for side, words in GUEST_WORDS.items()),
    )


def _line(one: EventInvitation, found: InvitationList) -> InvitationLine:
    venue = found.event.venue(one.venue_id)
    booked = one.firm_key in found.booked
    steps = {
        InvitationState.PROPOSED: ((InvitationState.DROPPED, "不请了"),),
        InvitationState.SENT: ((InvitationState.DECLINED, "说不来"),),
        InvitationState.DROPPED: ((InvitationState.PROPOSED, "还是请"),),
        InvitationState.DECLINED: (),
    }
    return InvitationLine(
        id=one.id,
        firm=one.firm_name,
        side=GUEST_WORDS[one.side],
        venue=venue.name if venue else "",
        reason=one.reason,
        state="已报名" if booked else INVITATION_WORDS[one.state],
        badge="good" if booked else "plain",
        how="账户会收到" if one.firm_id in found.reachable else "没有账户，要打电话请",
        may=() if booked else steps[one.state],
    )
