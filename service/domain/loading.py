"""What a file changes: a stored firm and a record of it become the firm as it should stand, and the names of what differs."""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, TypeVar

from service.domain.loading_notes import Note, NoteKind, removed_from_list
from service.domain.passage_partners import partners_of_capabilities, partners_of_cases
from service.domain.pools import Membership, MembershipState
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
_FIELDS: dict[type, frozenset[str]] = {
    kind: frozenset(each.name for each in fields(kind)) for kind in (Capability, SuccessCase, Membership)
}
_LISTS = ("former_names", "qualifications")
_COMPARED = (*_PLAIN_FIELDS, "contact", "is_demo", "is_withdrawn", "memberships", "capabilities", "cases")


@dataclass(frozen=True, slots=True)
class FirmChange:
    """A firm before (None: it is new) and after a file, and the names of the fields that differ; none when nothing does.

    `notes` tell what people must hear of beside: everything that is removed, and what was kept against the file's word.
    """

    before: Provider | None
    after: Provider
    fields: tuple[str, ...]
    notes: tuple[Note, ...] = ()

    @property
    def is_change(self) -> bool:
        """Tell whether anything is to be written."""
        return self.before is None or bool(self.fields)


def merge_record(
    stored: Provider | None, record: ProviderRecord, *, codes_of: CodesOf, new_id: NewId, is_demo: bool, now: datetime
) -> FirmChange:
    """Apply `record` to the firm as stored. Absent keeps, empty clears, lists are replaced; unchanged texts keep their ids.

    A capability keeps its id while its title does, a case while its summary does, so tags and confirmations stay with them.
    Validity and state only change by a word that was understood.
    """
    before = stored or Provider(
        id=new_id("prv"), uscc=record.uscc, source_id=None, name="", short_name=None, former_names=(), city=None, town=None,
        founded=None, staff=None, summary=None, is_demo=is_demo, version=0, updated_at=now,
    )  # fmt: skip
    notes: list[Note] = []
    lists = _Lists(codes_of, new_id, notes, record.keeps_lists)
    changes: dict[str, Any] = {name: getattr(record, name) for name in _PLAIN_FIELDS if name in record.given}
    if stored and "name" in record.given and record.name != stored.name:
        notes.append(Note(NoteKind.RENAMED, value=stored.name))
        if "former_names" not in record.given:
            changes["former_names"] = tuple(dict.fromkeys((*stored.former_names, stored.name)))
    after = replace(
        before,
        **changes,
        contact=_merged_contact(before.contact, record),
        is_demo=is_demo,
        memberships=_merged_memberships(before, record, notes),
        capabilities=lists.capabilities(before.capabilities, record.capabilities),
        cases=lists.cases(before.cases, record.cases),
    )
    _note_emptied(before, after, notes)
    if stored is None:
        return FirmChange(None, replace(after, version=1), differing_fields(before, after), tuple(notes))
    return replace(change_of(stored, after, now), notes=tuple(notes))


def change_of(stored: Provider, wanted: Provider, now: datetime) -> FirmChange:
    """What a firm becomes: `wanted` with the next version, or the firm as it is when nothing differs."""
    differing = differing_fields(stored, wanted)
    if not differing:
        return FirmChange(stored, stored, ())
    return FirmChange(stored, replace(wanted, version=stored.version + 1, updated_at=now), differing)


def differing_fields(before: Provider, after: Provider) -> tuple[str, ...]:
    """Names of the fields that differ."""
    return tuple(name for name in _COMPARED if getattr(before, name) != getattr(after, name))


def _merged_contact(stored: UnitContact, record: ProviderRecord) -> UnitContact:
    return replace(stored, **{part: getattr(record.contact, part) for name, part in _CONTACT.items() if name in record.given})


def _note_emptied(before: Provider, after: Provider, notes: list[Note]) -> None:
    for name in _PLAIN_FIELDS:
        if name in _LISTS:
            notes += removed_from_list(name, getattr(before, name), getattr(after, name))
        elif getattr(before, name) and not getattr(after, name):
            notes.append(Note(NoteKind.EMPTIED, name, value=str(getattr(before, name))))
    for name, part in _CONTACT.items():
        if getattr(before.contact, part) and not getattr(after.contact, part):
            notes.append(Note(NoteKind.EMPTIED, name))


def _merged_memberships(before: Provider, record: ProviderRecord, notes: list[Note]) -> tuple[Membership, ...]:
    by_pool = {membership.pool: membership for membership in before.memberships}
    for told in record.memberships:
        pool = told.content.pool
        earlier = by_pool.get(pool)
        by_pool[pool] = _merged_membership(told, earlier, notes) if earlier else told.content
        if earlier is None and told.content.state is MembershipState.WAITING:
            notes.append(Note(NoteKind.WAITING, "valid_until", pool=pool))
    return tuple(by_pool[pool] for pool in sorted(by_pool))


