"""确认: what a person stood for, when, and the one rule where files and people meet.

A part that a person confirmed stays against every file until staff let the file speak again. Each clash is told.
What nobody confirmed follows the newest file, as before.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeVar

from service.domain.loading_notes import Note, NoteKind
from service.domain.passage_partners import partners_of_capabilities, partners_of_cases
from service.domain.profile_content import CAPABILITY_PART, CASE_PART
from service.domain.providers import PROFILE_FIELDS, Capability, Provider, ProviderRecord, StoredCapability, StoredCase, SuccessCase, Told

MEMBERSHIP_PART = "membership:"
_Stored = TypeVar("_Stored", StoredCapability, StoredCase)
_CONTACT_PARTS = {"contact_name": "name", "contact_phone": "phone", "contact_email": "email"}


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A person's word on one part of an entry.

    `part`: as in `profile_content`, or `membership:POOL`. `names`: titles of a capability, or texts of a case, under which files may
    still tell of it. `gone`: the person took it out, so that no file may bring it back.
    """

    part: str
    by: str
    at: datetime
    names: tuple[str, ...] = ()
    gone: bool = False


Confirmed = Mapping[str, Confirmation]
"""Part → the word on it."""


@dataclass(frozen=True, slots=True)
class _Yielding:
    """One record of one firm, made to yield."""

    stored: Provider
    confirmed: Confirmed
    notes: list[Note] = field(default_factory=list)

    def profile(self, record: ProviderRecord) -> frozenset[str]:
        """The fields of which the file may speak."""
        given = set(record.given)
        for name in PROFILE_FIELDS:
            if name in given and name in self.confirmed:
                given.discard(name)
                told, kept = _field(record, name), _field(self.stored, name)
                if told != kept:
                    shown = "" if name in _CONTACT_PARTS else "、".join(told) if isinstance(told, tuple) else str(told or "")
                    self.notes.append(Note(NoteKind.CONFIRMED, name, value=shown))
        return frozenset(given)

    def memberships(self, record: ProviderRecord) -> tuple[Told[Any], ...]:
        by_pool = {each.pool: each for each in self.stored.memberships}
        kept = []
        for told in record.memberships:
            pool = told.content.pool
            if MEMBERSHIP_PART + pool not in self.confirmed:
                kept.append(told)
            elif _differs(told, by_pool.get(pool)):
                self.notes.append(Note(NoteKind.CONFIRMED, "memberships", pool=pool))
        return tuple(kept)

    def items(
        self, kind: str, stored: Sequence[_Stored], told: tuple[Told[Any], ...], partners: Sequence[_Stored | None]
    ) -> tuple[Told[Any], ...]:
        """The told items with what is confirmed in the place of what the file says of it, and what it leaves out behind them."""
        held = {each.id: each for each in stored if (word := self.confirmed.get(kind + each.id)) and not word.gone}
        gone = {word.part.removeprefix(kind) for word in self.confirmed.values() if word.gone}
        owners: dict[str, list[str]] = defaultdict(list)
        for word in self.confirmed.values():
            for name in word.names if word.part.startswith(kind) else ():
                owners[name].append(word.part.removeprefix(kind))
        partnered = {each.id for each in partners if each}
        listed = "capabilities" if kind == CAPABILITY_PART else "cases"
        kept: list[Told[Any]] = []
        for each, partner in zip(told, partners, strict=True):
            known_as = owners[_name(each.content)]
            free = [item for item in known_as if item in held and item not in partnered]
            called = partner.id if partner else next(iter(free), "")
            if called in held:
                mine = held.pop(called)
                if _differs(each, mine.content):
                    self.notes.append(Note(NoteKind.CONFIRMED, listed, value=_name(mine.content)))
                kept.append(Told(mine.content, stored_id=mine.id))
            elif partner is None and gone.intersection(known_as):
                self.notes.append(Note(NoteKind.CONFIRMED_GONE, listed, value=_name(each.content)))
            else:
                kept.append(replace(each, stored_id=partner.id) if partner else each)
        for left in held.values():
            self.notes.append(Note(NoteKind.CONFIRMED_KEPT, listed, value=_name(left.content)))
            kept.append(Told(left.content, stored_id=left.id))
        return tuple(kept)


def yield_to_people(stored: Provider | None, record: ProviderRecord, confirmed: Confirmed) -> tuple[ProviderRecord, tuple[Note, ...]]:
    """The record without what contradicts a person, and a note on each clash. What comes out never changes a confirmed part."""
    if stored is None or not confirmed:
        return record, ()
    yielding = _Yielding(stored, confirmed)
    capabilities, cases = record.capabilities, record.cases
    if capabilities is not None:
        pairs = partners_of_capabilities(stored.capabilities, capabilities)
        capabilities = yielding.items(CAPABILITY_PART, stored.capabilities, capabilities, pairs.partners)
    if cases is not None:
        told_cases = partners_of_cases(stored.cases, cases)
        cases = yielding.items(CASE_PART, stored.cases, cases, told_cases.partners)
    given = yielding.profile(record)
    name = record.name if "name" in given else stored.name
    yielded = replace(
        record, name=name, given=given, memberships=yielding.memberships(record), capabilities=capabilities, cases=cases
    )  # fmt: skip
    return yielded, tuple(yielding.notes)


def item_name(content: Capability | SuccessCase) -> str:
    """By what files know an item again: the title of a capability, the text of a case."""
    return content.title if isinstance(content, Capability) else content.summary


def confirm_content(
    before: Mapping[str, Any], changed: Mapping[str, tuple[Any, Any]], confirmed: Confirmed, by: str, at: datetime
) -> list[Confirmation]:
    """A person's word on every part that an approved change touches. An item's earlier names stay, so that files find it."""
    words = []
    for part, (old, new) in changed.items():
        earlier = confirmed[part].names if part in confirmed else ()
        told = [item_name(each) for each in (old, before.get(part), new) if isinstance(each, Capability | SuccessCase)]
        is_item = part.startswith((CAPABILITY_PART, CASE_PART))
        words.append(Confirmation(part, by, at, tuple(dict.fromkeys((*earlier, *told))), gone=is_item and new is None))
    return words


def _name(content: Any) -> str:  # noqa: ANN401  a capability or a case
    return item_name(content)


def _field(of: Provider | ProviderRecord, name: str) -> Any:  # noqa: ANN401  text, number or list
    part = _CONTACT_PARTS.get(name)
    return getattr(of.contact, part) if part else getattr(of, name)


def _differs(told: Told[Any], stored: Any) -> bool:  # noqa: ANN401  a membership, capability or case
    """Tell whether the file says something else, in the columns that it has."""
    if stored is None:
        return True
    required = {"title", "description"} if isinstance(stored, Capability) else {"summary"} if isinstance(stored, SuccessCase) else {"pool"}
    return any(getattr(told.content, name) != getattr(stored, name) for name in told.given | required)
