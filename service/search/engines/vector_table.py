"""Passage vectors in memory, and an exact search for those nearest to a wish. From 20,000 rows on a rough pass comes first.

Reading 100,000 × 384 numbers takes 13 ms on one core, whatever is computed with them. So a large table keeps a second, shorter copy:
each vector along the table's own 160 principal axes. The rough pass reads this copy and keeps twelve times as many rows as are
wanted. Only these rows are compared exactly (docs/decisions/0016-rough-pass-in-large-pools.md). NumPy only.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

ROUGH_FROM = 20_000
"""From this many rows on the rough pass saves time."""
_AXES = 160
_KEPT_FOR_ONE = 12
_SAMPLE = 4_096
_FIRST_ROWS = 4_096

Vectors = NDArray[np.float32]


@dataclass(frozen=True)
class VectorView:
    """The first `count` rows of a table. Later appends never change them.

    Shape: `matrix` (≥ count, dimensions); `axes` (dimensions, 160) and `short` (≥ count, 160), or None in a small table.
    """

    matrix: Vectors
    count: int
    axes: Vectors | None = None
    short: Vectors | None = None

    def nearest(self, vector: Vectors, allowed: NDArray[np.bool_], limit: int) -> tuple[NDArray[np.int64], Vectors]:
        """(rows, cosines) of the `limit` largest cosines among the allowed rows, best first. Equal cosines are ordered by row.

        Shape: `vector` (dimensions,), of length 1 as the rows are; `allowed` (count,).
        """
        if self.axes is None or self.short is None:
            cosines = self.matrix[: self.count] @ vector
            rows = _largest(cosines, allowed, limit)
            return _ordered(rows, cosines[rows], limit)
        rough = self.short[: self.count] @ (vector @ self.axes)
        rows = _largest(rough, allowed, limit * _KEPT_FOR_ONE)
        return _ordered(rows, self.matrix[rows] @ vector, limit)


class VectorTable:
    """Append-only rows. One writer at a time; views may be used meanwhile.

    Args:
        dimensions: gives the length of a vector; called when the first row comes.
        rough_from: from this many rows on views make a rough pass.
    """

    def __init__(self, dimensions: Callable[[], int], *, rough_from: int = ROUGH_FROM) -> None:
        self._dimensions = dimensions
        self._rough_from = rough_from
        self._matrix: Vectors = np.zeros((0, 0), np.float32)
        self._count = 0
        self._axes: Vectors | None = None
        self._short: Vectors = np.zeros((0, _AXES), np.float32)
        self._shortened = 0

    def append(self, vector: Vectors | None) -> int:
        """Add one row and return its number. A passage without a vector gets zeros."""
        row = self._count
        if row == 0:
            self._matrix = np.zeros((_FIRST_ROWS, self._dimensions()), np.float32)
        elif row == len(self._matrix):
            self._matrix = _doubled(self._matrix)
        if vector is not None:
            self._matrix[row] = vector
        self._count += 1
        return row

    def view(self) -> VectorView:
        """Everything appended so far. Cost: 0.1 s when the table becomes large, then only the new rows."""
        if self._count < self._rough_from or self._matrix.shape[1] <= _AXES:
            return VectorView(self._matrix, self._count)
        if self._axes is None:
            self._axes = _principal_axes(self._matrix[: self._count])
        if len(self._short) < self._count:
            grown = np.zeros((len(self._matrix), _AXES), np.float32)
            grown[: self._shortened] = self._short[: self._shortened]
            self._short = grown
        fresh = slice(self._shortened, self._count)
        self._short[fresh] = self._matrix[fresh] @ self._axes
        self._shortened = self._count
        return VectorView(self._matrix, self._count, self._axes, self._short)


def _principal_axes(matrix: Vectors) -> Vectors:
    """The directions in which a sample of the rows differs most. Shape: (dimensions, 160)."""
    sample = matrix[np.linspace(0, len(matrix) - 1, _SAMPLE).astype(int)]
    _, directions = np.linalg.eigh(sample.T @ sample)
    return np.ascontiguousarray(directions[:, ::-1][:, :_AXES])


def _doubled(matrix: Vectors) -> Vectors:
    return np.concatenate([matrix, np.zeros_like(matrix)])


def _largest(scores: Vectors, allowed: NDArray[np.bool_], limit: int) -> NDArray[np.int64]:
    """Allowed rows of the largest scores, in no order."""
    # Take out the allowed rows, instead of masking the others with -inf: partitioning many equal values takes ten times as long.
    rows = np.flatnonzero(allowed)
    if len(rows) <= limit:
        return rows
    return rows[np.argpartition(scores[rows], len(rows) - limit)[-limit:]]


def _ordered(rows: NDArray[np.int64], cosines: Vectors, limit: int) -> tuple[NDArray[np.int64], Vectors]:
    order = np.lexsort((rows, -cosines))[:limit]
    return rows[order], cosines[order]
