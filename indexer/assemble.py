"""From rows to firms: which rows speak of the same firm, which repeat, which contradict, which name a firm nobody knows."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

from indexer.columns import POOL, PROFILE_COLUMNS, RowKind
from indexer.problems import ProblemLog
from indexer.records import SourceFirm, SourceItem, SourceRow, Tally
from indexer.validate import RowReader
from service.domain.pools import Membership
from service.domain.providers import Capability, ProviderRecord, SuccessCase, Told

FindStored = Callable[[Collection[str]], Collection[str]]
"""USCCs → those of firms that are stored already."""

_T = TypeVar("_T")
_POOL_FIELDS = frozenset({POOL.field})
_SOURCE_ID = next(column for column in PROFILE_COLUMNS if column.field == "source_id")


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a file something stands."""

    sheet: str | None
    line: int


@dataclass(frozen=True, slots=True)
class Assembled:
    """The firms of a file, in its order, and where each stands. `named`: every USCC the file names, taken or not."""

    records: tuple[ProviderRecord, ...]
    places: Mapping[str, Place]
    named: frozenset[str]


@dataclass(slots=True)
class _Listed(Generic[_T]):
    """Capabilities or cases of one firm with the line each stands in."""

    lines: dict[_T, int] = field(default_factory=dict)
    given: list[frozenset[str]] = field(default_factory=list)

    @property
    def told(self) -> tuple[Told[_T], ...]:
        return tuple(map(Told, self.lines, self.given))


@dataclass(slots=True)
class _Firm:
    """A firm while its rows come in."""

    record: ProviderRecord
    row: SourceRow
    rows: int
    memberships: dict[str, Told[Membership]] = field(default_factory=dict)
    membership_lines: dict[str, int] = field(default_factory=dict)
    capabilities: _Listed[Capability] = field(default_factory=_Listed)
    cases: _Listed[SuccessCase] = field(default_factory=_Listed)


