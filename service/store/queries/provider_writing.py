"""The one writer of providers: rows, change feed and audit entry together, in bulk.

A handful of statements for any number of firms. No other module writes these rows; `tests/house/test_one_writer.py` sees to it.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, bindparam, delete, insert, select, tuple_
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import InstrumentedAttribute

from service.domain.audit import AuditEntry
from service.domain.loading import FirmChange
from service.domain.permissions import Actor
from service.domain.pools import Membership
from service.domain.providers import Provider, StoredCapability, StoredCase, UnitContact
from service.store.base import ROWS_AT_ONCE, Base, new_id
from service.store.queries.audit import record_audit
from service.store.queries.feed import record_changes
from service.store.rows import (
    CapabilityRow,
    MembershipRow,
    PassageTagRow,
    PoolEditionRow,
    ProviderRow,
    QualificationRow,
    SuccessCaseRow,
    UnitContactRow,
)

_Record = dict[str, Any]
_EditionKey = tuple[str, str]


def save_providers(session: Session, changes: Sequence[FirmChange], actor: Actor | str, now: datetime, *, action: str = "load") -> None:
    """Store `changes`: rows of the firm, contact, memberships, capabilities, cases, qualifications; a feed line and an audit entry each.

    A change that changes nothing is left out. Versions are those of `after`; the caller holds the writers' lock.
    Tags of passages that are gone go too.
    """
    real = [change for change in changes if change.is_change]
    if real:
        _write_rows(session, real, now)
        record_changes(session, [change.after.id for change in real])
        record_audit(session, [_audit_entry(change, actor, now, action) for change in real])


def _audit_entry(change: FirmChange, actor: Actor | str, now: datetime, action: str) -> AuditEntry:
    detail: dict[str, object] = {
        "change": "changed" if change.before else "added",
        "fields": list(change.fields),
        "version": change.after.version,
        "memberships": len(change.after.memberships),
        "capabilities": len(change.after.capabilities),
        "cases": len(change.after.cases),
    }
    return AuditEntry(now, actor, action, "provider", change.after.id, detail)


def _write_rows(session: Session, changes: Sequence[FirmChange], now: datetime) -> None:
    new = [change.after for change in changes if change.before is None]
    old = [change.after for change in changes if change.before is not None]
    _insert(session, ProviderRow, [_provider(firm) | {"created_at": now, "updated_at": now} for firm in new])
    _update(session, ProviderRow, [_provider(firm) | {"updated_at": now} for firm in old], keys=("id",))
    _write_contacts(session, changes)
    _write_qualifications(session, changes)
    _write_memberships(session, changes)
    gone = _write_children(session, CapabilityRow, changes, lambda firm: firm.capabilities, _capability)
    gone += _write_children(session, SuccessCaseRow, changes, lambda firm: firm.cases, _case)
    gone += [change.after.id for change in changes if change.before and change.before.summary and not change.after.summary]
    _delete(session, PassageTagRow.passage_id, gone)


def _write_contacts(session: Session, changes: Sequence[FirmChange]) -> None:
    touched = [change.after for change in changes if "contact" in change.fields]
    _delete(session, UnitContactRow.provider_id, [firm.id for firm in touched])
    _insert(session, UnitContactRow, [
        {"provider_id": firm.id, "name": firm.contact.name, "phone": firm.contact.phone, "email": firm.contact.email}
        for firm in touched if firm.contact != UnitContact()
    ])  # fmt: skip


def _write_qualifications(session: Session, changes: Sequence[FirmChange]) -> None:
    touched = [change.after for change in changes if "qualifications" in change.fields]
    _delete(session, QualificationRow.provider_id, [firm.id for firm in touched])
    _insert(session, QualificationRow, [
        {"id": new_id("qua"), "provider_id": firm.id, "position": position, "text": text}
        for firm in touched for position, text in enumerate(firm.qualifications)
    ])  # fmt: skip


def _write_memberships(session: Session, changes: Sequence[FirmChange]) -> None:
    added: list[tuple[str, Membership]] = []
    changed: list[tuple[str, Membership]] = []
    removed: list[tuple[str, str]] = []
    for change in changes:
        before = {membership.pool: membership for membership in change.before.memberships} if change.before else {}
        for membership in change.after.memberships:
            if membership.pool not in before:
                added.append((change.after.id, membership))
            elif before[membership.pool] != membership:
                changed.append((change.after.id, membership))
        kept = {membership.pool for membership in change.after.memberships}
        removed += [(change.after.id, pool) for pool in before if pool not in kept]
    editions = _editions(session, [membership for _, membership in (*added, *changed)])
    _insert(session, MembershipRow, [{"id": new_id("mem")} | _membership(owner, found, editions) for owner, found in added])
    _update(session, MembershipRow, [_membership(owner, found, editions) for owner, found in changed], keys=("provider_id", "pool_code"))
    for start in range(0, len(removed), ROWS_AT_ONCE):
        pairs = tuple_(MembershipRow.provider_id, MembershipRow.pool_code).in_(removed[start : start + ROWS_AT_ONCE])
        session.execute(delete(MembershipRow).where(pairs), execution_options={"synchronize_session": False})


def _editions(session: Session, memberships: Iterable[Membership]) -> dict[_EditionKey, str]:
    """(pool, batch) → edition id, for every batch named; editions that do not exist yet are made, with the document first seen."""
    documents: dict[_EditionKey, str | None] = {}
    for membership in memberships:
        if membership.batch is not None:
            key = (membership.pool, membership.batch)
            documents[key] = documents.get(key) or membership.document_no
    batches = sorted({batch for _, batch in documents})
    found: dict[_EditionKey, str] = {}
    for start in range(0, len(batches), ROWS_AT_ONCE):
        rows = session.execute(
            select(PoolEditionRow.id, PoolEditionRow.pool_code, PoolEditionRow.batch).where(
                PoolEditionRow.batch.in_(batches[start : start + ROWS_AT_ONCE])
            )
        )
        found.update(((row.pool_code, row.batch), row.id) for row in rows)
    missing = {key: new_id("edn") for key in documents if key not in found}
    _insert(session, PoolEditionRow, [
        {"id": edition, "pool_code": pool, "batch": batch, "document_no": documents[pool, batch]}
        for (pool, batch), edition in missing.items()
    ])  # fmt: skip
    return found | missing


def _write_children(
    session: Session,
    kind: type[CapabilityRow | SuccessCaseRow],
    changes: Sequence[FirmChange],
    children: Callable[[Provider], Sequence[Any]],
    record: Callable[[Any], _Record],
) -> list[str]:
    """Insert, update and delete one kind of child; the ids of the deleted ones."""
    inserts: list[_Record] = []
    updates: list[_Record] = []
    gone: list[str] = []
    for change in changes:
        before = {child.id: child for child in children(change.before)} if change.before else {}
        after = {child.id: child for child in children(change.after)}
        # Stored positions may have gaps, so once the order differs all of them are written.
        moved = list(before) != list(after)
        for position, child in enumerate(after.values()):
            row = record(child) | {"id": child.id, "provider_id": change.after.id, "position": position}
            if child.id not in before:
                inserts.append(row)
            elif moved or before[child.id] != child:
                updates.append(row)
        gone += [child for child in before if child not in after]
    _delete(session, kind.id, gone)
    _update(session, kind, updates, keys=("id",))
    _insert(session, kind, inserts)
    return gone


def _provider(firm: Provider) -> _Record:
    return {
        "id": firm.id, "uscc": firm.uscc, "source_id": firm.source_id, "name": firm.name, "short_name": firm.short_name,
        "former_names": list(firm.former_names), "city": firm.city, "town": firm.town, "founded": firm.founded, "staff": firm.staff,
        "summary": firm.summary, "is_demo": firm.is_demo, "is_withdrawn": firm.is_withdrawn,
        "version": firm.version,
    }  # fmt: skip


def _membership(owner: str, found: Membership, editions: dict[_EditionKey, str]) -> _Record:
    return {
        "provider_id": owner, "pool_code": found.pool, "category": found.category, "document_no": found.document_no,
        "edition_id": editions[found.pool, found.batch] if found.batch is not None else None,
        "admitted_on": found.admitted_on, "valid_until": found.valid_until, "state": found.state.value,
    }  # fmt: skip


def _capability(found: StoredCapability) -> _Record:
    content = found.content
    return {
        "title": content.title, "description": content.description, "industries": list(content.industries),
        "industry_codes": list(found.industry_codes), "delivery": content.delivery, "price_min_fen": content.price_min_fen,
        "price_max_fen": content.price_max_fen, "weeks": content.weeks, "declared_scenarios": list(content.scenarios),
    }  # fmt: skip


def _case(found: StoredCase) -> _Record:
    content = found.content
    return {
        "summary": content.summary, "customer": content.customer, "industry": content.industry,
        "industry_codes": list(found.industry_codes), "town": content.town, "year": content.year, "outcome": content.outcome,
        "capability": content.capability,
    }  # fmt: skip


def _insert(session: Session, kind: type[Base], records: Sequence[_Record]) -> None:
    if records:
        session.execute(insert(kind), records)


def _update(session: Session, kind: type[Base], records: Sequence[_Record], *, keys: tuple[str, ...]) -> None:
    """Update many rows with one statement; past the unit of work, which would send one for each."""
    if not records:
        return
    table = cast("Table", kind.__table__)
    statement = table.update().values({name: bindparam(name) for name in records[0] if name not in keys})
    for key in keys:
        statement = statement.where(table.c[key] == bindparam(f"at_{key}"))
    session.connection().execute(
        statement,
        [{f"at_{name}" if name in keys else name: value for name, value in record.items()} for record in records],
    )


def _delete(session: Session, key: "InstrumentedAttribute[str]", ids: Sequence[str]) -> None:
    for start in range(0, len(ids), ROWS_AT_ONCE):
        session.execute(
            delete(key.class_).where(key.in_(ids[start : start + ROWS_AT_ONCE])), execution_options={"synchronize_session": False}
        )
