"""From rows to firms: which rows speak of the same firm, which repeat, which contradict, which name a firm nobody knows."""

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date
from typing import Any

from indexer.columns import POOL, PROFILE_COLUMNS, RowKind
from indexer.firms.collected import Assembled, Firm, Listed, Place, says_nothing_new, with_lists
from indexer.firms.read_membership import Doubt
from indexer.firms.row_reader import RowReader
from indexer.problems import ProblemLog
from indexer.records import RowKey, SourceFirm, SourceItem, SourceRow, Tally
from indexer.tables.reading import FIRM_NAME
from service.domain.pools import Membership, MembershipState
from service.domain.providers import Capability, ProviderRecord, SuccessCase, Told
from service.flows.profiles.load_pool import NamedFirms

FindNamed = Callable[[Collection[str], Collection[str]], NamedFirms]
"""(USCCs, names) → the names of stored firms with those USCCs, and the USCCs of stored firms with those names."""

_SOURCE_ID = next(column for column in PROFILE_COLUMNS if column.field == "source_id")


class Assembler:
    """Takes the source rows of one file one by one; `finish` gives its firms."""

    def __init__(self, reader: RowReader, log: ProblemLog, tally: Tally) -> None:
        self._reader, self._log, self._tally = reader, log, tally
        self._firms: dict[str, Firm] = {}
        self._refused: dict[str, Place] = {}
        self._ids: dict[str, tuple[str, Place]] = {}
        self._loose: list[tuple[str, SourceRow, Told[Capability] | Told[SuccessCase]]] = []
        self._lost: set[RowKind] = set()
        self._doubts: dict[tuple[str, str], tuple[Place, Doubt]] = {}

    def add(self, item: SourceItem) -> None:
        """Take in one row."""
        if isinstance(item, SourceFirm):
            self._add_firm(item)
        else:
            self._add_loose(item)

    def finish(self, find_named: FindNamed) -> Assembled:
        """Settle what only the whole file and the database can tell: names and codes, firms without a pool, loose rows."""
        named = {*self._firms, *self._refused}
        for uscc, firm in list(self._firms.items()):
            if not firm.memberships:
                column, other = _pool_column(firm.row), "没有一个已登记的资源池"
                self._log.add("required_unusable", sheet=firm.row.sheet, line=firm.row.line, column=column, other=other)
                self._take_out(uscc, firm)
        codes = {*self._firms, *(uscc for uscc, _, _ in self._loose)}
        stored = find_named(codes, {firm.record.name for firm in self._firms.values()})
        self._compare_names(stored)
        self._lost |= self._tally.unread
        extra = self._attach_loose(stored)
        firms = {**self._firms, **extra}
        return Assembled(
            records=tuple(self._record(firm) for firm in firms.values()),
            places={uscc: firm.place for uscc, firm in firms.items()},
            named=frozenset(named | set(extra)),
            doubts=self._doubts,
        )

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
        elif not (record == earlier.record or (firm.is_sheet_row and says_nothing_new(earlier.record, record))):
            place = earlier.place.told(row.sheet)
            self._log.add("firm_repeated", sheet=row.sheet, line=row.line, column=row.label("uscc"), value=record.uscc, other=place)
            self._refuse(firm, uscc)
        else:
            # Its profile is the earlier row's, and so are its problems: only the memberships are news.
            self._tally.ignore(*_nested_rows(firm))
            if self._add_memberships(earlier, firm, self._log):
                earlier.rows.append(row.key)
            elif not firm.beside_lists:
                self._tally.ignore(row.key)

    def _add_first(self, record: ProviderRecord, firm: SourceFirm, found: ProblemLog, nested: Tally) -> None:
        row = firm.row
        if record.source_id is not None:
            owner = self._ids.setdefault(record.source_id, (record.uscc, Place(row.sheet, row.line)))
            if owner[0] != record.uscc:
                label, place = row.label(_SOURCE_ID.field), owner[1].told(row.sheet)
                self._log.add("id_repeated", sheet=row.sheet, line=row.line, column=label, value=record.source_id, other=place)
                self._refuse(firm, record.uscc)
                return
        self._refused.pop(record.uscc, None)
        self._log.take(found)
        self._tally.add(nested)
        taken = self._firms[record.uscc] = Firm(record, row, [row.key, *_nested_rows(firm)])
        self._add_memberships(taken, firm, self._log)

    def _add_memberships(self, taken: Firm, firm: SourceFirm, log: ProblemLog) -> bool:
        """Add the memberships of one row; tell whether any was new."""
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
                self._tell_young(taken, read.told.content.admitted_on, log)
                if read.doubt:
                    self._doubts[taken.record.uscc, pool] = (place, read.doubt)
            else:
                differs = differs or earlier.content != read.told.content or taken.membership_places[pool] == place
                repeats.append((pool, row))
                self._narrow(taken, read.told, row, log)
        head = firm.row
        if repeats and not (new or refused or differs):
            if not firm.beside_lists:
                log.add("row_repeated", sheet=head.sheet, line=head.line, other=taken.place.told(head.sheet))
            return False
        for pool, row in repeats:
            label, first = row.label(POOL.field), taken.membership_places[pool].told(row.sheet)
            log.add("pool_repeated", sheet=row.sheet, line=row.line, column=label, value=self._reader.pool_name(pool), other=first)
        return new

    def _narrow(self, taken: Firm, told: Told[Membership], row: SourceRow, log: ProblemLog) -> None:
        """Of two rows about one membership the first counts, but never against a later one that says the firm left."""
        pool, state = told.content.pool, told.content.state
        earlier = taken.memberships[pool]
        if earlier.content.state is MembershipState.ACTIVE and state is not MembershipState.ACTIVE and "state" in told.given:
            taken.memberships[pool] = Told(replace(earlier.content, state=state), earlier.given | {"state"}, earlier.doubtful)
            column, name = row.label("state"), self._reader.pool_name(pool)
            log.add("state_narrowed", sheet=row.sheet, line=row.line, column=column, value=row.values.get("state"), other=name)

    @staticmethod
    def _tell_young(firm: Firm, admitted_on: date | None, log: ProblemLog) -> None:
        founded, row = firm.record.founded, firm.row
        if founded and admitted_on and founded > admitted_on.year:
            log.add("founded_after_admission", sheet=row.sheet, line=row.line, column=row.label("founded"), value=founded)

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

    def _add_loose(self, row: SourceRow) -> None:
        uscc = self._reader.uscc(row, self._log)
        told = self._reader.capability(row, self._log) if row.kind is RowKind.CAPABILITY else self._reader.case(row, self._log)
        if uscc is None or told is None:
            self._lose(row, uscc)
        else:
            self._loose.append((uscc, row, told))

    def _lose(self, row: SourceRow, uscc: str | None) -> None:
        """Refuse a loose row. Whose list it belongs to may be unknown: then nothing may go from any firm's."""
        self._tally.refuse(row.key)
        firm = self._firms.get(uscc or "")
        if firm is None:
            self._lost.add(row.kind)
        else:
            self._list_of(firm, row).refused = True

    @staticmethod
    def _list_of(firm: Firm, row: SourceRow) -> "Listed[Capability] | Listed[SuccessCase]":
        return firm.capabilities if row.kind is RowKind.CAPABILITY else firm.cases

    def _compare_names(self, stored: NamedFirms) -> None:
        """A code with the name of another stored firm is a mistake; a new name is a firm renamed; a name with two codes is a doubt."""
        first: dict[str, Firm] = {}
        for uscc, firm in list(self._firms.items()):
            name, row = firm.record.name, firm.row
            others = [code for code in stored.codes.get(name, ()) if code != uscc]
            known = stored.names.get(uscc)
            if known and name not in known and others:
                self._log.add("uscc_of_another", sheet=row.sheet, line=row.line, column=row.label("uscc"), value=uscc, other=known[0])
                self._take_out(uscc, firm)
                continue
            if others and not known:
                self._log.add("name_elsewhere", sheet=row.sheet, line=row.line, column=row.label("name"), other=others[0])
            if first.setdefault(name, firm) is not firm:
                place = first[name].place.told(row.sheet)
                self._log.add("name_twice", sheet=row.sheet, line=row.line, column=row.label("name"), other=place)

    def _attach_loose(self, stored: NamedFirms) -> dict[str, Firm]:
        extra: dict[str, Firm] = {}
        for uscc, row, told in self._loose:
            firm = self._firms.get(uscc) or extra.get(uscc)
            if firm is None and uscc in stored.names and uscc not in self._refused:
                firm = extra[uscc] = Firm(ProviderRecord(uscc), row, [])
            names = self._names_of(firm, stored) if firm else ()
            beside = self._reader.firm_name(row.values.get(FIRM_NAME)) if names else None
            if firm is None:
                place = self._refused.get(uscc)
                code = "firm_refused" if place else "firm_unknown"
                other = place.told(row.sheet) if place else ""
                if place != Place(row.sheet, row.line):
                    self._log.add(code, sheet=row.sheet, line=row.line, column=row.label("uscc"), value=uscc, other=other)
                self._lose(row, uscc)
            elif beside and beside not in names:
                self._log.add("uscc_of_another", sheet=row.sheet, line=row.line, column=row.label("uscc"), value=uscc, other=names[0])
                self._tally.refuse(row.key)
                self._lost.add(row.kind)
            else:
                self._list(self._list_of(firm, row), row, told, self._log, self._tally)
        return extra

    @staticmethod
    def _names_of(firm: Firm, stored: NamedFirms) -> tuple[str, ...]:
        record = firm.record
        own = (record.name, record.short_name, *record.former_names, *stored.names.get(record.uscc, ()))
        return tuple(dict.fromkeys(name for name in own if name))

    def _record(self, firm: Firm) -> ProviderRecord:
        firm.capabilities.refused |= RowKind.CAPABILITY in self._lost
        firm.cases.refused |= RowKind.CASE in self._lost
        record = replace(firm.record, memberships=tuple(firm.memberships.values()))
        sheets = self._tally.sheets
        return with_lists(record, firm, capabilities=RowKind.CAPABILITY in sheets, cases=RowKind.CASE in sheets)

    def _refuse(self, firm: SourceFirm, uscc: str | None) -> None:
        self._tally.firms_refused += 1
        self._tally.refuse(firm.row.key, *_nested_rows(firm))
        if uscc and uscc not in self._firms:
            self._refused.setdefault(uscc, Place(firm.row.sheet, firm.row.line))

    def _take_out(self, uscc: str, firm: Firm) -> None:
        del self._firms[uscc]
        self._refused[uscc] = firm.place
        self._tally.firms_refused += 1
        self._tally.refuse(*firm.rows)


def _pool_column(row: SourceRow) -> str:
    return row.labels.get(POOL.field, "pools")


def _nested_rows(firm: SourceFirm) -> list[RowKey]:
    return [row.key for row in (*(firm.capabilities or ()), *(firm.cases or ()))]
