"""From the raw values of a row to the values that are stored. What cannot be used is logged at its place and grants nothing."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from indexer.columns import (
    CAPABILITY_COLUMNS,
    CASE_COLUMNS,
    CONTACT_BOTH,
    CONTACT_FIELDS,
    PROFILE_COLUMNS,
    USCC,
    Column,
    ValueKind,
)
from indexer.firms.read_membership import MembershipReader, ReadMembership
from indexer.problems import ProblemLog, has_contact
from indexer.records import Raw, SourceRow
from indexer.values import codes, days, numbers, phones, states, text
from indexer.values.pool_names import PoolNames
from indexer.values.text import Unusable
from service.domain import uscc
from service.domain.industries import resolve_industries
from service.domain.providers import Capability, ProviderRecord, SuccessCase, Told, UnitContact
from service.domain.taxonomy import Taxonomy

_LISTS = frozenset({ValueKind.LIST, ValueKind.SCENARIOS, ValueKind.INDUSTRIES})
_CODE_LIKE = frozenset({
    ValueKind.USCC, ValueKind.DATE, ValueKind.ENDING, ValueKind.WAN, ValueKind.COUNT, ValueKind.WEEKS, ValueKind.YEAR, ValueKind.PHONE,
})  # fmt: skip
_OWN_SENTENCE = frozenset({"uscc_shape", "uscc_damaged", "uscc_placeholder"})


@dataclass(frozen=True, slots=True)
class Known:
    """What rows are checked against. `cell_characters` is the longest text of one value."""

    pools: PoolNames
    taxonomy: Taxonomy
    today: date
    cell_characters: int


class RowReader:
    """Reads rows of one file. A method gives None when its row is refused; the reasons are in the log it was given."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._unknown_industries: dict[str, bool] = {}
        self._memberships = MembershipReader(known.pools, known.today, known.cell_characters, self._values)
        self._parsers: Mapping[ValueKind, Callable[[SourceRow, Column, Raw, ProblemLog], Any]] = {
            ValueKind.LINE: self._line,
            ValueKind.TEXT: self._text,
            ValueKind.LIST: self._list,
            ValueKind.NAME: self._name,
            ValueKind.PHONE: self._phone,
            ValueKind.DATE: self._day,
            ValueKind.WAN: self._fen,
            ValueKind.COUNT: lambda _row, column, raw, _log: numbers.read_count(raw, most=column.most),
            ValueKind.WEEKS: lambda _row, column, raw, _log: numbers.read_weeks(raw, most=column.most),
            ValueKind.YEAR: lambda _row, _column, raw, _log: numbers.read_year(raw, today=known.today),
            ValueKind.STATE: lambda _row, _column, raw, _log: states.read_state(raw),
            ValueKind.USCC: lambda _row, _column, raw, _log: codes.read_uscc(raw),
            ValueKind.TOWN: self._town,
            ValueKind.SCENARIOS: self._scenarios,
            ValueKind.INDUSTRIES: self._industries,
            ValueKind.INDUSTRY: self._industry,
        }

    def uscc(self, row: SourceRow, log: ProblemLog) -> str | None:
        """The firm a row speaks of."""
        values, _ = self._values(row, (USCC,), log)
        return str(values["uscc"]) if values else None

    def firm_name(self, raw: Raw) -> str | None:
        """The name that stands beside a code; None when there is none to compare."""
        try:
            found = text.read_line(raw, longest=0, limit=self._known.cell_characters)
        except Unusable:
            return None
        return codes.firm_name(found) if found else None

    def profile(self, row: SourceRow, log: ProblemLog) -> ProviderRecord | None:
        """A firm without its memberships, capabilities and cases."""
        values, unusable = self._values(row, (USCC, *PROFILE_COLUMNS, CONTACT_BOTH), log)
        if values is None:
            return None
        if not uscc.has_valid_check(values["uscc"]):
            log.add("uscc_check_digit", sheet=row.sheet, line=row.line, column=row.label("uscc"), value=values["uscc"])
        given = row.given - {"uscc", "contact_both"} - unusable
        both, name = values.pop("contact_both"), values.pop("contact_name")
        phone, email = values.pop("contact_phone"), values.pop("contact_email")
        for beside in (both, name):
            if beside:
                person, number = phones.apart(beside)
                name = person
                if number:
                    phone = number if phone in {None, number} else f"{phone}、{number}"
                    given |= {"contact_phone"}
        if "contact_both" in row.given:
            given |= {"contact_name", "contact_phone"}
        return ProviderRecord(**values, contact=UnitContact(name, phone, email), given=given)

    def membership(self, row: SourceRow, log: ProblemLog) -> ReadMembership | None:
        """One membership; None when its pool is not known."""
        return self._memberships.read(row, log)

    def pool_name(self, code: str) -> str:
        """The short name of a pool, for messages."""
        return self._known.pools.short(code)

    def capability(self, row: SourceRow, log: ProblemLog) -> Told[Capability] | None:
        """One capability."""
        values, unusable = self._values(row, CAPABILITY_COLUMNS, log)
        if values is None:
            return None
        low, high = values["price_min_fen"], values["price_max_fen"]
        if low is not None and high is not None and low > high:
            log.add("prices_reversed", sheet=row.sheet, line=row.line, column=row.label("price_min_fen"))
            values |= {"price_min_fen": None, "price_max_fen": None}
            unusable |= {"price_min_fen", "price_max_fen"}
        return Told(Capability(**values), row.given - {"uscc"} - unusable)

    def case(self, row: SourceRow, log: ProblemLog) -> Told[SuccessCase] | None:
        """One case."""
        values, unusable = self._values(row, CASE_COLUMNS, log)
        return None if values is None else Told(SuccessCase(**values), row.given - {"uscc"} - unusable)

    def _values(self, row: SourceRow, columns: Iterable[Column], log: ProblemLog) -> tuple[dict[str, Any] | None, frozenset[str]]:
        """Values by field, None when a required one is missing; and the fields whose values could not be used."""
        values: dict[str, Any] = {}
        unusable: set[str] = set()
        refused = False
        for column in columns:
            empty: tuple[str, ...] | None = () if column.kind in _LISTS else None
            raw = row.values.get(column.field)
            try:
                value = empty if raw is None else self._parsers[column.kind](row, column, self._bare(raw, column), log)
            except Unusable as found:
                self._log_unusable(found, row, column, log)
                refused = refused or column.required
                unusable.add(column.field)
                value = empty
            else:
                if column.required and not value:
                    log.add("required_missing", sheet=row.sheet, line=row.line, column=row.label(column.field))
                    refused = True
            values[column.field] = value
        return None if refused else values, frozenset(unusable)

    @staticmethod
    def _bare(raw: Raw, column: Column) -> Raw:
        return text.unmarked(raw) if column.kind in _CODE_LIKE else raw

    @staticmethod
    def _log_unusable(found: Unusable, row: SourceRow, column: Column, log: ProblemLog) -> None:
        code, other = found.code, found.reason
        if column.required and code not in _OWN_SENTENCE:
            code, other = "required_unusable", f"超过 {other} 字" if code == "text_too_long" else other
        shown = None if column.field in CONTACT_FIELDS else row.values.get(column.field)
        log.add(code, sheet=row.sheet, line=row.line, column=row.label(column.field), value=shown, other=other)

    def _line(self, _row: SourceRow, column: Column, raw: Raw, _log: ProblemLog) -> str | None:
        return text.read_line(raw, longest=column.longest, limit=self._known.cell_characters)

    def _name(self, row: SourceRow, column: Column, raw: Raw, log: ProblemLog) -> str | None:
        name = self._line(row, column, raw, log)
        return codes.firm_name(name) if name else None

    def _text(self, row: SourceRow, column: Column, raw: Raw, log: ProblemLog) -> str | None:
        found = text.read_text(raw, longest=column.longest, limit=self._known.cell_characters)
        if found and has_contact(found):
            log.add("contact_in_text", sheet=row.sheet, line=row.line, column=row.label(column.field))
        return found

    def _list(self, _row: SourceRow, column: Column, raw: Raw, _log: ProblemLog) -> tuple[str, ...]:
        return text.read_list(raw, longest=column.longest, limit=self._known.cell_characters)

    def _phone(self, row: SourceRow, column: Column, raw: Raw, log: ProblemLog) -> str | None:
        found = phones.read_phone(raw, longest=column.longest, limit=self._known.cell_characters)
        if found.doubt:
            log.add(found.doubt, sheet=row.sheet, line=row.line, column=row.label(column.field))
        return found.text

    def _fen(self, row: SourceRow, column: Column, raw: Raw, log: ProblemLog) -> int | None:
        fen = numbers.read_fen(raw)
        if fen is not None and fen > numbers.PRICE_DOUBTFUL_FEN:
            log.add("price_doubtful", sheet=row.sheet, line=row.line, column=row.label(column.field), value=raw)
        return fen

    def _day(self, row: SourceRow, column: Column, raw: Raw, log: ProblemLog) -> date | None:
        span = days.read_day(raw)
        if span and not span.is_day:
            log.add("day_inferred", sheet=row.sheet, line=row.line, column=row.label(column.field), value=raw, other=span.first)
        return span.first if span else None

    def _town(self, row: SourceRow, column: Column, raw: Raw, log: ProblemLog) -> str | None:
        name = self._line(row, column, raw, log)
        if name is None:
            return None
        towns = self._known.taxonomy.town_by_name
        town = towns.get(name) or towns.get(name.removeprefix("东莞").removeprefix("市"))
        if town:
            return town.name
        meant = next((town.name for town in self._known.taxonomy.towns if name in town.misspellings), None)
        raise Unusable(f"，是否为“{meant}”？" if meant else "，请核对", code="town_unknown")

    def _scenarios(self, row: SourceRow, column: Column, raw: Raw, log: ProblemLog) -> tuple[str, ...]:
        found = []
        for item in text.read_list(raw, longest=column.longest, limit=self._known.cell_characters):
            code = item.upper()
            if code in self._known.taxonomy.scenario_by_code:
                found.append(code)
            else:
                log.add("scenario_unknown", sheet=row.sheet, line=row.line, column=row.label(column.field), value=item)
        return tuple(dict.fromkeys(found))

    def _industries(self, row: SourceRow, column: Column, raw: Raw, log: ProblemLog) -> tuple[str, ...]:
        names = self._list(row, column, raw, log)
        for name in names:
            self._tell_unknown_industry(name, row, column, log)
        return names

    def _industry(self, row: SourceRow, column: Column, raw: Raw, log: ProblemLog) -> str | None:
        name = self._line(row, column, raw, log)
        if name:
            self._tell_unknown_industry(name, row, column, log)
        return name

    def _tell_unknown_industry(self, name: str, row: SourceRow, column: Column, log: ProblemLog) -> None:
        unknown = self._unknown_industries.get(name)
        if unknown is None:
            unknown = self._unknown_industries[name] = bool(resolve_industries(self._known.taxonomy, (name,))[1])
        if unknown:
            log.add("industry_unknown", sheet=row.sheet, line=row.line, column=row.label(column.field), value=name)
