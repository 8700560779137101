"""Firms as a file may change them, found by USCC."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from service.domain.paging import DEFAULT_PAGE_SIZE, Page
from service.domain.providers import FoundFirm, Provider, UnitContact
from service.store.base import ROWS_AT_ONCE
from service.store.queries.pools import stored_memberships
from service.store.queries.providers import read_providers
from service.store.rows import ProviderRow, UnitContactRow


def stored_names(session: Session, usccs: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """USCC → name, short name and former names of its stored firm."""
    found: dict[str, tuple[str, ...]] = {}
    columns = select(ProviderRow.uscc, ProviderRow.name, ProviderRow.short_name, ProviderRow.former_names)
    for start in range(0, len(usccs), ROWS_AT_ONCE):
        for row in session.execute(columns.where(ProviderRow.uscc.in_(usccs[start : start + ROWS_AT_ONCE]))):
            found[row.uscc] = tuple(name for name in (row.name, row.short_name, *row.former_names) if name)
    return found


def stored_codes(session: Session, names: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Name → the USCCs of the stored firms that bear it."""
    found: dict[str, tuple[str, ...]] = {}
    columns = select(ProviderRow.name, ProviderRow.uscc).order_by(ProviderRow.uscc)
    for start in range(0, len(names), ROWS_AT_ONCE):
        for row in session.execute(columns.where(ProviderRow.name.in_(names[start : start + ROWS_AT_ONCE]))):
            found[row.name] = (*found.get(row.name, ()), row.uscc)
    return found


def read_stored_firms(session: Session, usccs: Sequence[str]) -> dict[str, Provider]:
    """USCC → firm, whole: with its contact, and memberships exactly as stored (their own document number, not their edition's)."""
    ids: list[str] = []
    for start in range(0, len(usccs), ROWS_AT_ONCE):
        ids += session.scalars(select(ProviderRow.id).where(ProviderRow.uscc.in_(usccs[start : start + ROWS_AT_ONCE])))
    return {firm.uscc: firm for firm in _whole(session, ids)}


def list_firms(session: Session, text: str, number: int) -> Page[FoundFirm]:
    """Firms whose name, short name or code holds `text`, by name; all when it is empty."""
    columns = (ProviderRow.name, ProviderRow.short_name, ProviderRow.uscc)
    wanted = or_(*(column.contains(text, autoescape=True) for column in columns))
    total = session.scalar(select(func.count()).select_from(ProviderRow).where(wanted)) or 0
    page = select(ProviderRow.id, ProviderRow.name, ProviderRow.uscc).where(wanted).order_by(ProviderRow.name, ProviderRow.id)
    rows = session.execute(page.limit(DEFAULT_PAGE_SIZE).offset((number - 1) * DEFAULT_PAGE_SIZE))
    return Page([FoundFirm(row.id, row.name, row.uscc) for row in rows], total, number)


def find_stored_firm(session: Session, provider_id: str) -> Provider | None:
    """One firm, whole as `read_stored_firms` gives it."""
    return next(iter(_whole(session, [provider_id])), None)


def _whole(session: Session, ids: Sequence[str]) -> list[Provider]:
    contacts: dict[str, UnitContact] = {}
    for start in range(0, len(ids), ROWS_AT_ONCE):
        rows = session.scalars(select(UnitContactRow).where(UnitContactRow.provider_id.in_(ids[start : start + ROWS_AT_ONCE])))
        contacts.update((row.provider_id, UnitContact(row.name, row.phone, row.email)) for row in rows)
    memberships = stored_memberships(session, ids)
    return [
        replace(firm, contact=contacts.get(firm.id, UnitContact()), memberships=memberships.get(firm.id, ()))
        for firm in read_providers(session, ids)
    ]
