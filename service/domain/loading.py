"""What a file changes: a stored firm and a record of it become the firm as it should stand, and the names of what differs."""

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, TypeVar

from service.domain.pools import Membership
from service.domain.providers import (
    PROFILE_FIELDS,
    Capability,
    Provider,
    ProviderRecord,
    StoredCapability,
    StoredCase,
    SuccessCase,
    Told,
    UnitContact,
)

CodesOf = Callable[[tuple[str, ...]], tuple[str, ...]]
"""Trade names → industry codes."""
NewId = Callable[[str], str]

_Stored = TypeVar("_Stored", StoredCapability, StoredCase)
_Content = TypeVar("_Content", Capability, SuccessCase, Membership)
_CONTACT = {"contact_name": "name", "contact_phone": "phone", "contact_email": "email"}
_PLAIN_FIELDS = tuple(name for name in PROFILE_FIELDS if name not in _CONTACT)
_COMPARED = (*_PLAIN_FIELDS, "contact", "is_demo", "memberships", "capabilities", "cases")


@dataclass(frozen=True, slots=True)
class FirmChange:
    """A firm before (None: it is new) and after a file, and the names of the fields that differ; none when nothing does.

    `cleared` names stored values that had to give way because they contradict what the file says.
    """

    before: Provider | None
    after: Provider
    fields: tuple[str, ...]
    cleared: tuple[str, ...] = ()

    @property
    def is_change(self) -> bool:
        """Tell whether anything is to be written."""
        return self.before is None or bool(self.fields)


def merge_record(
    stored: Provider | None, record: ProviderRecord, *, codes_of: CodesOf, new_id: NewId, is_demo: bool, now: datetime
) -> FirmChange:
    """Apply `record` to the firm as stored. Absent keeps, empty clears, lists are replaced; unchanged texts keep their ids.

    A capability keeps its id while its title does, a case while its summary does, so tags and confirmations stay with them.
    """
    before = stored or Provider(
        id=new_id("prv"), uscc=record.uscc, source_id=None, name="", short_name=None, former_names=(), city=None, town=None,
        founded=None, staff=None, summary=None, is_demo=is_demo, version=0, updated_at=now,
    )  # fmt: skip
    cleared: list[str] = []
    passages = _Passages(codes_of, new_id, cleared)
    changes: dict[str, Any] = {name: getattr(record, name) for name in _PLAIN_FIELDS if name in record.given}
    after = replace(
        before,
        **changes,
        contact=_merged_contact(before.contact, record),
        is_demo=is_demo,
        memberships=_merged_memberships(before.memberships, record, cleared),
        capabilities=passages.capabilities(before.capabilities, record),
        cases=passages.cases(before.cases, record),
    )
    differing = tuple(name for name in _COMPARED if getattr(before, name) != getattr(after, name))
    if stored is None:
        return FirmChange(None, replace(after, version=1), differing, tuple(cleared))
    if not differing:
        return FirmChange(stored, stored, (), tuple(cleared))
    return FirmChange(stored, replace(after, version=stored.version + 1, updated_at=now), differing, tuple(cleared))


def _merged_contact(stored: UnitContact, record: ProviderRecord) -> UnitContact:
    return replace(stored, **{part: getattr(record.contact, part) for name, part in _CONTACT.items() if name in record.given})


def _merged_memberships(stored: Sequence[Membership], record: ProviderRecord, cleared: list[str]) -> tuple[Membership, ...]:
    by_pool = {membership.pool: membership for membership in stored}
    for told in record.memberships:
        pool = told.content.pool
        merged = _kept_where_absent(told, by_pool.get(pool), required={"pool"})
        if merged.admitted_on and merged.valid_until and merged.valid_until < merged.admitted_on:
            by_end = "valid_until" in told.given
            merged = replace(merged, admitted_on=None) if by_end else replace(merged, valid_until=None)
            cleared.append("admitted_on" if by_end else "valid_until")
        by_pool[pool] = merged
    return tuple(by_pool[pool] for pool in sorted(by_pool))


@dataclass(frozen=True, slots=True)
class _Passages:
    """Merges the lists of a firm; `cleared` gathers what had to give way."""

    codes_of: CodesOf
    new_id: NewId
    cleared: list[str]

    def capabilities(self, stored: tuple[StoredCapability, ...], record: ProviderRecord) -> tuple[StoredCapability, ...]:
        if record.capabilities is None:
            return stored
        partners = _partners(stored, record.capabilities, _exact_capability, _alike_capability)
        return tuple(self._capability(told, partner) for told, partner in zip(record.capabilities, partners, strict=True))

    def cases(self, stored: tuple[StoredCase, ...], record: ProviderRecord) -> tuple[StoredCase, ...]:
        if record.cases is None:
            return stored
        partners = _partners(stored, record.cases, _exact_case, _alike_case)
        return tuple(self._case(told, partner) for told, partner in zip(record.cases, partners, strict=True))

    def _capability(self, told: Told[Capability], partner: StoredCapability | None) -> StoredCapability:
        full = _kept_where_absent(told, partner.content if partner else None, required={"title", "description"})
        low, high = full.price_min_fen, full.price_max_fen
        if low is not None and high is not None and low > high:
            full = replace(full, price_max_fen=None) if "price_min_fen" in told.given else replace(full, price_min_fen=None)
            self.cleared.append("price_max_fen" if full.price_max_fen is None else "price_min_fen")
        codes = self.codes_of(full.industries)
        return StoredCapability(partner.id, full, codes, partner.tags) if partner else StoredCapability(self.new_id("cap"), full, codes, ())

    def _case(self, told: Told[SuccessCase], partner: StoredCase | None) -> StoredCase:
        full = _kept_where_absent(told, partner.content if partner else None, required={"summary"})
        codes = self.codes_of((full.industry,)) if full.industry else ()
        return StoredCase(partner.id, full, codes, partner.tags) if partner else StoredCase(self.new_id("cas"), full, codes, ())


def _kept_where_absent(told: Told[_Content], stored: _Content | None, *, required: set[str]) -> _Content:
    if stored is None:
        return told.content
    absent = {each.name for each in fields(stored)} - told.given - required
    return replace(told.content, **{name: getattr(stored, name) for name in absent})


def _exact_capability(content: Capability) -> Hashable:
    return content.title, content.description


def _alike_capability(content: Capability) -> Hashable:
    return content.title


def _exact_case(content: SuccessCase) -> Hashable:
    return content.summary, content.customer, content.year


def _alike_case(content: SuccessCase) -> Hashable:
    return content.summary


def _partners(
    stored: Sequence[_Stored], told: Sequence[Told[Any]], exactly: Callable[[Any], Hashable], alike: Callable[[Any], Hashable]
) -> list[_Stored | None]:
    """For each told content the stored row it continues: an exact one first, then one that is alike; each row serves once."""
    found: list[_Stored | None] = [None] * len(told)
    free: dict[int, _Stored] = dict(enumerate(stored))
    for key in (exactly, alike):
        places: dict[Hashable, deque[int]] = defaultdict(deque)
        for place, row in free.items():
            places[key(row.content)].append(place)
        for index, each in enumerate(told):
            if found[index] is None and places.get(key(each.content)):
                found[index] = free.pop(places[key(each.content)].popleft())
    return found
