"""Firms that may be one: what is compared, what staff decided, and how everything that refers to one follows to the other."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from service.domain.duplicates import PUBLIC_MAIL, FirmMark
from service.store.base import Base
from service.store.queries.exposures import add_exposures, add_lacks, read_exposures, read_lacks
from service.store.rows import ExposureLackRow, ExposureRow, ProviderPairRow, ProviderRow, UnitContactRow

FOLLOWS: Mapping[str, str] = {
    "attachments": "provider_id",
    "bookings": "firm_id",
    "case_links": "provider_id",
    "claims": "provider_id",
    "confirmations": "provider_id",
    "contest_entries": "firm_id",
    "conduct_notes": "provider_id",
    "consents": "provider_id",
    "declared_ties": "provider_id",
    "introductions": "provider_id",
    "invitations": "firm_id",
    "need_questions": "provider_id",
    "profile_changes": "provider_id",
    "proofs": "provider_id",
    "provider_intake": "provider_id",
    "role_grants": "firm_id",
    "shortlist_lines": "provider_id",
}
"""Table → the column by which a row goes over to the firm that is kept. A row that stands there already stays with the other one."""
STAYS: Mapping[str, str] = {
    "capabilities": "moved by the one writer of providers",
    "change_feed": "the feed tells what happened to each",
    "exposure_lacks": "added up",
    "exposures": "added up",
    "memberships": "moved by the one writer of providers",
    "passage_tags": "made anew for the firm that is kept",
    "provider_pairs": "the decision itself",
    "qualifications": "moved by the one writer of providers",
    "row_fingerprints": "rows of files that named the other firm",
    "success_cases": "moved by the one writer of providers",
    "unit_contacts": "the kept firm has its own, or takes the other one's",
}
"""Table → why its rows do not simply follow."""


def firm_marks(session: Session) -> list[FirmMark]:
    """All firms that were not merged away, as they are compared."""
    row, contact = ProviderRow, UnitContactRow
    gone = _merged_away(session)
    columns = select(row.id, row.uscc, row.name, row.short_name, row.former_names, row.city, contact.phone, contact.email)
    found = session.execute(columns.outerjoin(contact, contact.provider_id == row.id).order_by(row.id))
    return [
        FirmMark(
            each.id, each.uscc, tuple(name for name in (each.name, each.short_name, *each.former_names) if name), each.city or "",
            _landline(each.phone or ""), _domain(each.email or ""),
        )
        for each in found if each.id not in gone
    ]  # fmt: skip


def decided_pairs(session: Session) -> set[tuple[str, str]]:
    """Pairs that staff decided on."""
    return {(row.first_id, row.second_id) for row in session.execute(select(ProviderPairRow.first_id, ProviderPairRow.second_id))}


def decide_pair(session: Session, pair: tuple[str, str], kept_id: str, by: str, now: datetime) -> None:
    """Store a decision; `kept_id` empty: they are two."""
    first, second = sorted(pair)
    session.merge(ProviderPairRow(first_id=first, second_id=second, kept_id=kept_id, decided_by=by, decided_at=now))
    session.flush()


def find_kept(session: Session, provider_id: str) -> str | None:
    """The firm into which this one was merged."""
    row = ProviderPairRow
    of = (row.first_id == provider_id) | (row.second_id == provider_id)
    return session.scalar(select(row.kept_id).where(of, row.kept_id != "", row.kept_id != provider_id).limit(1))


def let_follow(session: Session, lost_id: str, kept_id: str) -> dict[str, int]:
    """Bring everything that refers to one firm to the other; table → how many rows moved."""
    moved: dict[str, int] = {}
    for name, column in FOLLOWS.items():
        table = Base.metadata.tables.get(name)
        if table is None:
            continue
        keys = list(table.primary_key.columns)
        for found in session.execute(select(*keys).where(table.c[column] == lost_id)).all():
            mine = [key == value for key, value in zip(keys, found, strict=True)]
            try:
                with session.begin_nested():
                    session.execute(update(table).where(*mine).values({column: kept_id}))
            except IntegrityError:
                continue  # the kept firm has the same already
            moved[name] = moved.get(name, 0) + 1
    return moved | _add_up(session, lost_id, kept_id)


def _add_up(session: Session, lost_id: str, kept_id: str) -> dict[str, int]:
    months = [*session.scalars(select(ExposureRow.month).where(ExposureRow.provider_id == lost_id).distinct())]
    months += [*session.scalars(select(ExposureLackRow.month).where(ExposureLackRow.provider_id == lost_id).distinct())]
    shown, lacks = read_exposures(session, months, lost_id), read_lacks(session, months, lost_id)
    add_exposures(session, {replace(each, provider_id=kept_id): count for each, count in shown.items()})
    add_lacks(session, {replace(each, provider_id=kept_id): count for each, count in lacks.items()})
    for kind in (ExposureRow, ExposureLackRow):
        session.execute(kind.__table__.delete().where(kind.__table__.c.provider_id == lost_id))  # type: ignore[attr-defined]
    return {"exposures": len(shown)} if shown else {}


def _merged_away(session: Session) -> set[str]:
    row = ProviderPairRow
    merged = session.execute(select(row.first_id, row.second_id, row.kept_id).where(row.kept_id != ""))
    return {each.second_id if each.kept_id == each.first_id else each.first_id for each in merged}


def _landline(phone: str) -> str:
    digits = re.sub(r"\D", "", phone)
    return "" if len(digits) < 7 or re.fullmatch(r"(?:86)?1[3-9]\d{9}", digits) else digits[-8:]


def _domain(email: str) -> str:
    domain = email.rpartition("@")[2].lower()
    return "" if domain in PUBLIC_MAIL else domain
