"""The rows of one firm: which repeat, which contradict, which of its pools and lists they tell of."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from indexer.columns import POOL, RowKind
from indexer.firms.collected import Firm, Listed, Place, says_nothing_new, with_lists
from indexer.firms.read_membership import Doubt
from indexer.firms.row_reader import RowReader
from indexer.problems import ProblemLog
from indexer.records import RowKey, SourceFirm, SourceItem, SourceRow, Tally
from indexer.tables.reading import FIRM_NAME
from service.domain.pools import Membership, MembershipState
from service.domain.providers import Capability, ProviderRecord, SuccessCase, Told

SourceIds = dict[str, tuple[str, Place]]
"""The source's own number of a firm → its USCC and where it stands."""


class OneFirm:
    """Takes the rows of one firm one by one; `settle` says what they come to.

    `log` and `tally` are of this firm alone. `lost`: kinds of refused rows that may belong to another firm's list.
    """

    def __init__(self, uscc: str, reader: RowReader, ids: SourceIds) -> None:
        self.uscc = uscc
        self.log, self.tally = ProblemLog(), Tally()
        self.doubts: dict[str, tuple[Place, Doubt]] = {}
        self.lost: set[RowKind] = set()
        self.firm: Firm | None = None
        self.refused: Place | None = None
        self._reader, self._ids = reader, ids
        self._loose: list[tuple[SourceRow, Told[Capability] | Told[SuccessCase] | None]] = []

    @property
    def name(self) -> str:
        """The firm's name as its row tells it; empty when only rows of its lists are there."""
        return self.firm.record.name if self.firm else ""

    def add(self, item: SourceItem) -> None:
        """Take in one row."""
        if isinstance(item, SourceFirm):
            self._add_firm(item)
        else:
            told = self._reader.capability(item, self.log) if item.kind is RowKind.CAPABILITY else self._reader.case(item, self.log)
            self._loose.append((item, told))

    def check_pools(self) -> None:
        """Refuse a firm of which no pool is known."""
        if self.firm and not self.firm.memberships:
            row = self.firm.row
            self.log.add("required_unusable", sheet=row.sheet, line=row.line, column=_pool_column(row), other="没有一个已登记的资源池")
            self.take_out()

    def take_out(self) -> None:
        """Refuse the firm with its rows."""
        if self.firm:
            self.refused = self.firm.place
            self.tally.firms_refused += 1
            self.tally.refuse(*self.firm.rows)
            self.firm = None

    def attach_lists(self, stored: Sequence[str] | None) -> None:
        """Give the loose rows to the firm. `stored`: its stored names, None when it is not stored."""
        first = next((row for row, told in self._loose if told), None)
        if self.firm is None and stored is not None and self.refused is None and first:
            self.firm = Firm(ProviderRecord(self.uscc), first, [])
        for row, told in self._loose:
            self._attach(row, told, self._names(stored or ()))

    def record(self, sheets: Collection[RowKind]) -> ProviderRecord | None:
        """The firm as it goes to the database, with the lists of which the file has a sheet."""
        if self.firm is None:
            return None
        record = replace(self.firm.record, memberships=tuple(self.firm.memberships.values()))
        return with_lists(record, self.firm, capabilities=RowKind.CAPABILITY in sheets, cases=RowKind.CASE in sheets)

    def _attach(self, row: SourceRow, told: Told[Capability] | Told[SuccessCase] | None, names: tuple[str, ...]) -> None:
        beside = self._reader.firm_name(row.values.get(FIRM_NAME)) if names else None
        of_another = bool(beside) and beside not in names
        if self.firm is None and told is not None:
            code = "firm_refused" if self.refused else "firm_unknown"
            other = self.refused.told(row.sheet) if self.refused else ""
            if self.refused != Place(row.sheet, row.line):
                self.log.add(code, sheet=row.sheet, line=row.line, column=row.label("uscc"), value=self.uscc, other=other)
        elif of_another and told is not None:
            self.log.add("uscc_of_another", sheet=row.sheet, line=row.line, column=row.label("uscc"), value=self.uscc, other=names[0])
        elif self.firm and not of_another:
            self._list(self._list_of(self.firm, row), row, told, self.log, self.tally)
            return
        # Whose list the row belongs to is not sure: nothing may go from any firm's.
        self.tally.refuse(row.key)
        self.lost.add(row.kind)

    def _names(self, stored: Sequence[str]) -> tuple[str, ...]:
        if self.firm is None:
            return ()
        record = self.firm.record
        own = (record.name, record.short_name, *record.former_names, *stored)
        return tuple(dict.fromkeys(name for name in own if name))

    def _add_firm(self, firm: SourceFirm) -> None:
        row = firm.row
        found = ProblemLog()
        record = self._reader.profile(row, found)
        if not firm.memberships:
            found.add("required_missing", sheet=row.sheet, line=row.line, column=_pool_column(row))
        if record is None or not firm.memberships:
            self.log.take(found)
            self._refuse(firm)
            return
        nested = Tally()
        record = self._with_nested(record, firm, found, nested)
        earlier = self.firm
        if earlier is None:
            self._add_first(record, firm, found, nested)
        elif not (record == earlier.record or (firm.is_sheet_row and says_nothing_new(earlier.record, record))):
            place = earlier.place.told(row.sheet)
            self.log.add("firm_repeated", sheet=row.sheet, line=row.line, column=row.label("uscc"), value=record.uscc, other=place)
            self._refuse(firm)
        else:
            # Its profile is the earlier row's, and so are its problems: only the memberships are news.
            self.tally.ignore(*_nested_rows(firm))
            if self._add_memberships(earlier, firm):
                earlier.rows.append(row.key)
            elif not firm.beside_lists:
                self.tally.ignore(row.key)

    def _add_first(self, record: ProviderRecord, firm: SourceFirm, found: ProblemLog, nested: Tally) -> None:
        row = firm.row
        if record.source_id is not None:
            owner = self._ids.setdefault(record.source_id, (record.uscc, Place(row.sheet, row.line)))
            if owner[0] != record.uscc:
                label, place = row.label("source_id"), owner[1].told(row.sheet)
                self.log.add("id_repeated", sheet=row.sheet, line=row.line, column=label, value=record.source_id, other=place)
                self._refuse(firm)
                return
        self.refused = None
        self.log.take(found)
        self.tally.add(nested)
        self.firm = Firm(record, row, [row.key, *_nested_rows(firm)])
        self._add_memberships(self.firm, firm)

    def _add_memberships(self, taken: Firm, firm: SourceFirm) -> bool:
        """Add the memberships of one row; tell whether any was new."""
        log = self.log
        new = refused = differs = False
        repeats: list[tuple[str, SourceRow]] = []
        for row in firm.memberships:
            read = self._reader.membership(row, log)
            if read is None:
                refused = True
                continue
            pool, place = read.told.content.pool, Place(row.sheet, row.line)
            earlier = taken.memberships.get(pool)
            if earlier is None:
                new = True
                taken.memberships[pool] = read.told
                taken.membership_places[pool] = place
                self._tell_young(taken, read.told.content.admitted_on)
                if read.doubt:
                    self.doubts[pool] = (place, read.doubt)
            else:
                differs = differs or earlier.content != read.told.content or taken.membership_places[pool] == place
                repeats.append((pool, row))
                self._narrow(taken, read.told, row)
        head = firm.row
        if repeats and not (new or refused or differs):
            if not firm.beside_lists:
                log.add("row_repeated", sheet=head.sheet, line=head.line, other=taken.place.told(head.sheet))
            return False
        for pool, row in repeats:
            label, first = row.label(POOL.field), taken.membership_places[pool].told(row.sheet)
            log.add("pool_repeated", sheet=row.sheet, line=row.line, column=label, value=self._reader.pool_name(pool), other=first)
        return new

    def _narrow(self, taken: Firm, told: Told[Membership], row: SourceRow) -> None:
        """Of two rows about one membership the first counts, but never against a later one that says the firm left."""
        pool, state = told.content.pool, told.content.state
        earlier = taken.memberships[pool]
        if earlier.content.state is MembershipState.ACTIVE and state is not MembershipState.ACTIVE and "state" in told.given:
            taken.memberships[pool] = Told(replace(earlier.content, state=state), earlier.given | {"state"}, earlier.doubtful)
            column, name = row.label("state"), self._reader.pool_name(pool)
            self.log.add("state_narrowed", sheet=row.sheet, line=row.line, column=column, value=row.values.get("state"), other=name)

    def _tell_young(self, firm: Firm, admitted_on: date | None) -> None:
        founded, row = firm.record.founded, firm.row
        if founded and admitted_on and founded > admitted_on.year:
            self.log.add("founded_after_admission", sheet=row.sheet, line=row.line, column=row.label("founded"), value=founded)

    def _with_nested(self, record: ProviderRecord, firm: SourceFirm, found: ProblemLog, nested: Tally) -> ProviderRecord:
        """The record with the capabilities and cases that stand inside its JSON line."""
        if firm.capabilities is None and firm.cases is None:
            return record
        inside = Firm(record, firm.row, [])
        inside.capabilities.refused, inside.cases.refused = "capabilities" in firm.refused_lists, "cases" in firm.refused_lists
        for row in firm.capabilities or ():
            self._list(inside.capabilities, row, self._reader.capability(row, found), found, nested)
        for row in firm.cases or ():
            self._list(inside.cases, row, self._reader.case(row, found), found, nested)
        return with_lists(record, inside, capabilities=firm.capabilities is not None, cases=firm.cases is not None)

    @staticmethod
    def _list(listed: "Listed[Any]", row: SourceRow, told: "Told[Any] | None", log: ProblemLog, tally: Tally) -> None:
        if told is None:
            listed.refused = True
            tally.refuse(row.key)
        elif told.content in listed.told:
            tally.ignore(row.key)
            first = listed.places[told.content].told(row.sheet)
            log.add("row_repeated", sheet=row.sheet, line=row.line, column=row.prefix.rstrip(".") or None, other=first)
        else:
            listed.places[told.content] = Place(row.sheet, row.line)
            listed.told[told.content] = told

    @staticmethod
    def _list_of(firm: Firm, row: SourceRow) -> "Listed[Capability] | Listed[SuccessCase]":
        return firm.capabilities if row.kind is RowKind.CAPABILITY else firm.cases

    def _refuse(self, firm: SourceFirm) -> None:
        self.tally.firms_refused += 1
        self.tally.refuse(firm.row.key, *_nested_rows(firm))
        if self.firm is None and self.refused is None:
            self.refused = Place(firm.row.sheet, firm.row.line)


def _pool_column(row: SourceRow) -> str:
    return row.labels.get(POOL.field, "pools")


def _nested_rows(firm: SourceFirm) -> list[RowKey]:
    return [row.key for row in (*(firm.capabilities or ()), *(firm.cases or ()))]
