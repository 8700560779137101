"""Tables whose order stands in the address: `?sort=cases` the most first, `?sort=-cases` the fewest first."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from web.addresses.list_address import Narrowed, address

_Row = TypeVar("_Row")


@dataclass(frozen=True, slots=True)
class SortHead:
    """The head of a column. `state`: descending, ascending or none, as `aria-sort` calls it; `href` asks for the other order."""

    label: str
    href: str
    state: str


Sorts = Mapping[str, tuple[str, Callable[[_Row], int]]]
"""Column name in the address → (head, what a row has there)."""


def sort_heads(sorts: Sorts[_Row], name: str, order: Narrowed, *, anchor: str, default: str = "") -> tuple[SortHead, ...]:
    """The heads of a table that is ordered by the condition `name` of the address; other conditions stay."""
    chosen = order.wanted.get(name, default)
    others = [pair for pair in order.pairs if pair[0] != name]
    heads = []
    for column, (label, _) in sorts.items():
        state = {column: "descending", f"-{column}": "ascending"}.get(chosen, "none")
        wanted = f"-{column}" if state == "descending" else column
        heads.append(SortHead(label, f"{address(order.path, [*others, (name, wanted)])}#{anchor}", state))
    return tuple(heads)


def sorted_rows(rows: Iterable[_Row], sorts: Sorts[_Row], chosen: str) -> list[_Row]:
    """The rows in the chosen order, equal ones as they stood; as they stood when the choice is unknown."""
    column = sorts.get(chosen.removeprefix("-"))
    if column is None:
        return list(rows)
    value = column[1]
    return sorted(rows, key=value if chosen.startswith("-") else lambda row: -value(row))
