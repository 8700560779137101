"""Take in what a pool file says about firms: one file, one transaction, with its change feed and audit entries."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from service.domain.industries import resolve_industries
from service.domain.loading import FirmChange, merge_record
from service.domain.loading_notes import Note
from service.domain.pools import MembershipState, Pool
from service.domain.providers import ProviderRecord
from service.domain.taxonomy import Taxonomy
from service.errors import Conflict
from service.store import unit_of_work
from service.store.access import Database, Transaction
from service.store.base import new_id
from service.store.migrate import is_current
from service.store.queries.codes import read_taxonomy
from service.store.queries.pools import EditionMember, edition_members, read_pools
from service.store.queries.provider_writing import save_providers
from service.store.queries.stored_firms import read_stored_firms, stored_codes, stored_names

_FIRMS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class LoadTerms:
    """Under which conditions records are taken in.

    `demo_marker`: a USCC with it at characters 9–11 is demonstration data, as is everything when `all_demo` is set.
    `named`: USCCs the file names beside its records (rows refused), so that they are not reported as missed.
    `promised`: USCCs that a file before this one would have stored, for a dry run of several files.
    """

    taxonomy: Taxonomy
    now: datetime
    demo_marker: str
    all_demo: bool = False
    actor: str = "indexer"
    dry_run: bool = False
    named: frozenset[str] = frozenset()
    promised: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class FirmOutcome:
    """What happened to one firm. `change` is added, changed or same.

    `kept_pools`: pools the file names elsewhere, in which this firm stays a member though its rows do not say so.
    """

    uscc: str
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


def load_pool(
    database: Database, records: Sequence[ProviderRecord], terms: LoadTerms, *, progress: Callable[[int, int], None] | None = None
) -> LoadSummary:
    """Store all records in one transaction; in a dry run only tell what would happen.

    Raises:
        Conflict: a record without a profile names a firm that is not stored, or the database refused a change.
        Unavailable: the database does not answer or another writer holds it for too long.
    """
    opened = unit_of_work.reading if terms.dry_run else unit_of_work.writing
    with opened(database) as session:
        return load_records(session, records, terms, progress=progress)


def load_records(
    session: Transaction, records: Sequence[ProviderRecord], terms: LoadTerms, *, progress: Callable[[int, int], None] | None = None
) -> LoadSummary:
    """As `load_pool`, inside the caller's transaction. Each USCC stands once in `records`."""
    codes = _IndustryCodes(terms.taxonomy)
    pools = {told.content.pool for record in records for told in record.memberships}
    editions: set[tuple[str, str | None]] = set()
    outcomes: list[FirmOutcome] = []
    for start in range(0, len(records), _FIRMS_AT_ONCE):
        batch = records[start : start + _FIRMS_AT_ONCE]
        changes = list(_changes(session, batch, codes, terms))
        for record, change in zip(batch, changes, strict=True):
            told = {each.content.pool for each in record.memberships}
            editions |= {(found.pool, found.batch) for found in change.after.memberships if found.pool in told}
            outcomes.append(_outcome(record, change, pools - told))
        if not terms.dry_run:
            save_providers(session, changes, terms.actor, terms.now)
        if progress:
            progress(start + len(batch), len(records))
    named = terms.named | {record.uscc for record in records}
    missed = tuple(member for member in edition_members(session, editions) if member.uscc not in named)
    return LoadSummary(tuple(outcomes), missed)


def _changes(session: Transaction, batch: Sequence[ProviderRecord], codes: "_IndustryCodes", terms: LoadTerms) -> Iterator[FirmChange]:
    stored = read_stored_firms(session, [record.uscc for record in batch])
    for record in batch:
        firm = stored.get(record.uscc)
        if firm is None and "name" not in record.given and not (terms.dry_run and record.uscc in terms.promised):
            raise Conflict(f"企业 {record.uscc} 没有入库，请先导入它的服务商资料。")
        is_demo = terms.all_demo or record.uscc[8:11] == terms.demo_marker
        if firm is not None and "name" not in record.given:
            is_demo = firm.is_demo
        yield merge_record(firm, record, codes_of=codes, new_id=new_id, is_demo=is_demo, now=terms.now)


def _outcome(record: ProviderRecord, change: FirmChange, other_pools: set[str]) -> FirmOutcome:
    kept = [
        membership.pool
        for membership in change.after.memberships
        if membership.pool in other_pools and membership.state is not MembershipState.WITHDRAWN
    ]
    return FirmOutcome(
        uscc=record.uscc,
        # A firm that only a dry run's earlier file would have stored is no news of this one.
        change="added" if change.before is None and record.name else "changed" if change.is_change else "same",
        fields=change.fields,
        has_capability=bool(change.after.capabilities),
        notes=change.notes,
        kept_pools=tuple(kept) if record.memberships else (),
    )


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
