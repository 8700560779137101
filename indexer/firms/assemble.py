"""From rows to firms: the rows of each firm together, firm by firm; which name a firm nobody knows, which firm is as it was."""

import hashlib
import pickle
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice

from indexer.columns import RowKind
from indexer.firms.collected import Assembled, Place
from indexer.firms.kept_items import KeptParts, Parts
from indexer.firms.one_firm import OneFirm, SourceIds
from indexer.firms.packed_items import Packer
from indexer.firms.read_membership import Doubt
from indexer.firms.row_reader import RowReader
from indexer.firms.said_again import remarks_of, say_again
from indexer.problems import ProblemLog
from indexer.records import Raw, SourceFirm, SourceItem, SourceRow, Tally
from service.domain.known_rows import KnownFirm, RowsRead, StoredReading
from service.domain.providers import ProviderRecord
from service.flows.profiles.load_pool import LoadedFirm, NamedFirms

_FIRMS_AT_ONCE = 500
_NOT_FIRM = "\x00"


@dataclass(frozen=True, slots=True)
class Stored:
    """What the database is asked.

    `named`: (USCCs, names) → the names of stored firms with those USCCs, and the USCCs of stored firms with those names.
    `readings`: fingerprints of rows → what is known of them. `terms`: everything beside the rows that their reading depends on.
    """

    named: Callable[[Collection[str], Collection[str]], NamedFirms]
    readings: Callable[[Sequence[str]], Mapping[str, StoredReading]]
    terms: bytes


class Assembler:
    """Takes the source rows of one file one by one; `finish` gives its firms."""

    def __init__(self, reader: RowReader, log: ProblemLog, tally: Tally) -> None:
        self.reader, self._log, self._tally = reader, log, tally
        self.packer, self.rows = Packer(), KeptParts()
        self._firms: _Firms | None = None
        self._last_code: tuple[Raw, str | None] = (None, None)
        self._lost: set[RowKind] = set()

    def add(self, item: SourceItem) -> None:
        """Take in one row."""
        uscc = self._uscc(item)
        if uscc is None:
            self._refuse_nameless(item)
        else:
            self.rows.add(uscc, self.packer.packed(item))

    def finish(self, stored: Stored) -> Assembled:
        """Read the rows firm by firm. What only the whole file and the database can tell is settled here."""
        self._lost |= self._tally.unread
        firms = self._firms = _Firms(self, stored, self._log, self._tally)
        for batch in _batches(self.rows):
            firms.take(batch)
        self._lost |= firms.lost
        sheets = self._tally.sheets
        lost = frozenset(
            name for name, kind in (("capabilities", RowKind.CAPABILITY), ("cases", RowKind.CASE)) if kind in sheets and kind in self._lost
        )
        return Assembled(_Records(firms, lost), firms.place, frozenset(firms.refused), firms.doubts, firms.read_rows)

    def close(self) -> None:
        """Give back what was kept on disk; what `finish` gave cannot be used any more."""
        self.rows.close()
        if self._firms is not None:
            self._firms.close()

    def _uscc(self, item: SourceItem) -> str | None:
        row = item.row if isinstance(item, SourceFirm) else item
        raw = row.values.get("uscc")
        # Rows of one firm mostly stand together.
        if not isinstance(raw, str) or raw != self._last_code[0]:
            self._last_code = (raw, self.reader.uscc(row, ProblemLog()))
        return self._last_code[1]

    def _refuse_nameless(self, item: SourceItem) -> None:
        """Refuse a row whose code cannot be read. Whose list it belongs to is unknown: then nothing may go from any firm's."""
        nameless = OneFirm(_NOT_FIRM, self.reader, {})
        if not isinstance(item, SourceFirm):
            self.reader.uscc(item, nameless.log)
            self._lost.add(item.kind)
            self._tally.refuse(item.key)
        nameless.add(item)
        self._log.take(nameless.log)
        self._tally.add(nameless.tally)


