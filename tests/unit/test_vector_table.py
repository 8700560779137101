"""The nearest vectors: exact in a small table, nearly so with the rough pass, and a view never changes."""

import numpy as np
import pytest
from numpy.typing import NDArray

from service.search.engines.vector_table import VectorTable

DIMENSIONS = 384
RANDOM = np.random.default_rng(7)
CENTRES = RANDOM.normal(size=(50, DIMENSIONS))


def drawn(number: int) -> NDArray[np.float32]:
    """Vectors of length 1 around fifty centres, as texts about fifty things are."""
    vectors = CENTRES[RANDOM.integers(len(CENTRES), size=number)] + 0.8 * RANDOM.normal(size=(number, DIMENSIONS))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


ROWS, WISHES = drawn(6_000), drawn(20)


def table(*, rough_from: int, rows: NDArray[np.float32] = ROWS) -> VectorTable:
    filled = VectorTable(lambda: DIMENSIONS, rough_from=rough_from)
    for row in rows:
        filled.append(row)
    return filled


def everything(rows: NDArray[np.float32] = ROWS) -> NDArray[np.bool_]:
    return np.ones(len(rows), bool)


def exact(wish: NDArray[np.float32], allowed: NDArray[np.bool_], limit: int) -> list[int]:
    cosines = np.where(allowed, ROWS @ wish, -np.inf)
    return [row for row in np.argsort(-cosines, kind="stable")[:limit].tolist() if allowed[row]]


@pytest.mark.parametrize("limit", [1, 50, 7_000])
def test_a_small_table_is_searched_exactly(limit: int) -> None:
    view = table(rough_from=20_000).view()
    for wish in WISHES:
        rows, cosines = view.nearest(wish, everything(), limit)
        assert rows.tolist() == exact(wish, everything(), limit)
        np.testing.assert_allclose(cosines, ROWS[rows] @ wish, atol=1e-6)


def test_the_rough_pass_finds_nearly_all_and_compares_them_exactly() -> None:
    view = table(rough_from=1_000).view()
    assert view.axes is not None
    shared = 0
    for wish in WISHES:
        rows, cosines = view.nearest(wish, everything(), 100)
        np.testing.assert_allclose(cosines, ROWS[rows] @ wish, atol=1e-6)
        assert (np.diff(cosines) <= 0).all()
        shared += len(set(rows.tolist()) & set(exact(wish, everything(), 100)))
    assert shared / (100 * len(WISHES)) >= 0.98


@pytest.mark.parametrize("rough_from", [1_000, 20_000])
def test_only_allowed_rows_are_found(rough_from: int) -> None:
    allowed = np.zeros(len(ROWS), bool)
    view = table(rough_from=rough_from).view()
    assert view.nearest(WISHES[0], allowed, 10)[0].tolist() == []
    allowed[[5, 17, 4_000]] = True
    assert view.nearest(WISHES[0], allowed, 10)[0].tolist() == exact(WISHES[0], allowed, 10)


def test_a_view_stays_as_it_was_and_the_next_one_has_the_new_rows() -> None:
    filled = table(rough_from=1_000)
    before = filled.view()
    first = before.nearest(WISHES[0], everything(), 5)[0].tolist()
    number = filled.append(WISHES[0])
    for row in drawn(3_000):
        filled.append(row)
    assert before.nearest(WISHES[0], everything(), 5)[0].tolist() == first
    after = filled.view()
    assert after.count == 9_001
    assert after.nearest(WISHES[0], np.ones(9_001, bool), 5)[0][0] == number == 6_000


def test_a_passage_without_a_vector_is_a_row_that_is_near_to_nothing() -> None:
    filled = VectorTable(lambda: 3)
    filled.append(None)
    filled.append(np.array([0, 1, 0], np.float32))
    rows, cosines = filled.view().nearest(np.array([0, 1, 0], np.float32), np.ones(2, bool), 2)
    assert (rows.tolist(), cosines.tolist()) == ([1, 0], [1.0, 0.0])
