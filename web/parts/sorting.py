"""Tables that a visitor can sort. The address holds the order: `?sort=cases` puts the most first, `?sort=-cases` the fewest."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from web.addresses.list_address import Narrowed, address

_Row = TypeVar("_Row")


@dataclass(frozen=True, slots=True)
class SortHead:
    """The head of a column. `state` is a value of `aria-sort`: descending, ascending or none. `href`: the address that a click opens.

    A click sorts the column descending. When it is descending already, a click sorts it ascending.
    """

    label: str
    href: str
    state: str


Sorts = Mapping[str, tuple[str, Callable[[_Row], int]]]
"""Column name in the address → (text of the head, function that returns a row's number in this column)."""


def sort_heads(sorts: Sorts[_Row], name: str, order: Narrowed, *, anchor: str, default: str = "") -> tuple[SortHead, ...]:
    """The heads of a sortable table. A click on a head changes only the order; everything else in the address stays.

    Args:
        sorts: the columns that can be sorted.
        name: name of the order in the address, such as `sort`.
        order: what the address asks for now.
        anchor: id of the table, so that the browser returns to it.
        default: the order when the address names none.
    """
    chosen = order.wanted.get(name, default)
    others = [pair for pair in order.pairs if pair[0] != name]
    heads = []
    for column, (label, _) in sorts.items():
        state = {column: "descending", f"-{column}": "ascending"}.get(chosen, "none")
        wanted = f"-{column}" if state == "descending" else column
        heads.append(SortHead(label, f"{address(order.path, [*others, (name, wanted)])}#{anchor}", state))
    return tuple(heads)


def sorted_rows(rows: Iterable[_Row], sorts: Sorts[_Row], chosen: str) -> list[_Row]:
    """The rows in the chosen order. Rows with equal numbers keep their order. When the choice is unknown, all rows keep their order."""
    column = sorts.get(chosen.removeprefix("-"))
    if column is None:
        return list(rows)
    value = column[1]
    return sorted(rows, key=value if chosen.startswith("-") else lambda row: -value(row))
