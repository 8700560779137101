"""Orders that stand in the address."""

from web.addresses.list_address import read_narrowed
from web.parts.sorting import sort_heads, sorted_rows

SORTS = {"tens": ("十位", lambda number: number // 10), "ones": ("个位", lambda number: number % 10)}


def test_rows_stand_in_the_order_asked_for_and_equal_ones_as_they_were():
    assert sorted_rows([12, 31, 21, 33], SORTS, "ones") == [33, 12, 31, 21]
    assert sorted_rows([12, 31, 21, 33], SORTS, "-ones") == [31, 21, 12, 33]
    assert sorted_rows([12, 31], SORTS, "hundreds") == [12, 31]


def test_a_head_asks_for_the_other_order_and_keeps_the_rest():
    order = read_narrowed("/x", [("sort", "ones"), ("q", "啤机")], ("sort",))
    tens, ones = sort_heads(SORTS, "sort", order, anchor="list")
    assert (tens.state, ones.state) == ("none", "descending")
    assert ones.href == "/x?q=%E5%95%A4%E6%9C%BA&sort=-ones#list"
    assert tens.href.endswith("sort=tens#list")
    assert sort_heads(SORTS, "sort", read_narrowed("/x", [], ("sort",)), anchor="list", default="tens")[0].state == "descending"
