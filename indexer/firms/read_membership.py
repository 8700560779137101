"""One membership of a row: its pool, batch, dates and state. Whatever is not understood grants nothing; the stored word stays."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from indexer.columns import MEMBERSHIP_COLUMNS, POOL, Column, ValueKind
from indexer.problems import ProblemLog
from indexer.records import Raw, SourceRow
from indexer.values.pool_names import PoolNames
from indexer.values.states import EXPIRED
from indexer.values.text import Unusable, read_line, unmarked
from indexer.values.validity import Ending, read_ending
from service.domain.pools import Membership, MembershipState
from service.domain.providers import Told

_ENDING = next(column for column in MEMBERSHIP_COLUMNS if column.kind is ValueKind.ENDING)
_OTHERS = tuple(column for column in MEMBERSHIP_COLUMNS if column is not _ENDING)
_STATE_WORDS = {MembershipState.SUSPENDED: "暂停", MembershipState.WITHDRAWN: "退出"}

ReadValues = Callable[[SourceRow, Iterable[Column], ProblemLog], tuple[dict[str, Any] | None, frozenset[str]]]


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a membership's end was not taken: the code of a warning, told once the database says what that means."""

    code: str
    column: str
    value: Raw = None


@dataclass(frozen=True, slots=True)
class ReadMembership:
    """A membership as told, and the doubt about its end."""

    told: Told[Membership]
    doubt: Doubt | None = None


class MembershipReader:
    """Reads memberships of one file."""

    def __init__(self, pools: PoolNames, today: date, cell_characters: int, read_values: ReadValues) -> None:
        self._pools, self._today, self._cell_characters, self._read_values = pools, today, cell_characters, read_values

    def read(self, row: SourceRow, log: ProblemLog) -> ReadMembership | None:
        """One membership; None when its pool is not known."""
        pool = self._pool(row, log)
        if pool is None:
            return None
        found, unusable = self._read_values(row, _OTHERS, log)
        values = found or {}
        state: MembershipState | None = values.pop("state")
        given = row.given - unusable - {POOL.field, _ENDING.field} - ({"state"} if state is None else set())
        ending, doubt = self._ending(row, values["admitted_on"], state)
        if doubt:
            # 有效 does not outweigh an end that cannot be read; 退出 and 暂停 do.
            waits = state in {None, MembershipState.ACTIVE}
            content = Membership(pool, **values, state=MembershipState.WAITING if waits or state is None else state)
            return ReadMembership(Told(content, given - ({"state"} if waits else set()), frozenset({_ENDING.field})), doubt)
        if ending and ending.state:
            log.add("state_in_end", **_at(row, _ENDING), value=row.values[_ENDING.field], other=_STATE_WORDS[ending.state])
            state, given = ending.state, given | {"state"}
        elif "state" in unusable:
            state = MembershipState.SUSPENDED
        until = ending.until if ending else None
        if self._expired_without_end(row, until):
            log.add("state_without_end", sheet=row.sheet, line=row.line, column=row.label("state"), value=row.values["state"])
            state, given = MembershipState.SUSPENDED, given | {"state"}
        return self._taken(row, Membership(pool, **values, valid_until=until, state=state or MembershipState.ACTIVE), given, ending, log)

    def _taken(self, row: SourceRow, content: Membership, given: frozenset[str], ending: Ending | None, log: ProblemLog) -> ReadMembership:
        doubtful = _ENDING.field in row.given and (ending is None or ending.expired or ending.state is not None)
        if ending and ending.expired:
            log.add("end_expired", **_at(row, _ENDING), value=row.values[_ENDING.field], other=ending.until)
        elif ending and ending.inferred and ending.until:
            log.add("day_inferred", **_at(row, _ENDING), value=row.values[_ENDING.field], other=ending.until)
        given |= {_ENDING.field} if _ENDING.field in row.given and not doubtful else set()
        proposed = content.state is MembershipState.WAITING and "state" not in given
        return ReadMembership(
            Told(content, given - ({"state"} if proposed else set()), frozenset({_ENDING.field} if doubtful else ())),
            Doubt("membership_proposed", row.label("state"), row.values.get("state")) if content.state is MembershipState.WAITING else None,
        )

    def _ending(self, row: SourceRow, admitted_on: date | None, state: MembershipState | None) -> tuple[Ending | None, Doubt | None]:
        raw = row.values.get(_ENDING.field)
        if raw is None:
            return None, None
        column = row.label(_ENDING.field)
        try:
            ending = read_ending(unmarked(raw), admitted_on=admitted_on, today=self._today)
        except Unusable:
            return None, Doubt("end_unreadable", column, raw)
        if ending is None:
            return None, None
        if ending.until and admitted_on and ending.until < admitted_on:
            return None, Doubt("dates_reversed", column, raw)
        if ending.state and state is MembershipState.ACTIVE:
            return None, Doubt("end_unreadable", column, raw)
        return ending, None

    def _expired_without_end(self, row: SourceRow, until: date | None) -> bool:
        """Tell whether 状态 says 已到期 and no day that is past: active without an end would show an expired firm as a member."""
        word = row.values.get("state")
        return isinstance(word, str) and word.strip().lower() in EXPIRED and (until is None or until > self._today - timedelta(days=1))

    def _pool(self, row: SourceRow, log: ProblemLog) -> str | None:
        raw = row.values.get(POOL.field)
        try:
            text = read_line(raw, longest=POOL.longest, limit=self._cell_characters) or ""
        except Unusable:
            log.add("membership_unusable", **_at(row, POOL), value=raw)
            return None
        code = self._pools.code(text)
        if code is None:
            log.add("pool_unknown", **_at(row, POOL), value=text, other=self._pools.told)
        return code


def _at(row: SourceRow, column: Column) -> dict[str, Any]:
    return {"sheet": row.sheet, "line": row.line, "column": row.label(column.field)}