class Assembler:
    """Takes the source rows of one file one by one; `finish` gives its firms."""

    def __init__(self, reader: RowReader, log: ProblemLog, tally: Tally) -> None:
        self._reader, self._log, self._tally = reader, log, tally
        self._firms: dict[str, _Firm] = {}
        self._refused: dict[str, int] = {}
        self._ids: dict[str, tuple[str, int]] = {}
        self._loose: list[tuple[str, SourceRow, Capability | SuccessCase]] = []

    def add(self, item: SourceItem) -> None:
        """Take in one row."""
        if isinstance(item, SourceFirm):
            self._add_firm(item)
        else:
            self._add_loose(item)

    def finish(self, find_stored: FindStored) -> Assembled:
        """Settle what only the whole file can tell: firms without a pool, loose rows and the firms they name."""
        named = {*self._firms, *self._refused}
        for uscc, firm in list(self._firms.items()):
            if not firm.memberships:
                self._refuse_without_pool(uscc, firm)
        extra = self._attach_loose(find_stored)
        records = [self._record(firm) for firm in self._firms.values()]
        places = {uscc: Place(firm.row.sheet, firm.row.line) for uscc, firm in self._firms.items()}
        for uscc, firm in extra.items():
            records.append(self._record(firm))
            places[uscc] = Place(firm.row.sheet, firm.row.line)
        return Assembled(tuple(records), places, frozenset(named | set(extra)))

    def _add_firm(self, firm: SourceFirm) -> None:
        row = firm.row
        found = ProblemLog()
        record = self._reader.profile(row, found)
        uscc = record.uscc if record else self._reader.uscc(row, ProblemLog())
        if not firm.memberships:
            found.add("required_missing", sheet=row.sheet, line=row.line, column=_pool_column(row))
        if record is None or not firm.memberships:
            self._log.take(found)
            self._refuse(firm, uscc)
            return
        nested = Tally()
        record = self._with_nested(record, firm, found, nested)
        earlier = self._firms.get(record.uscc)
        if earlier is None:
            self._add_first(record, firm, found, nested)
        elif record != earlier.record:
            label = row.label("uscc")
            self._log.add("firm_repeated", sheet=row.sheet, line=row.line, column=label, value=record.uscc, other=earlier.row.line)
            self._refuse(firm, uscc)
        else:
            # Its profile is the earlier row's, and so are its problems: only the memberships are news.
            self._tally.ignored += _nested_rows(firm)
            if self._add_memberships(earlier, firm, self._log):
                earlier.rows += 1
            else:
                self._tally.ignored += 1

    def _add_first(self, record: ProviderRecord, firm: SourceFirm, found: ProblemLog, nested: Tally) -> None:
        row = firm.row
        if record.source_id is not None:
            owner = self._ids.setdefault(record.source_id, (record.uscc, row.line))
            if owner[0] != record.uscc:
                label = row.label(_SOURCE_ID.field)
                self._log.add("id_repeated", sheet=row.sheet, line=row.line, column=label, value=record.source_id, other=owner[1])
                self._refuse(firm, record.uscc)
                return
        self._refused.pop(record.uscc, None)
        self._log.take(found)
        self._tally.refused += nested.refused
        self._tally.ignored += nested.ignored
        rows = 1 + _nested_rows(firm) - nested.refused - nested.ignored
        taken = self._firms[record.uscc] = _Firm(record, row, rows)
        self._add_memberships(taken, firm, self._log)

    def _add_memberships(self, taken: _Firm, firm: SourceFirm, log: ProblemLog) -> bool:
        """Add the memberships of one row; tell whether any was new."""
        new = refused = differs = False
        repeats: list[tuple[str, SourceRow]] = []
        for row in firm.memberships:
            membership = self._reader.membership(row, log)
            if membership is None:
                refused = True
                continue
            earlier = taken.memberships.get(membership.pool)
            if earlier is None:
                new = True
                taken.memberships[membership.pool] = Told(membership, row.given - _POOL_FIELDS)
                taken.membership_lines[membership.pool] = row.line
            else:
                differs = differs or earlier.content != membership or taken.membership_lines[membership.pool] == row.line
                repeats.append((membership.pool, row))
        head = firm.row
        if repeats and not (new or refused or differs):
            log.add("row_repeated", sheet=head.sheet, line=head.line, other=taken.row.line)
            return False
        for pool, row in repeats:
            label, line = row.label(POOL.field), taken.membership_lines[pool]
            log.add("pool_repeated", sheet=row.sheet, line=row.line, column=label, value=row.values.get(POOL.field), other=line)
        return new

    def _with_nested(self, record: ProviderRecord, firm: SourceFirm, found: ProblemLog, nested: Tally) -> ProviderRecord:
        """The record with the capabilities and cases that stand inside its JSON line."""
        if firm.capabilities is not None:
            listed = _Listed[Capability]()
            for row in firm.capabilities:
                self._list(listed, row, self._reader.capability(row, found), found, nested)
            record = replace(record, capabilities=listed.told)
        if firm.cases is not None:
            told = _Listed[SuccessCase]()
            for row in firm.cases:
                self._list(told, row, self._reader.case(row, found), found, nested)
            record = replace(record, cases=told.told)
        return record

    @staticmethod
    def _list(listed: _Listed[_T], row: SourceRow, content: _T | None, log: ProblemLog, tally: Tally) -> None:
        if content is None:
            tally.refused += 1
        elif content in listed.lines:
            tally.ignored += 1
            log.add("row_repeated", sheet=row.sheet, line=row.line, column=row.prefix.rstrip(".") or None, other=listed.lines[content])
        else:
            listed.lines[content] = row.line
            listed.given.append(row.given - {"uscc"})

    def _add_loose(self, row: SourceRow) -> None:
        uscc = self._reader.uscc(row, self._log)
        content = self._reader.capability(row, self._log) if row.kind is RowKind.CAPABILITY else self._reader.case(row, self._log)
        if uscc is None or content is None:
            self._tally.refused += 1
        else:
            self._loose.append((uscc, row, content))

    def _attach_loose(self, find_stored: FindStored) -> dict[str, _Firm]:
        strangers = {uscc for uscc, _, _ in self._loose} - self._firms.keys() - self._refused.keys()
        stored = set(find_stored(strangers)) if strangers else set()
        extra: dict[str, _Firm] = {}
        for uscc, row, content in self._loose:
            firm = self._firms.get(uscc)
            if firm is None and uscc in stored:
                firm = extra.setdefault(uscc, _Firm(ProviderRecord(uscc), row, 0))
            if firm is None:
                self._tally.refused += 1
                code, line = ("firm_refused", self._refused[uscc]) if uscc in self._refused else ("firm_unknown", "")
                self._log.add(code, sheet=row.sheet, line=row.line, column=row.label("uscc"), value=uscc, other=line)
            elif isinstance(content, Capability):
                self._list(firm.capabilities, row, content, self._log, self._tally)
            else:
                self._list(firm.cases, row, content, self._log, self._tally)
        return extra

    def _record(self, firm: _Firm) -> ProviderRecord:
        record = replace(firm.record, memberships=tuple(firm.memberships.values()))
        if RowKind.CAPABILITY in self._tally.sheets:
            record = replace(record, capabilities=firm.capabilities.told)
        if RowKind.CASE in self._tally.sheets:
            record = replace(record, cases=firm.cases.told)
        return record

    def _refuse(self, firm: SourceFirm, uscc: str | None) -> None:
        self._tally.firms_refused += 1
        self._tally.refused += 1 + _nested_rows(firm)
        if uscc and uscc not in self._firms:
            self._refused.setdefault(uscc, firm.row.line)

    def _refuse_without_pool(self, uscc: str, firm: _Firm) -> None:
        row = firm.row
        self._log.add("required_unusable", sheet=row.sheet, line=row.line, column=_pool_column(row), other="没有一个已登记的资源池")
        del self._firms[uscc]
        self._refused[uscc] = row.line
        self._tally.firms_refused += 1
        self._tally.refused += firm.rows


def _pool_column(row: SourceRow) -> str:
    return row.labels.get(POOL.field, "pools")


def _nested_rows(firm: SourceFirm) -> int:
    return len(firm.capabilities or ()) + len(firm.cases or ())
