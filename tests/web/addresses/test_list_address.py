"""What a list's address asks for."""

from hypothesis import given
from hypothesis import strategies as st

from web.addresses.list_address import VALUE_MOST_CHARACTERS, read_narrowed


def test_an_address_is_read_and_written_back():
    narrowed = read_narrowed(
        "/providers", [("q", " 屿栈 "), ("town", "441900129"), ("pool", ""), ("x", "1"), ("page", "3")], ("pool", "town")
    )
    assert (narrowed.text, narrowed.wanted, narrowed.page) == ("屿栈", {"town": "441900129"}, 3)
    assert narrowed.active == 2
    assert narrowed.without("town") == "/providers?q=%E5%B1%BF%E6%A0%88"
    assert read_narrowed("/providers", [("town", "x")], ("town",)).without("town") == "/providers"


@given(st.lists(st.tuples(st.sampled_from(["q", "pool", "town", "page", "other"]), st.text(max_size=200)), max_size=12))
def test_any_address_can_be_read(pairs):
    names = ("pool", "town")
    narrowed = read_narrowed("/x", pairs, names)
    assert narrowed.page >= 1
    assert set(narrowed.wanted) <= set(names)
    for value in (narrowed.text, *narrowed.wanted.values()):
        assert len(value) <= VALUE_MOST_CHARACTERS
        assert "\n" not in value
    # What is written back reads the same.
    again = read_narrowed("/x", narrowed.pairs, names)
    assert (again.text, again.wanted) == (narrowed.text, narrowed.wanted)
