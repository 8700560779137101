"""Consents of contact people. Personal data: read by the flows that ask for, show or end a consent, and by nothing else."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from service.domain.consents import OPEN_CONSENTS, Consent, ConsentMeans, ConsentSide, ConsentState, ContactReveal
from service.errors import RecordChanged
from service.store.rows import ConsentRow, ContactRevealRow

_PLAIN = (
    "id", "provider_id", "version", "post", "asked_by", "asked_at", "link_until", "name", "mobile", "wording", "purpose", "document_no",
    "given_at", "until", "person_id", "ended_at", "reminded_at",
)  # fmt: skip
_REVEALS_MOST = 200


def add_consent(session: Session, consent: Consent, digest: str) -> None:
    """Store a new one. `digest`: of the link's secret."""
    session.add(ConsentRow(**_values(consent), id=consent.id, provider_id=consent.provider_id, version=1, link_digest=digest))
    session.flush()


def save_consent(session: Session, consent: Consent, digest: str | None = None) -> None:
    """Store a changed one over the version it was read at. `digest`: of a new link, which ends the one before.

    Raises:
        RecordChanged: somebody saved it meanwhile.
    """
    same = (ConsentRow.id == consent.id) & (ConsentRow.version == consent.version)
    values = _values(consent) | {"version": consent.version + 1} | ({"link_digest": digest} if digest else {})
    if not session.execute(update(ConsentRow).where(same).values(**values).returning(ConsentRow.id)).all():
        raise RecordChanged("这份同意刚刚有变动，请刷新后再看。")


def find_consent(session: Session, consent_id: str) -> Consent | None:
    """One of them."""
    return next(iter(_read(session, ConsentRow.id == consent_id)), None)


def find_consent_by_link(session: Session, digest: str) -> Consent | None:
    """The one that a link belongs to."""
    return next(iter(_read(session, ConsentRow.link_digest == digest)), None)


def consents_of(session: Session, provider_id: str) -> list[Consent]:
    """All of a firm, the newest first."""
    return _read(session, ConsentRow.provider_id == provider_id)


def consents_in_force(session: Session, provider_id: str, day: date) -> list[Consent]:
    """Those whose name and mobile may be given on this day."""
    given = (ConsentRow.provider_id == provider_id) & (ConsentRow.state == ConsentState.GIVEN)
    return [each for each in _read(session, given) if each.is_in_force(day)]


def count_open_consents(session: Session, provider_id: str) -> int:
    """How many people of a firm are asked or have agreed."""
    open_ones = ConsentRow.provider_id == provider_id, ConsentRow.state.in_(OPEN_CONSENTS)
    return session.scalar(select(func.count()).select_from(ConsentRow).where(*open_ones)) or 0


def due_consents(session: Session, now: datetime, days: tuple[date, date], most: int) -> list[Consent]:
    """Those whose time is over, and those that end by the second of the `days` and of which nobody was reminded."""
    today, soon = days
    asked = (ConsentRow.state == ConsentState.ASKED) & (ConsentRow.link_until <= now)
    ends = (ConsentRow.until < today) | ((ConsentRow.until <= soon) & ConsentRow.reminded_at.is_(None))
    return _read(session, asked | ((ConsentRow.state == ConsentState.GIVEN) & ends), most)


def add_reveal(session: Session, reveal: ContactReveal) -> None:
    """Store that somebody looked."""
    session.add(
        ContactRevealRow(
            consent_id=reveal.consent_id,
            introduction_id=reveal.introduction_id,
            seen_by=reveal.seen_by,
            firm=reveal.firm,
            at=reveal.at,
        )
    )
    session.flush()


def reveals_of(session: Session, consent_ids: Sequence[str]) -> dict[str, list[ContactReveal]]:
    """Id of a consent → who looked, the newest first."""
    found: dict[str, list[ContactReveal]] = defaultdict(list)
    theirs = select(ContactRevealRow).where(ContactRevealRow.consent_id.in_(consent_ids))
    for row in session.scalars(theirs.order_by(ContactRevealRow.at.desc(), ContactRevealRow.id.desc()).limit(_REVEALS_MOST)):
        found[row.consent_id].append(ContactReveal(row.consent_id, row.introduction_id, row.seen_by, row.firm, row.at))
    return found


def _values(consent: Consent) -> dict[str, Any]:
    plain = {name: getattr(consent, name) for name in _PLAIN if name not in {"id", "provider_id", "version"}}
    return {**plain, "state": consent.state, "means": consent.means, "ended_by": consent.ended_by}


def _read(session: Session, condition: ColumnElement[bool], most: int = 200) -> list[Consent]:
    wanted = select(ConsentRow).where(condition).order_by(ConsentRow.asked_at.desc(), ConsentRow.id).limit(most)
    return [
        Consent(
            **{name: getattr(row, name) for name in _PLAIN},
            state=ConsentState(row.state),
            means=ConsentMeans(row.means) if row.means else None,
            ended_by=ConsentSide(row.ended_by) if row.ended_by else None,
        )
        for row in session.scalars(wanted.execution_options(populate_existing=True))
    ]