class _Firms:
    """The firms of one file, batch by batch: read, or known to be as they were."""

    def __init__(self, given: "Assembler", stored: Stored, log: ProblemLog, tally: Tally) -> None:
        self._rows, self._packer, self._reader = given.rows, given.packer, given.reader
        self._log, self._tally, self._stored = log, tally, stored
        self._sheets = frozenset(tally.sheets)
        self._terms = stored.terms + repr(sorted(kind.value for kind in self._sheets)).encode()
        self._ids: SourceIds = {}
        self._names: dict[str, Place] = {}
        self._records = KeptParts()
        self._known: dict[str, tuple[str, int, str]] = {}
        self.lost: set[RowKind] = set()
        self.refused: set[str] = set()
        self.doubts: dict[tuple[str, str], tuple[Place, Doubt]] = {}
        self.read_rows: dict[str, RowsRead] = {}

    def take(self, usccs: Sequence[str]) -> None:
        """Read the rows of these firms, or find that they are known."""
        parts = {uscc: self._rows.of(uscc) for uscc in usccs}
        prints = {uscc: self._fingerprint(uscc, parts[uscc]) for uscc in usccs}
        readings = {each.uscc: each for each in self._stored.readings(list(prints.values())).values()}
        read: dict[str, OneFirm] = {}
        for uscc in usccs:
            if uscc in readings:
                self._register(readings[uscc], parts[uscc])
            else:
                read[uscc] = self._read(uscc, parts[uscc], self._ids)
        named = self._stored.named(read.keys(), {firm.name for firm in read.values() if firm.name})
        for uscc in usccs:
            known, firm = readings.get(uscc), read.get(uscc)
            if known:
                self._say_again(known, parts[uscc])
            elif firm:
                self._settle(firm, named, prints[uscc], parts[uscc])

    def place(self, uscc: str) -> Place:
        """Where a firm stands: the row that was taken, or the first one of a known firm."""
        if uscc in self._records:
            place: Place = pickle.loads(self._records.of(uscc)[0][0])  # noqa: S301  written by this object
            return place
        return self._place(self._first(self._rows.of(uscc)))

    def records(self, lost: frozenset[str]) -> Iterator[LoadedFirm]:
        """All firms that are taken, in the file's order. `lost`: lists from which nothing may go."""
        for uscc in self._rows:
            known = self._known.get(uscc)
            if known:
                yield KnownFirm(uscc, *known, read=partial(self._read_again, uscc, lost))
            elif uscc in self._records:
                record: ProviderRecord = pickle.loads(self._records.of(uscc)[0][1])  # noqa: S301  written by this object
                yield replace(record, keeps_lists=record.keeps_lists | lost) if lost else record

    def close(self) -> None:
        """Give back what was kept on disk."""
        self._records.close()

    def __len__(self) -> int:
        return len(self._known) + len(self._records)

    def _fingerprint(self, uscc: str, parts: Sequence[Parts]) -> str:
        digest = hashlib.blake2b(self._terms, digest_size=16)
        digest.update(uscc.encode())
        for standing, saying in parts:
            digest.update(self._packer.identity(standing))
            digest.update(saying)
        return digest.hexdigest()

    def _read(self, uscc: str, parts: Sequence[Parts], ids: SourceIds) -> OneFirm:
        firm = OneFirm(uscc, self._reader, ids)
        for standing, saying in parts:
            firm.add(self._packer.unpacked(standing, saying))
        firm.check_pools()
        return firm

    def _read_again(self, uscc: str, lost: frozenset[str]) -> ProviderRecord:
        firm = self._read(uscc, self._rows.of(uscc), {})
        firm.attach_lists(self._stored.named({uscc}, ()).names.get(uscc))
        record = firm.record(self._sheets) or ProviderRecord(uscc)
        return replace(record, keeps_lists=record.keeps_lists | lost)

    def _settle(self, firm: OneFirm, named: NamedFirms, fingerprint: str, parts: Sequence[Parts]) -> None:
        """Compare a firm with the stored ones, and keep what its rows came to."""
        across = ProblemLog()
        if firm.firm:
            self._compare_names(firm, named, across)
        firm.attach_lists(named.names.get(firm.uscc))
        self._log.take(firm.log)
        self._log.take(across)
        self._tally.add(firm.tally)
        self.lost |= firm.lost
        if firm.refused:
            self.refused.add(firm.uscc)
        self.doubts |= {(firm.uscc, pool): doubt for pool, doubt in firm.doubts.items()}
        record = firm.record(self._sheets)
        if record is None or firm.firm is None:
            return
        self._records.add(firm.uscc, (pickle.dumps(firm.firm.place), pickle.dumps(record)))
        remarks = None if firm.doubts or firm.tally.touched else remarks_of(firm.log, self._places(parts))
        if remarks is not None:
            self.read_rows[firm.uscc] = RowsRead(fingerprint, remarks)

    def _compare_names(self, firm: OneFirm, stored: NamedFirms, log: ProblemLog) -> None:
        """A code with the name of another stored firm is a mistake; a new name is a firm renamed; a name with two codes is a doubt."""
        if firm.firm is None:
            return
        row, uscc, name = firm.firm.row, firm.uscc, firm.name
        others = [code for code in stored.codes.get(name, ()) if code != uscc]
        known = stored.names.get(uscc)
        if known and name not in known and others:
            log.add("uscc_of_another", sheet=row.sheet, line=row.line, column=row.label("uscc"), value=uscc, other=known[0])
            firm.take_out()
            return
        if others and not known:
            log.add("name_elsewhere", sheet=row.sheet, line=row.line, column=row.label("name"), other=others[0])
        self._compare_twins(name, row, log)

    def _compare_twins(self, name: str, row: SourceRow, log: ProblemLog) -> None:
        place = Place(row.sheet, row.line)
        first = self._names.setdefault(name, place)
        if first is not place:
            log.add("name_twice", sheet=row.sheet, line=row.line, column=row.label("name"), other=first.told(row.sheet))

    def _register(self, known: StoredReading, parts: Sequence[Parts]) -> None:
        """Do for a known firm what reading its rows would do for the others."""
        self._known[known.uscc] = (known.provider_id, known.version, known.standing)
        first = self._first(parts)
        if known.source_id is not None and self._packer.gives(first, "source_id"):
            self._ids.setdefault(known.source_id, (known.uscc, self._place(first)))

    def _say_again(self, known: StoredReading, parts: Sequence[Parts]) -> None:
        if known.rows.remarks:
            say_again(known.rows.remarks, self._places(parts), self._log)
        first = self._first(parts)
        if self._packer.is_firm(first):
            self._compare_twins(known.name, self._packer.head(first), self._log)

    def _first(self, parts: Sequence[Parts]) -> bytes:
        return next((standing for standing, _ in parts if self._packer.is_firm(standing)), parts[0][0])

    def _place(self, standing: bytes) -> Place:
        row = self._packer.head(standing)
        return Place(row.sheet, row.line)

    def _places(self, parts: Sequence[Parts]) -> list[Place]:
        return [self._place(standing) for standing, _ in parts]


class _Records(Collection[LoadedFirm]):
    """The firms on their way to the database: made one by one, their number known before."""

    def __init__(self, firms: _Firms, lost: frozenset[str]) -> None:
        self._firms, self._lost = firms, lost

    def __len__(self) -> int:
        return len(self._firms)

    def __iter__(self) -> Iterator[LoadedFirm]:
        return self._firms.records(self._lost)

    def __contains__(self, firm: object) -> bool:
        return any(firm == each for each in self)


def _batches(usccs: Iterable[str]) -> Iterator[list[str]]:
    going = iter(usccs)
    while batch := list(islice(going, _FIRMS_AT_ONCE)):
        yield batch
