"""The address of a result page says everything, and reading it back gives the same."""

from urllib.parse import parse_qsl, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from web.addresses.search_address import COMPARED_MOST, SHOWN_MOST, Asked, read_asked, reworded, with_additions

_words = st.text(
    st.characters(min_codepoint=33, max_codepoint=0x9FFF, exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp", "Cf", "Cn")),
    min_size=1,
    max_size=20,
)


@given(
    text=_words,
    chosen=st.lists(_words, max_size=5, unique=True),
    dropped=st.lists(_words, max_size=5, unique=True),
    compared=st.lists(_words, max_size=COMPARED_MOST, unique=True),
    town=st.none() | _words,
    shown=st.sampled_from([10, 20, 50]),
)
def test_reading_an_address_gives_what_wrote_it(*, text, chosen, dropped, compared, town, shown):
    narrowed = (("town", town),) if town else ()
    asked = Asked(text, tuple(chosen), tuple(dropped), narrowed, tuple(compared), shown)
    assert read_asked(parse_qsl(urlsplit(asked.href).query)) == asked


@given(st.lists(st.tuples(st.sampled_from(["q", "s", "drop", "c", "n", "price", "town", "x"]), st.text(max_size=200)), max_size=80))
def test_any_address_can_be_read_and_stays_small(pairs):
    asked = read_asked(pairs)
    assert len(asked.compared) <= COMPARED_MOST
    assert len(asked.chosen) <= 24
    assert 10 <= asked.shown <= SHOWN_MOST
    asked.filters()


def test_steps_keep_the_rest_of_the_address():
    asked = read_asked([("q", "停机没人知道"), ("industry", "plastics"), ("c", "prv_a"), ("n", "30")])
    assert asked.narrowing("town", "441900119").narrowed == (("industry", "plastics"), ("town", "441900119"))
    assert asked.narrowing("industry", None).narrowed == ()
    assert asked.narrowing("town", "441900119").shown == 10, "another list starts at its beginning"
    assert asked.comparing("prv_b").compared == ("prv_a", "prv_b")
    assert asked.comparing("prv_a").compared == ()
    assert asked.comparing("prv_b").shown == 30, "putting one aside does not shorten the list"
    assert asked.showing_more().shown == 40
    assert asked.saying("别的事").compared == ()


def test_no_more_than_four_are_compared():
    asked = Asked("停机", compared=("a", "b", "c", "d"))
    assert asked.comparing("e").compared == ("a", "b", "c", "d")


def test_a_price_is_a_filter_in_fen_and_nonsense_is_none():
    assert Asked("停机", narrowed=(("price", "20"),)).filters().price_max_fen == 20_000_000
    assert Asked("停机", narrowed=(("price", "-5"),)).filters().price_max_fen is None
    assert Asked("停机", narrowed=(("price", "²"),)).filters().price_max_fen is None


def test_words_are_replaced_where_they_stand():
    assert reworded("MES 车间停机", "mes", "报工") == "报工 车间停机"
    assert reworded("车间停机", "注塑", "五金") == "车间停机，五金"
    assert with_additions("车间停机。", ["厂在长安镇", "", " "]) == "车间停机，厂在长安镇"
    assert with_additions("车间停机。", [""]) == "车间停机。"
