"""Open needs of clusters: under five are not told, nor what one cluster leaves of another."""

from service.domain.clusters import open_needs_told
from service.domain.taxonomy import Cluster

CITY = Cluster("furniture", "家具", ("furniture",), (), None)
EAST, WEST = (Cluster(code, code, ("furniture",), (code,), None) for code in ("t1", "t2"))


def told(**towns: int) -> dict[str, int | None]:
    return open_needs_told([CITY, EAST, WEST], {("furniture", town): count for town, count in towns.items()})


def test_enough_is_told_and_little_is_not() -> None:
    assert told(t1=9, t2=8, t3=7) == {"furniture": 24, "t1": 9, "t2": 8}
    assert told(t1=3)["t1"] is None
    assert told() == {"furniture": 0, "t1": 0, "t2": 0}


def test_what_is_left_of_the_city_is_hidden_too() -> None:
    """24 less 9 less 13 would tell of two factories elsewhere."""
    found = told(t1=9, t2=13, t3=2)
    assert found["furniture"] is None or None in (found["t1"], found["t2"])
    whole = told(t1=30, t2=3, t3=40)
    assert whole["t2"] is None


def test_clusters_of_the_same_factories_are_told_alike() -> None:
    twins = [EAST, Cluster("again", "again", ("furniture",), ("t1",), None)]
    assert set(open_needs_told(twins, {("furniture", "t1"): 3}).values()) == {None}
    assert set(open_needs_told(twins, {("furniture", "t1"): 8}).values()) == {8}
