"""Invitations to events."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from service.domain.bookings import GuestSide
from service.domain.invitations import AskedNeed, EventInvitation, InvitationState
from service.store.rows import InvitationRow, NeedRow


def add_invitation(session: Session, invitation: EventInvitation) -> None:
    """Store a new one."""
    row = InvitationRow(
        id=invitation.id, event_id=invitation.event_id, side=invitation.side, firm_id=invitation.firm_id or None,
        firm_name=invitation.firm_name, firm_key=invitation.firm_key, need_id=invitation.need_id or None,
        venue_id=invitation.venue_id or None, reason=invitation.reason, state=invitation.state, made_by=invitation.made_by,
        made_at=invitation.made_at, sent_at=invitation.sent_at,
    )  # fmt: skip
    session.add(row)
    session.flush()


def set_invitation(session: Session, invitation_id: str, state: InvitationState, sent_at: datetime | None) -> None:
    """Note how far it is."""
    changed = update(InvitationRow).where(InvitationRow.id == invitation_id)
    session.execute(changed.values(state=state, sent_at=sent_at))


def invitations_of(session: Session, event_id: str) -> list[EventInvitation]:
    """All of an event: factories first, then by name."""
    rows = session.scalars(select(InvitationRow).where(InvitationRow.event_id == event_id).execution_options(populate_existing=True))
    found = [
        EventInvitation(
            id=row.id,
            event_id=row.event_id,
            side=GuestSide(row.side),
            firm_id=row.firm_id or "",
            firm_name=row.firm_name,
            need_id=row.need_id or "",
            venue_id=row.venue_id or "",
            reason=row.reason,
            state=InvitationState(row.state),
            made_by=row.made_by,
            made_at=row.made_at,
            sent_at=row.sent_at,
        )
        for row in rows
    ]
    return sorted(found, key=lambda each: (each.side, each.firm_name))


def open_needs(session: Session, most: int) -> list[AskedNeed]:
    """What the clustering sees of the needs that are open, the newest first."""
    columns = (
        NeedRow.id, NeedRow.year, NeedRow.serial, NeedRow.firm_name, NeedRow.manufacturer_id, NeedRow.scenario_code,
        NeedRow.industry_code, NeedRow.town_code,
    )  # fmt: skip
    newest = select(*columns).where(NeedRow.is_open.is_(True)).order_by(NeedRow.made_at.desc(), NeedRow.id).limit(most)
    return [
        AskedNeed(
            id=row.id,
            number=f"XQ-{row.year}-{row.serial:04d}",
            firm_name=row.firm_name,
            firm_id=row.manufacturer_id or "",
            scenario=row.scenario_code or "",
            industry=row.industry_code or "",
            town=row.town_code or "",
        )
        for row in session.execute(newest)
    ]