def _merged_membership(told: Told[Membership], earlier: Membership, notes: list[Note]) -> Membership:
    """The membership as it stands after the file. An end that was not understood, or is empty, leaves the stored one."""
    pool, bound = earlier.pool, told.content.valid_until
    merged = _kept_where_absent(told, earlier, required={"pool"})
    if "valid_until" in told.doubtful:
        # A bound comes from 已过期: the membership ended at the latest the day before.
        until = min(end for end in (earlier.valid_until, bound) if end) if earlier.valid_until or bound else None
        merged = replace(merged, valid_until=max(until, merged.admitted_on) if until and merged.admitted_on else until)
        unread = told.content.state is MembershipState.WAITING
        if unread and earlier.state is MembershipState.WAITING:
            notes.append(Note(NoteKind.WAITING, "valid_until", pool=pool))
        elif merged.valid_until == earlier.valid_until and (earlier.valid_until or unread):
            notes.append(Note(NoteKind.KEPT_END, "valid_until", value=str(earlier.valid_until or "长期"), pool=pool))
    # A stored end settles nothing: then it waits for its state, as a list of proposed members leaves it.
    settled = earlier.valid_until is None or merged.valid_until != earlier.valid_until
    if earlier.state is MembershipState.WAITING and "state" not in told.given and "valid_until" in told.given and settled:
        merged = replace(merged, state=MembershipState.ACTIVE)
    elif "state" not in told.given and told.content.state is MembershipState.ACTIVE and merged.state is not MembershipState.ACTIVE:
        notes.append(Note(NoteKind.KEPT_STATE, "state", value=merged.state.value, pool=pool))
    if merged.admitted_on and merged.valid_until and merged.valid_until < merged.admitted_on:
        if "valid_until" in told.given:
            notes.append(Note(NoteKind.CLEARED, "admitted_on", value=str(merged.admitted_on), pool=pool))
            return replace(merged, admitted_on=None)
        notes.append(Note(NoteKind.KEPT_AGAINST, "admitted_on", value=str(merged.admitted_on), pool=pool))
        return replace(merged, admitted_on=earlier.admitted_on)
    return merged


@dataclass(frozen=True, slots=True)
class _Lists:
    """Merges capabilities and cases; `kept` names the lists from which nothing may be taken, because a row of them was refused."""

    codes_of: CodesOf
    new_id: NewId
    notes: list[Note]
    kept: frozenset[str]

    def capabilities(self, stored: tuple[StoredCapability, ...], told: tuple[Told[Capability], ...] | None) -> tuple[StoredCapability, ...]:
        if told is None:
            return stored
        pairs = partners_of_capabilities(stored, told)
        merged = tuple(self._capability(each, partner) for each, partner in zip(told, pairs.partners, strict=True))
        return merged + self._left("capabilities", pairs.left, lambda each: each.content.title)

    def cases(self, stored: tuple[StoredCase, ...], told: tuple[Told[SuccessCase], ...] | None) -> tuple[StoredCase, ...]:
        if told is None:
            return stored
        pairs = partners_of_cases(stored, told)
        merged = tuple(self._case(each, partner) for each, partner in zip(told, pairs.partners, strict=True))
        return merged + self._left("cases", pairs.left, lambda each: each.content.summary)

    def _left(self, name: str, left: tuple[_Stored, ...], text: Callable[[_Stored], str]) -> tuple[_Stored, ...]:
        if name not in self.kept:
            self.notes.extend(Note(NoteKind.REMOVED, name, value=text(each)) for each in left)
            return ()
        if left:
            self.notes.append(Note(NoteKind.KEPT_LIST, name, value="、".join(text(each) for each in left)))
        return left

    def _capability(self, told: Told[Capability], partner: StoredCapability | None) -> StoredCapability:
        full = _kept_where_absent(told, partner.content if partner else None, required={"title", "description"})
        low, high = full.price_min_fen, full.price_max_fen
        if low is not None and high is not None and low > high:
            gone = "price_max_fen" if "price_min_fen" in told.given else "price_min_fen"
            self.notes.append(Note(NoteKind.CLEARED, gone, value=full.title))
            full = replace(full, price_max_fen=None) if gone == "price_max_fen" else replace(full, price_min_fen=None)
        self._note_emptied(partner.content if partner else None, full, full.title)
        codes = self.codes_of(full.industries)
        return replace(partner, content=full, industry_codes=codes) if partner else StoredCapability(self.new_id("cap"), full, codes, ())

    def _case(self, told: Told[SuccessCase], partner: StoredCase | None) -> StoredCase:
        full = _kept_where_absent(told, partner.content if partner else None, required={"summary"})
        self._note_emptied(partner.content if partner else None, full, full.summary)
        codes = self.codes_of((full.industry,)) if full.industry else ()
        return replace(partner, content=full, industry_codes=codes) if partner else StoredCase(self.new_id("cas"), full, codes, ())

    def _note_emptied(self, before: Capability | SuccessCase | None, after: Capability | SuccessCase, name: str) -> None:
        if before is None or before == after:
            return
        cleared = {note.field for note in self.notes if note.kind is NoteKind.CLEARED and note.value == name}
        for each in fields(before):
            if getattr(before, each.name) and not getattr(after, each.name) and each.name not in cleared:
                self.notes.append(Note(NoteKind.EMPTIED, each.name, value=name))


def _kept_where_absent(told: Told[_Content], stored: _Content | None, *, required: set[str]) -> _Content:
    if stored is None:
        return told.content
    absent = _FIELDS[type(stored)] - told.given - required
    return replace(told.content, **{name: getattr(stored, name) for name in absent}) if absent else told.content
