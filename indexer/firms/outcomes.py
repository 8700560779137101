"""What only the database can tell of a load: what it removes, keeps or renames, as problems at the firms' places."""

from collections.abc import Mapping

from indexer.columns import CAPABILITY_COLUMNS, CASE_COLUMNS, MEMBERSHIP_COLUMNS, PROFILE_COLUMNS
from indexer.firms.collected import Assembled
from indexer.firms.read_membership import Doubt
from indexer.problems import ProblemLog
from service.domain.imports import ImportedFirm
from service.domain.loading_notes import Note, NoteKind
from service.domain.pools import Pool
from service.flows.profiles.load_pool import FirmOutcome, LoadSummary

_LABELS = {
    "capabilities": "服务能力", "cases": "案例", "memberships": "入池资格",
    **{column.field: column.header for column in (*CASE_COLUMNS, *CAPABILITY_COLUMNS, *MEMBERSHIP_COLUMNS, *PROFILE_COLUMNS)},
}  # fmt: skip
_STATES = {"suspended": "暂停", "withdrawn": "退出", "waiting": "待核实"}
_OF_LISTS = {
    NoteKind.REMOVED: "row_removed",
    NoteKind.KEPT_LIST: "list_kept",
    NoteKind.CONFIRMED_KEPT: "confirmed_left_out",
    NoteKind.CONFIRMED_GONE: "confirmed_gone",
}
_WAITS = "先登记、不公开"


def tell_outcomes(summary: LoadSummary, assembled: Assembled, pools: tuple[Pool, ...], log: ProblemLog) -> None:
    """Log what became of each firm beside its change, and the members that the file misses."""
    names = {pool.code: pool.short_name for pool in pools}
    for outcome in summary.outcomes:
        _Teller(outcome, assembled, names, log).tell()
    for member in summary.missed:
        edition = f"{names.get(member.pool, member.pool)}{member.batch or '（未标批次）'}"
        log.add("member_missed", value=f"{member.name} {member.uscc}", other=edition)


def imported_firms(summary: LoadSummary) -> tuple[ImportedFirm, ...]:
    """The firms that the file adds or changes, with the names of what changes."""
    return tuple(
        ImportedFirm(each.name, each.uscc, each.change, tuple(_LABELS.get(field, field) for field in each.fields))
        for each in summary.outcomes
        if each.change != "same"
    )


class _Teller:
    """Tells of one firm."""

    def __init__(self, outcome: FirmOutcome, assembled: Assembled, pools: Mapping[str, str], log: ProblemLog) -> None:
        self._outcome, self._pools, self._log = outcome, pools, log
        self._assembled = assembled
        self._doubts = {pool: doubt for (uscc, pool), doubt in assembled.doubts.items() if uscc == outcome.uscc} if assembled.doubts else {}

    def tell(self) -> None:
        outcome = self._outcome
        doubted: set[str] = set()
        for note in outcome.notes:
            if note.kind in {NoteKind.WAITING, NoteKind.KEPT_END} and note.pool in self._doubts:
                doubted.add(note.pool)
            self._tell_note(note)
        for pool in self._doubts.keys() - doubted:
            # Neither kept nor waiting: the row says itself that the firm left or is suspended, or the stored one never ended.
            self._tell_doubt(pool, "库中原有的有效期保留")
        if not outcome.has_capability:
            self._add("no_capability", value=outcome.uscc)
        for pool in outcome.kept_pools:
            self._add("membership_kept", value=self._pools.get(pool, pool))

    def _tell_note(self, note: Note) -> None:
        label, pool = _LABELS.get(note.field, note.field), self._pools.get(note.pool, note.pool)
        if note.kind is NoteKind.WAITING:
            self._tell_doubt(note.pool, _WAITS)
        elif note.kind is NoteKind.KEPT_END and note.pool in self._doubts:
            self._tell_doubt(note.pool, f"库中原有的有效期至 {note.value} 保留")
        elif note.kind is NoteKind.KEPT_END:
            self._add("end_kept", column=label, value=note.value)
        elif note.kind is NoteKind.KEPT_STATE:
            self._add("state_kept", column=label, value=_STATES[note.value], other=pool)
        elif note.kind is NoteKind.KEPT_AGAINST:
            self._add("stored_value_kept", column=label, value=note.value)
        elif note.kind is NoteKind.CLEARED:
            self._add("stored_value_cleared", column=label)
        elif note.kind is NoteKind.CONFIRMED:
            self._tell_clash(note, label, pool)
        elif note.kind in _OF_LISTS:
            self._add(_OF_LISTS[note.kind], value=note.value, other=label)
        elif note.kind is NoteKind.EMPTIED:
            self._add("stored_value_emptied", column=label, other=f"（{note.value[:40]}）" if note.value else "")
        else:
            self._add("firm_renamed", value=note.value)

    def _tell_clash(self, note: Note, label: str, pool: str) -> None:
        """A field with what the file says of it; a capability, a case or a membership by its name."""
        named = pool or (note.value if note.field in {"capabilities", "cases"} else "")
        said = f"（{note.value[:40]}）" if note.value and not named else ""
        self._add("confirmed_against", column=label, value=said, other=f"“{named}”" if named else "")

    def _tell_doubt(self, pool: str, consequence: str) -> None:
        place, doubt = self._doubts.get(pool) or (self._assembled.place(self._outcome.uscc), Doubt("membership_proposed", "", None))
        if doubt.code == "membership_proposed":
            name = self._pools.get(pool, pool)
            self._log.add(doubt.code, sheet=place.sheet, line=place.line, column=consequence, value=doubt.value or "待核实", other=name)
        else:
            self._log.add(doubt.code, sheet=place.sheet, line=place.line, column=doubt.column, value=doubt.value, other=consequence)

    def _add(self, code: str, *, column: str | None = None, value: object = None, other: object = "") -> None:
        place = self._assembled.place(self._outcome.uscc)
        self._log.add(code, sheet=place.sheet, line=place.line, column=column, value=value, other=other)
