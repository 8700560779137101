"""Take in what a pool file says about firms: one file, one transaction, with its change feed and audit entries."""

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from typing import TypeAlias

from service.domain.calendar import day_in_shanghai
from service.domain.confirmations import Confirmed, yield_to_people
from service.domain.industries import resolve_industries
from service.domain.known_rows import KnownFirm, RowsRead, StoredReading
from service.domain.loading import FirmChange, merge_record
from service.domain.loading_notes import Note
from service.domain.permissions import Actor
from service.domain.pools import MembershipState, Pool
from service.domain.providers import Provider, ProviderRecord
from service.domain.taxonomy import Taxonomy
from service.errors import Conflict
from service.store import unit_of_work
from service.store.access import Database, Transaction
from service.store.base import new_id
from service.store.queries.codes import read_taxonomy
from service.store.queries.confirmations import read_confirmations
from service.store.queries.pools import EditionMember, edition_members, read_pools
from service.store.queries.provider_writing import save_providers
from service.store.queries.row_fingerprints import (
    forget_fingerprints,
    read_fingerprints,
    save_fingerprints,
    stored_versions,
)
from service.store.queries.stored_firms import read_stored_firms, stored_codes, stored_names
from service.store.schema_version import is_current

_FIRMS_AT_ONCE = 500

LoadedFirm: TypeAlias = ProviderRecord | KnownFirm
"""A firm as a file tells it, or one whose rows are known to change nothing."""


@dataclass(frozen=True, slots=True)
class LoadTerms:
    """Under which conditions records are taken in.

    `demo_marker`: a USCC with it at characters 9–11 is demonstration data, as is everything when `all_demo` is set.
    `named`: USCCs the file names beside its records (rows refused), so that they are not reported as missed.
    `promised`: USCCs that a file before this one would have stored, for a dry run of several files.
    `read_rows`: USCC → rows that were read without a doubt; they are known again when they change nothing.
    `actor`: whoever imports in the browser, or the name of the command.
    `settle`: called in the same transaction with what became of all firms; what it raises undoes everything.
    """

    taxonomy: Taxonomy
    now: datetime
    demo_marker: str
    all_demo: bool = False
    actor: Actor | str = "indexer"
    dry_run: bool = False
    named: frozenset[str] = frozenset()
    promised: frozenset[str] = frozenset()
    read_rows: Mapping[str, RowsRead] = field(default_factory=dict)
    settle: Callable[[Transaction, "LoadSummary"], None] | None = None


@dataclass(frozen=True, slots=True)
class FirmOutcome:
    """What happened to one firm. `change` is added, changed or same. `name` is empty for one whose rows are known.

    `kept_pools`: pools the file names elsewhere, in which this firm stays a member though its rows do not say so.
    """

    uscc: str
    name: str
    change: str
    fields: tuple[str, ...]
    has_capability: bool
    notes: tuple[Note, ...]
    kept_pools: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LoadSummary:
    """Outcomes in the order of the records, and members of the named editions that the file misses."""

    outcomes: tuple[FirmOutcome, ...]
    missed: tuple[EditionMember, ...]

    def count(self, change: str) -> int:
        """How many firms were `added`, `changed` or the `same`."""
        return sum(outcome.change == change for outcome in self.outcomes)


@dataclass(frozen=True, slots=True)
class PoolKnowledge:
    """What a file's rows are checked against."""

    pools: tuple[Pool, ...]
    taxonomy: Taxonomy


def read_knowledge(database: Database) -> PoolKnowledge | None:
    """Pools and code tables; None when the database was not migrated.

    Raises:
        Unavailable: the database does not answer.
    """
    if not is_current(database):
        return None
    with unit_of_work.reading(database) as session:
        return PoolKnowledge(read_pools(session), read_taxonomy(session))


@dataclass(frozen=True, slots=True)
class NamedFirms:
    """Stored firms by code and by name. `names`: USCC → its name, short and former names; `codes`: name → USCCs."""

    names: Mapping[str, tuple[str, ...]]
    codes: Mapping[str, tuple[str, ...]]


