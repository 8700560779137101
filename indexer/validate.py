"""From the raw values of a row to the values that are stored. What cannot be used is logged at its place."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from indexer import clean
from indexer.clean import Unusable
from indexer.columns import (
    CAPABILITY_COLUMNS,
    CASE_COLUMNS,
    CONTACT_FIELDS,
    MEMBERSHIP_COLUMNS,
    POOL,
    PROFILE_COLUMNS,
    USCC,
    Column,
    ValueKind,
    header_key,
)
from indexer.problems import ProblemLog, has_contact
from indexer.records import Raw, SourceRow
from service.domain import uscc
from service.domain.industries import resolve_industries
from service.domain.pools import Membership, MembershipState, Pool
from service.domain.providers import Capability, ProviderRecord, SuccessCase, UnitContact
from service.domain.taxonomy import Taxonomy

_LISTS = frozenset({ValueKind.LIST, ValueKind.SCENARIOS, ValueKind.INDUSTRIES})
_DAMAGE = frozenset({"uscc_shape", "uscc_damaged"})
_BY_FIELD = {column.field: column for column in MEMBERSHIP_COLUMNS}


@dataclass(frozen=True, slots=True)
class Known:
    """What rows are checked against. `cell_characters` is the longest text of one value."""

    pools: tuple[Pool, ...]
    taxonomy: Taxonomy
    today: date
    cell_characters: int


class RowReader:
    """Reads rows of one file. A method gives None when its row is refused; the reasons are in the log it was given."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._unknown_industries: dict[str, bool] = {}
        self._pools = _pool_names(known.pools)
        self._parsers: Mapping[ValueKind, Callable[[SourceRow, Column, Raw, ProblemLog], Any]] = {
            ValueKind.LINE: self._line,
            ValueKind.TEXT: self._text,
            ValueKind.LIST: self._list,
            ValueKind.DATE: lambda _row, _column, raw, _log: clean.read_date(raw),
            ValueKind.WAN: lambda _row, _column, raw, _log: clean.read_fen(raw),
            ValueKind.COUNT: lambda _row, column, raw, _log: clean.read_count(raw, most=column.most),
            ValueKind.YEAR: lambda _row, _column, raw, _log: clean.read_year(raw, today=known.today),
            ValueKind.STATE: lambda _row, _column, raw, _log: clean.read_state(raw),
            ValueKind.USCC: lambda _row, _column, raw, _log: clean.read_uscc(raw),
            ValueKind.TOWN: self._town,
            ValueKind.SCENARIOS: self._scenarios,
            ValueKind.INDUSTRIES: self._industries,
            ValueKind.INDUSTRY: self._industry,
        }

    def uscc(self, row: SourceRow, log: ProblemLog) -> str | None:
        """The firm a row speaks of."""
        values = self._values(row, (USCC,), log)
        return None if values is None else str(values["uscc"])

    def profile(self, row: SourceRow, log: ProblemLog) -> ProviderRecord | None:
        """A firm without its memberships, capabilities and cases."""
        values = self._values(row, (USCC, *PROFILE_COLUMNS), log)
        if values is None:
            return None
        if not uscc.has_valid_check(values["uscc"]):
            log.add("uscc_check_digit", sheet=row.sheet, line=row.line, column=row.label("uscc"), value=values["uscc"])
        contact = UnitContact(values.pop("contact_name"), values.pop("contact_phone"), values.pop("contact_email"))
        return ProviderRecord(**values, contact=contact, given=row.given - {"uscc"})

    def membership(self, row: SourceRow, log: ProblemLog) -> Membership | None:
        """One membership; None when its pool is not known."""
        column = row.label(POOL.field)
        raw = row.values.get(POOL.field)
        try:
            text = clean.read_line(raw, longest=POOL.longest, limit=self._known.cell_characters)
        except Unusable:
            log.add("membership_unusable", sheet=row.sheet, line=row.line, column=column, value=raw)
            return None
        code = self._pools.get(_pool_key(text or "")) or _spelled_out(self._known.pools, text or "")
        if code is None:
            log.add("pool_unknown", sheet=row.sheet, line=row.line, column=column, value=text or "")
            return None
        values = self._values(row, MEMBERSHIP_COLUMNS, log) or {}
        membership = Membership(code, **{**values, "state": values.get("state") or MembershipState.ACTIVE})
        return self._plausible(membership, row, log)

    def capability(self, row: SourceRow, log: ProblemLog) -> Capability | None:
        """One capability."""
        values = self._values(row, CAPABILITY_COLUMNS, log)
        if values is None:
            return None
        low, high = values["price_min_fen"], values["price_max_fen"]
        if low is not None and high is not None and low > high:
            log.add("prices_reversed", sheet=row.sheet, line=row.line, column=row.label("price_min_fen"))
            values |= {"price_min_fen": None, "price_max_fen": None}
        return Capability(**values)

    def case(self, row: SourceRow, log: ProblemLog) -> SuccessCase | None:
        """One case."""
        values = self._values(row, CASE_COLUMNS, log)
        return None if values is None else SuccessCase(**values)

    def _plausible(self, found: Membership, row: SourceRow, log: ProblemLog) -> Membership:
        admitted, until, state = found.admitted_on, found.valid_until, found.state
        if admitted and until and until < admitted:
            log.add("dates_reversed", sheet=row.sheet, line=row.line, column=row.label("valid_until"), value=until)
            until = None
        word = row.values.get("state")
        if isinstance(word, str) and word.strip().lower() in clean.EXPIRED and (until is None or until >= self._known.today):
            # Active without an end would show an expired firm as a member.
            log.add("state_without_end", sheet=row.sheet, line=row.line, column=row.label("state"), value=word)
            state = MembershipState.SUSPENDED
        return Membership(found.pool, found.category, found.batch, found.document_no, admitted, until, state)

    def _values(self, row: SourceRow, columns: Iterable[Column], log: ProblemLog) -> dict[str, Any] | None:
        values: dict[str, Any] = {}
        refused = False
        for column in columns:
            empty: tuple[str, ...] | None = () if column.kind in _LISTS else None
            raw = row.values.get(column.field)
            try:
                value = empty if raw is None else self._parsers[column.kind](row, column, raw, log)
            except Unusable as found:
                self._log_unusable(found, row, column, log)
                refused = refused or column.required
                value = empty
            else:
                if column.required and not value:
                    log.add("required_missing", sheet=row.sheet, line=row.line, column=row.label(column.field))
                    refused = True
            values[column.field] = value
        return None if refused else values

    @staticmethod
    def _log_unusable(found: Unusable, row: SourceRow, column: Column, log: ProblemLog) -> None:
        code, other = found.code, found.reason
        if column.required and code not in _DAMAGE:
            code, other = "required_unusable", f"超过 {other} 字" if code == "text_too_long" else other
        shown = None if column.field in CONTACT_FIELDS else row.values.get(column.field)
        log.add(code, sheet=row.sheet, line=row.line, column=row.label(column.field), value=shown, other=other)

    def _line(self, _row: SourceRow, column: Column, raw: Raw, _log: ProblemLog) -> str | None:
        return clean.read_line(raw, longest=column.longest, limit=self._known.cell_characters)

    def _text(self, row: SourceRow, column: Column, raw: Raw, log: ProblemLog) -> str | None:
        text = clean.read_text(raw, longest=column.longest, limit=self._known.cell_characters)
        if text and has_contact(text):
            log.add("contact_in_text", sheet=row.sheet, line=row.line, column=row.label(column.field))
        return text

    def _list(self, _row: SourceRow, column: Column, raw: Raw, _log: ProblemLog) -> tuple[str, ...]:
        return clean.read_list(raw, longest=column.longest, limit=self._known.cell_characters)

    def _town(self, row: SourceRow, column: Column, raw: Raw, log: ProblemLog) -> str | None:
        text = self._line(row, column, raw, log)
        if text is None:
            return None
        towns = self._known.taxonomy.town_by_name
        town = towns.get(text) or towns.get(text.removeprefix("东莞").removeprefix("市"))
        if town:
            return town.name
        meant = next((town.name for town in self._known.taxonomy.towns if text in town.misspellings), None)
        raise Unusable(f"，是否为“{meant}”？" if meant else "，请核对", code="town_unknown")

    def _scenarios(self, row: SourceRow, column: Column, raw: Raw, log: ProblemLog) -> tuple[str, ...]:
        codes = []
        for item in clean.read_list(raw, longest=column.longest, limit=self._known.cell_characters):
            code = item.upper()
            if code in self._known.taxonomy.scenario_by_code:
                codes.append(code)
            else:
                log.add("scenario_unknown", sheet=row.sheet, line=row.line, column=row.label(column.field), value=item)
        return tuple(dict.fromkeys(codes))

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


def _pool_names(pools: tuple[Pool, ...]) -> dict[str, str]:
    """Every way to name a pool → its code. What two pools share names none."""
    named: dict[str, str | None] = {}
    for pool in pools:
        words = {pool.code, pool.name, pool.short_name, f"{pool.short_name}资源池", f"{pool.short_name}池"}
        for key in {_pool_key(word) for word in words}:
            named[key] = None if key in named else pool.code
    return {key: code for key, code in named.items() if code}


def _spelled_out(pools: tuple[Pool, ...], text: str) -> str | None:
    """The one pool that a full name such as 东莞市…资源池（市级） or 广东省…资源池 means."""
    key = _pool_key(text)
    found = [
        pool.code
        for pool in pools
        if "资源池" in key and key.endswith(("资源池" + _pool_key(pool.short_name), _pool_key(pool.name).replace("级", "", 1)))
    ]
    return found[0] if len(found) == 1 else None


def _pool_key(text: str) -> str:
    return header_key(text).replace("(", "").replace(")", "")
