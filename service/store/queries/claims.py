"""Claims of listed firms."""

from datetime import datetime

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from service.domain.claims import Claim, ClaimState
from service.domain.paging import DEFAULT_PAGE_SIZE, Page
from service.store.base import new_id
from service.store.rows import ClaimRow, PersonRow, ProviderRow

_ALL = (ClaimRow, PersonRow.name, PersonRow.email, ProviderRow.name, ProviderRow.uscc)


def add_claim(session: Session, person_id: str, provider_id: str, note: str, now: datetime) -> str:
    """Store a claim that waits; its id."""
    row = ClaimRow(
        id=new_id("clm"), person_id=person_id, provider_id=provider_id, note=note, state=ClaimState.WAITING, made_at=now, reason=""
    )
    session.add(row)
    session.flush()
    return row.id


def find_claim(session: Session, claim_id: str) -> Claim | None:
    """One claim."""
    found = _read(session, ClaimRow.id == claim_id)
    return found[0] if found else None


def claims_of(session: Session, person_id: str) -> list[Claim]:
    """All claims of a person, newest first."""
    return _read(session, ClaimRow.person_id == person_id)


def list_claims(session: Session, state: ClaimState, number: int) -> Page[Claim]:
    """Claims in one state, newest first."""
    total = session.scalar(select(func.count()).select_from(ClaimRow).where(ClaimRow.state == state)) or 0
    return Page(_read(session, ClaimRow.state == state, number), total, number)


def decide_claim_row(session: Session, claim: Claim, by: str, now: datetime) -> None:
    """Store state and reason as `claim` has them."""
    decided = update(ClaimRow).where(ClaimRow.id == claim.id)
    session.execute(decided.values(state=claim.state, reason=claim.reason, decided_at=now, decided_by=by))


def find_provider_by_uscc(session: Session, uscc: str) -> tuple[str, str] | None:
    """(id, name) of the provider with this code."""
    row = session.execute(select(ProviderRow.id, ProviderRow.name).where(ProviderRow.uscc == uscc)).one_or_none()
    return (row.id, row.name) if row else None


def _read(session: Session, condition: ColumnElement[bool], number: int = 1) -> list[Claim]:
    joined = select(*_ALL).join(PersonRow, PersonRow.id == ClaimRow.person_id).join(ProviderRow, ProviderRow.id == ClaimRow.provider_id)
    page = joined.where(condition).order_by(ClaimRow.made_at.desc(), ClaimRow.id)
    rows = session.execute(page.limit(DEFAULT_PAGE_SIZE).offset((number - 1) * DEFAULT_PAGE_SIZE))
    return [
        Claim(
            id=row.id,
            person_id=row.person_id,
            person_name=name,
            person_email=email,
            provider_id=row.provider_id,
            provider_name=provider,
            uscc=uscc,
            note=row.note,
            state=ClaimState(row.state),
            made_at=row.made_at,
            decided_at=row.decided_at,
            reason=row.reason,
        )
        for row, name, email, provider, uscc in rows
    ]