def find_named(database: Database, usccs: Collection[str], names: Collection[str]) -> NamedFirms:
    """The stored firms with one of `usccs`, and those with one of `names`."""
    with unit_of_work.reading(database) as session:
        return NamedFirms(stored_names(session, sorted(usccs)), stored_codes(session, sorted(names)))


def stored_readings(database: Database, fingerprints: Sequence[str]) -> Mapping[str, StoredReading]:
    """Fingerprint of a firm's rows → what is known of them, where they changed nothing and the firm is as it was then."""
    with unit_of_work.reading(database) as session:
        return read_fingerprints(session, fingerprints)


def load_pool(
    database: Database, records: Collection[LoadedFirm], terms: LoadTerms, *, progress: Callable[[int, int], None] | None = None
) -> LoadSummary:
    """Store all records in one transaction; in a dry run only tell what would happen.

    Raises:
        Conflict: a record without a profile names a firm that is not stored, or the database refused a change.
        Unavailable: the database does not answer or another writer holds it for too long.
    """
    opened = unit_of_work.reading if terms.dry_run else unit_of_work.writing
    with opened(database) as session:
        summary = load_records(session, records, terms, progress=progress)
        if terms.settle:
            terms.settle(session, summary)
        return summary


def load_records(
    session: Transaction, records: Collection[LoadedFirm], terms: LoadTerms, *, progress: Callable[[int, int], None] | None = None
) -> LoadSummary:
    """As `load_pool`, inside the caller's transaction. Each USCC stands once in `records`, which are gone through once."""
    loading = _Loading(session, terms)
    going = iter(records)
    while batch := list(islice(going, _FIRMS_AT_ONCE)):
        loading.take(batch)
        if progress:
            progress(len(loading.outcomes), len(records))
    return loading.summary()


@dataclass(frozen=True, slots=True)
class _Standing:
    """Where a firm stands after a load, true as long as its version is.

    `pools`: pools its rows name → the batch it has there. `others`: pools it is in beside. `has_capability`: it can be listed.
    """

    pools: Mapping[str, str | None]
    others: tuple[str, ...]
    has_capability: bool

    @classmethod
    def of(cls, record: ProviderRecord, firm: Provider) -> "_Standing":
        told = {each.content.pool for each in record.memberships}
        others = [each.pool for each in firm.memberships if each.pool not in told and each.state is not MembershipState.WITHDRAWN]
        pools = {each.pool: each.batch for each in firm.memberships if each.pool in told}
        return cls(pools, tuple(others) if record.memberships else (), bool(firm.capabilities))

    @classmethod
    def parsed(cls, text: str) -> "_Standing":
        pools, others, has_capability = json.loads(text)
        return cls(pools, tuple(others), has_capability)

    def __str__(self) -> str:
        return json.dumps([self.pools, self.others, self.has_capability], ensure_ascii=False)


