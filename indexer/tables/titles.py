"""What stands around a table: its title, the sheet's name, lines between the rows. They may name pool and batch, or say that firms left."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from indexer.columns import MEMBERSHIP_COLUMNS, POOL
from indexer.records import Raw, SheetRow
from indexer.tables.asides import begins_section
from indexer.values.pool_names import PoolNames, TitleWords

_BATCH = next(column.field for column in MEMBERSHIP_COLUMNS if column.field == "batch")
_LAPSED = ("到期", "过期", "失效", "往期", "历史")


@dataclass(frozen=True, slots=True)
class Context:
    """What holds for the rows below a title, unless a column says it.

    `pool`: code. `proposed`: a word such as 拟入池: nothing is granted yet. `leaving`: a word such as 退出: nothing may be granted by
    these rows. `line`: where it stands, None for a sheet's name.
    """

    pool: str | None = None
    batch: str | None = None
    proposed: str | None = None
    leaving: str | None = None
    line: int | None = None

    @property
    def lapsed(self) -> str | None:
        """A state for rows below 到期 or 往期 that a column of ends allows: such a row may only grant what is past."""
        return "已到期" if self.leaving in _LAPSED else None

    def values(self) -> dict[str, Raw]:
        """The values of a membership that follow from it."""
        found: dict[str, Raw] = {POOL.field: self.pool, _BATCH: self.batch}
        return {name: value for name, value in found.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Reads titles against the registered pools. `ordered`: the pool that the command names for lists without one."""

    names: PoolNames
    ordered: str | None = None

    def of_titles(self, sheet: str | None, titles: Sequence[SheetRow]) -> Context:
        """What the lines above the header and the sheet's name say together; two pools say nothing."""
        said = [(None, self.names.in_title(sheet or ""))] + [
            (row.line, self.names.in_title(raw)) for row in titles for _, raw in row.cells if isinstance(raw, str)
        ]
        pools = {words.pool for _, words in said if words.pool}
        pool = pools.pop() if len(pools) == 1 else None
        return Context(
            pool=self.ordered or pool,
            batch=next((words.batch for _, words in said if words.batch), None),
            proposed=next((words.proposed for _, words in said if words.proposed), None),
            leaving=next((words.leaving for _, words in said if words.leaving), None),
            line=next((line for line, words in said if words.leaving or words.proposed), None),
        )

    def contradicts(self, sheet: str | None, titles: Sequence[SheetRow]) -> str | None:
        """The pool of the title, when the command names another one."""
        own = replace(self, ordered=None).of_titles(sheet, titles).pool
        return own if own and self.ordered and own != self.ordered else None

    def of_section(self, context: Context, row: SheetRow) -> Context:
        """What a line between the rows changes: 二、省级资源池（18家）, 三、已退出企业."""
        words = next((self.names.in_title(raw) for _, raw in row.cells if isinstance(raw, str)), TitleWords())
        pool = words.pool if words.pool and self.ordered is None else context.pool
        begins = begins_section(row) or words.pool or words.batch or words.leaving or words.proposed
        return replace(
            context,
            pool=pool,
            batch=words.batch or context.batch,
            proposed=words.proposed or context.proposed,
            leaving=words.leaving if begins else context.leaving,
            line=row.line if begins else context.line,
        )


def still_leaving(context: Context, columns: frozenset[str]) -> bool:
    """Tell whether the rows may grant nothing: a title says they left, and no column says how each of them stands."""
    if context.leaving is None or "state" in columns:
        return False
    return not (context.leaving in _LAPSED and "valid_until" in columns)


def proposed_state() -> str:
    """The state of a membership that is only proposed."""
    return "拟入池"
