"""抑制: which published counts are hidden, so that none under five is told and none can be reckoned back from the others.

Counts are published with their sums. Hiding only the small ones would not do: a sum less its visible parts gives the hidden one.
So more are hidden, until no hidden count follows from what is visible, and no sum leaves less than five to the hidden parts together.
"""

from collections.abc import Hashable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from service.domain.exposure import FEWEST_TOLD

Cell = Hashable
Sum = tuple[Cell, tuple[Cell, ...]]
"""(whole, its parts): the counts of the parts add up to that of the whole, and all of them are published."""
_TOLERANCE = 1e-7
_ROUNDS_MOST = 200


def is_small(count: int) -> bool:
    """Whether a count alone would tell of single factories; none at all tells of nobody."""
    return 0 < count < FEWEST_TOLD


def hidden_cells(counts: Mapping[Cell, int], sums: Sequence[Sum]) -> frozenset[Cell]:
    """The cells that are not told. Cost: some milliseconds for a thousand cells and a hundred sums, each round."""
    hidden = {cell for cell, count in counts.items() if is_small(count)}
    for _ in range(_ROUNDS_MOST):
        more = _too_little_hidden(counts, sums, hidden) or _beside(counts, sums, hidden, derivable_cells(sums, hidden))
        if not more:
            return frozenset(hidden)
        hidden |= more
    return frozenset(counts)


def derivable_cells(sums: Sequence[Sum], hidden: set[Cell] | frozenset[Cell]) -> set[Cell]:
    """Hidden cells whose count follows from the visible ones by adding and subtracting.

    Each sum is an equation in the hidden cells. One of them is fixed exactly when its unit vector lies in the row space of the equations.
    """
    unknowns = sorted(hidden, key=repr)
    column = {cell: place for place, cell in enumerate(unknowns)}
    rows = [row for row in (_equation(each, column) for each in sums) if row]
    if not rows:
        return set()
    matrix: npt.NDArray[np.float64] = np.zeros((len(rows), len(unknowns)))
    for place, row in enumerate(rows):
        for cell, sign in row:
            matrix[place, cell] = sign
    values, vectors = np.linalg.eigh(matrix @ matrix.T)
    kept = values > _TOLERANCE
    spread = (vectors[:, kept].T @ matrix) / np.sqrt(values[kept])[:, None]
    leverage = (spread**2).sum(axis=0)
    return {unknowns[place] for place in np.flatnonzero(leverage > 1 - _TOLERANCE)}


def _equation(each: Sum, column: Mapping[Cell, int]) -> list[tuple[int, int]]:
    whole, parts = each
    signed = [(column[part], 1) for part in parts if part in column]
    return signed + ([(column[whole], -1)] if whole in column else [])


def _too_little_hidden(counts: Mapping[Cell, int], sums: Sequence[Sum], hidden: set[Cell]) -> set[Cell]:
    """More cells to hide where a visible whole leaves under five to its hidden parts together, or only one part is hidden."""
    more: set[Cell] = set()
    for whole, parts in sums:
        if whole in hidden:
            continue
        secret = [part for part in parts if part in hidden]
        if secret and (len(secret) == 1 or is_small(sum(counts[part] for part in secret))):
            more |= _smallest(counts, [part for part in parts if part not in hidden]) or {whole}
    return more


def _beside(counts: Mapping[Cell, int], sums: Sequence[Sum], hidden: set[Cell], fixed: set[Cell]) -> set[Cell]:
    """For each cell that could be reckoned, one more cell of one of its sums, the smallest that is visible."""
    more: set[Cell] = set()
    for cell in fixed:
        choices = [
            other for whole, parts in sums if cell == whole or cell in parts for other in (*parts, whole) if other not in hidden | more
        ]
        more |= _smallest(counts, choices)
    return more


def _smallest(counts: Mapping[Cell, int], cells: Sequence[Cell]) -> set[Cell]:
    """The cell with the smallest count that is not 0; a 0 only when there is nothing else."""
    return {min(cells, key=lambda cell: (counts[cell] == 0, counts[cell], repr(cell)))} if cells else set()