class _Loading:
    """One load, batch by batch; only outcomes are kept of what went before."""

    def __init__(self, session: Transaction, terms: LoadTerms) -> None:
        self._session, self._terms = session, terms
        self._codes = _IndustryCodes(terms.taxonomy)
        self._pools: set[str] = set()
        self._editions: set[tuple[str, str | None]] = set()
        self._named = set(terms.named)
        self._remembers = bool(terms.read_rows) and not terms.dry_run
        self._confirmed: dict[str, Confirmed] = {}
        self.outcomes: list[FirmOutcome] = []
        if self._remembers:
            forget_fingerprints(session, but=day_in_shanghai(terms.now))

    def take(self, batch: Sequence[LoadedFirm]) -> None:
        """Store one batch. A known firm that somebody changed since it was looked up is read and compared after all."""
        versions = stored_versions(self._session, [firm.provider_id for firm in batch if isinstance(firm, KnownFirm)])
        known = {firm.uscc: firm for firm in batch if isinstance(firm, KnownFirm) and versions.get(firm.provider_id) == firm.version}
        records = [firm.read() if isinstance(firm, KnownFirm) else firm for firm in batch if firm.uscc not in known]
        changes = dict(zip((record.uscc for record in records), self._changes(records), strict=True))
        told = {record.uscc: record for record in records}
        for firm in batch:
            same = known.get(firm.uscc)
            standing = _Standing.parsed(same.standing) if same else _Standing.of(told[firm.uscc], changes[firm.uscc].after)
            self._pools |= standing.pools.keys()
            self._editions |= {(pool, batch) for pool, batch in standing.pools.items()}
            self._named.add(firm.uscc)
            if same:
                self.outcomes.append(FirmOutcome(same.uscc, "", "same", (), standing.has_capability, (), standing.others))
            else:
                self.outcomes.append(_outcome(told[firm.uscc], changes[firm.uscc], standing))
        if not self._terms.dry_run:
            save_providers(self._session, list(changes.values()), self._terms.actor, self._terms.now)
        if self._remembers:
            readings = [reading for record in records if (reading := self._reading(record, changes[record.uscc]))]
            save_fingerprints(self._session, readings, day_in_shanghai(self._terms.now))

    def summary(self) -> LoadSummary:
        """What became of all firms; whether a firm stays in another pool counts only for pools that the file names somewhere."""
        named = self._pools
        outcomes = tuple(
            replace(each, kept_pools=tuple(pool for pool in each.kept_pools if pool in named)) if each.kept_pools else each
            for each in self.outcomes
        )
        return LoadSummary(outcomes, tuple(edition_members(self._session, self._editions, without=self._named)))

    def _changes(self, records: Sequence[ProviderRecord]) -> Iterator[FirmChange]:
        terms = self._terms
        stored = read_stored_firms(self._session, [record.uscc for record in records])
        self._confirmed = read_confirmations(self._session, [firm.id for firm in stored.values()])
        for record in records:
            firm = stored.get(record.uscc)
            if firm is None and "name" not in record.given and not (terms.dry_run and record.uscc in terms.promised):
                raise Conflict(f"企业 {record.uscc} 没有入库，请先导入它的服务商资料。")
            yield self._merged(firm, record)

    def _merged(self, firm: Provider | None, record: ProviderRecord) -> FirmChange:
        is_demo = self._terms.all_demo or record.uscc[8:11] == self._terms.demo_marker
        if firm is not None and "name" not in record.given:
            is_demo = firm.is_demo
        yielded, clashes = yield_to_people(firm, record, self._confirmed.get(firm.id, {}) if firm else {})
        change = merge_record(firm, yielded, codes_of=self._codes, new_id=new_id, is_demo=is_demo, now=self._terms.now)
        return replace(change, notes=(*clashes, *change.notes)) if clashes else change

    def _reading(self, record: ProviderRecord, change: FirmChange) -> StoredReading | None:
        """What is kept of a firm's rows: nothing, unless they change nothing and give no word to say when they come again."""
        rows = self._terms.read_rows.get(record.uscc)
        if rows is None:
            return None
        again = self._merged(change.after, record) if change.is_change else change
        if again.is_change or again.notes:
            return None
        firm = change.after
        return StoredReading(rows, firm.id, firm.version, firm.uscc, firm.name, firm.source_id, str(_Standing.of(record, firm)))


def _outcome(record: ProviderRecord, change: FirmChange, standing: _Standing) -> FirmOutcome:
    # A firm that only a dry run's earlier file would have stored is no news of this one.
    kind = "added" if change.before is None and record.name else "changed" if change.is_change else "same"
    return FirmOutcome(record.uscc, change.after.name, kind, change.fields, standing.has_capability, change.notes, standing.others)


class _IndustryCodes:
    """Trade names to codes, each name looked up once."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self._taxonomy = taxonomy
        self._known: dict[str, tuple[str, ...]] = {}

    def __call__(self, names: tuple[str, ...]) -> tuple[str, ...]:
        codes: dict[str, None] = {}
        for name in names:
            if name not in self._known:
                self._known[name] = resolve_industries(self._taxonomy, (name,))[0]
            codes.update(dict.fromkeys(self._known[name]))
        return tuple(codes)
