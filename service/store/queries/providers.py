"""Providers out of the database, whole, a handful of queries for any number of them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import InstrumentedAttribute

from service.domain.evidence import graded
from service.domain.pools import Membership, MembershipState
from service.domain.providers import (
    Capability,
    Provider,
    ScenarioTag,
    StoredCapability,
    StoredCase,
    SuccessCase,
    TagOrigin,
    UnitContact,
)
from service.store.base import ROWS_AT_ONCE
from service.store.queries.proofs import read_proofs
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

_Row = TypeVar("_Row")


def counts_on(today: date) -> ColumnElement[bool]:
    """Condition on a membership row: in force on `today`. The same rule as `Membership.counts_on`."""
    return and_(MembershipRow.state == "active", or_(MembershipRow.valid_until.is_(None), MembershipRow.valid_until >= today))


def is_listed(today: date) -> ColumnElement[bool]:
    """Condition on a provider row: public on `today`. The same rule as `Provider.is_listed`."""
    return and_(
        ProviderRow.is_withdrawn.is_(False),
        exists().where(MembershipRow.provider_id == ProviderRow.id, counts_on(today)),
        exists().where(CapabilityRow.provider_id == ProviderRow.id),
    )


def listed_ids(session: Session, today: date) -> list[str]:
    """Ids of all public providers, ordered by id."""
    return list(session.scalars(select(ProviderRow.id).where(is_listed(today)).order_by(ProviderRow.id)))


def public_names(session: Session, today: date) -> list[tuple[str, str]]:
    """(name, provider id) of all public providers: full, short and former names, and the unified code."""
    columns = select(ProviderRow.id, ProviderRow.uscc, ProviderRow.name, ProviderRow.short_name, ProviderRow.former_names)
    rows = session.execute(columns.where(is_listed(today)))
    return [(name, row.id) for row in rows for name in (row.name, row.short_name, *row.former_names, row.uscc) if name]


def all_ids(session: Session) -> list[str]:
    """Ids of all providers, ordered by id."""
    return list(session.scalars(select(ProviderRow.id).order_by(ProviderRow.id)))


def read_providers(session: Session, ids: Sequence[str]) -> list[Provider]:
    """The providers of `ids` in that order; unknown ids are left out. Contacts are not read: see `read_contact`."""
    found: dict[str, Provider] = {}
    for start in range(0, len(ids), ROWS_AT_ONCE):
        found.update(_read_batch(session, ids[start : start + ROWS_AT_ONCE]))
    return [found[provider_id] for provider_id in ids if provider_id in found]


def read_contact(session: Session, provider_id: str) -> UnitContact:
    """Unit contact data of one provider; empty when none is stored."""
    row = session.get(UnitContactRow, provider_id)
    return UnitContact(row.name, row.phone, row.email) if row else UnitContact()


def _read_batch(session: Session, ids: Sequence[str]) -> dict[str, Provider]:
    providers = session.scalars(select(ProviderRow).where(ProviderRow.id.in_(ids))).all()
    memberships = _grouped(_memberships(session, ids))
    tags: dict[str, list[ScenarioTag]] = defaultdict(list)
    for tag in session.scalars(
        select(PassageTagRow).where(PassageTagRow.provider_id.in_(ids)).order_by(PassageTagRow.confidence.desc(), PassageTagRow.id)
    ):
        tags[tag.passage_id].append(ScenarioTag(tag.scenario_code, TagOrigin(tag.origin), tag.confidence))
    capabilities = _grouped(
        (row.provider_id, _capability(row, tags[row.id])) for row in _rows(session, CapabilityRow, CapabilityRow.provider_id, ids)
    )
    cases = _grouped((row.provider_id, _case(row, tags[row.id])) for row in _rows(session, SuccessCaseRow, SuccessCaseRow.provider_id, ids))
    proofs = read_proofs(session, ids)
    backed = {owner: graded(capabilities[owner], cases[owner], proofs) for owner in ids}
    qualifications = _grouped((row.provider_id, row.text) for row in _rows(session, QualificationRow, QualificationRow.provider_id, ids))
    return {
        row.id: Provider(
            id=row.id,
            uscc=row.uscc,
            source_id=row.source_id,
            name=row.name,
            short_name=row.short_name,
            former_names=tuple(row.former_names),
            city=row.city,
            town=row.town,
            founded=row.founded,
            staff=row.staff,
            summary=row.summary,
            is_demo=row.is_demo,
            version=row.version,
            updated_at=row.updated_at,
            memberships=tuple(memberships[row.id]),
            capabilities=backed[row.id][0],
            cases=backed[row.id][1],
            qualifications=tuple(qualifications[row.id]),
            is_withdrawn=row.is_withdrawn,
        )
        for row in providers
    }


def _rows(session: Session, kind: type[_Row], owner: "InstrumentedAttribute[str]", ids: Sequence[str]) -> Iterable[_Row]:
    position: Any = getattr(kind, "position")  # noqa: B009  every child table has one
    return session.scalars(select(kind).where(owner.in_(ids)).order_by(position))


def _grouped(pairs: Iterable[tuple[str, _Row]]) -> dict[str, list[_Row]]:
    groups: dict[str, list[_Row]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return groups


def _memberships(session: Session, ids: Sequence[str]) -> Iterable[tuple[str, Membership]]:
    rows = session.execute(
        select(MembershipRow, PoolEditionRow)
        .join(PoolEditionRow, MembershipRow.edition_id == PoolEditionRow.id, isouter=True)
        .where(MembershipRow.provider_id.in_(ids))
        .order_by(MembershipRow.pool_code)
    )
    for row, edition in rows:
        yield (
            row.provider_id,
            Membership(
                pool=row.pool_code,
                category=row.category,
                batch=edition.batch if edition else None,
                document_no=row.document_no or (edition.document_no if edition else None),
                admitted_on=row.admitted_on,
                valid_until=row.valid_until,
                state=MembershipState(row.state),
            ),
        )


def _capability(row: CapabilityRow, tags: Sequence[ScenarioTag]) -> StoredCapability:
    content = Capability(
        title=row.title,
        description=row.description,
        industries=tuple(row.industries),
        delivery=row.delivery,
        price_min_fen=row.price_min_fen,
        price_max_fen=row.price_max_fen,
        weeks=row.weeks,
        scenarios=tuple(row.declared_scenarios),
    )
    share = {tag.code: tag.confidence for tag in tags}
    confirmed = {tag.code for tag in tags if tag.origin is TagOrigin.CONFIRMED}
    declared = [code for code in row.declared_scenarios if code not in confirmed]
    claimed = [ScenarioTag(code, TagOrigin.DECLARED, share.get(code, 0.0)) for code in declared]
    others = [tag for tag in tags if tag.code not in declared]
    ordered = sorted([*others, *claimed], key=lambda tag: (tag.origin is TagOrigin.PROPOSED, -tag.confidence, tag.code))
    return StoredCapability(row.id, content, tuple(row.industry_codes), tuple(ordered))


def _case(row: SuccessCaseRow, tags: Sequence[ScenarioTag]) -> StoredCase:
    content = SuccessCase(
        summary=row.summary,
        customer=row.customer,
        industry=row.industry,
        town=row.town,
        year=row.year,
        outcome=row.outcome,
        capability=row.capability,
    )
    return StoredCase(row.id, content, tuple(row.industry_codes), tuple(tags))
