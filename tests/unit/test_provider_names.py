"""Firms by what people call them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.search.provider_names import NameIndex, within_one

OURS = ("东莞市屿栈数据科技有限公司", "屿栈数据", "东莞市屿栈注塑自动化有限公司", "91441900DEM000022L")
PAIRS = (
    *((name, "prv_1") for name in OURS),
    ("广东砺岑视觉技术股份有限公司", "prv_2"),
    ("砺岑视觉", "prv_2"),
    ("东莞市屿桥数据科技有限公司", "prv_3"),
    ("楠舟", "prv_4"),
)
WRONG = ("屿站数据", "东莞市屿栈数椐科技有限公司", "东莞屿栈数据科技有限公司", "91441900DEM0000221", "屿栈注塑自动")


def ids(text: str) -> list[tuple[str, bool]]:
    return [(hit.provider_id, hit.exact) for hit in NameIndex(PAIRS).called(text)]


@pytest.mark.parametrize(
    "text", [*OURS, "屿栈数据科技", " 屿栈 数据 ", "東莞市嶼棧數據科技有限公司", "屿栈注塑自动化", "91441900dem000022l"]
)
def test_any_of_its_names_is_the_firm(text):
    assert ids(text) == [("prv_1", True)]


@pytest.mark.parametrize("text", WRONG)
def test_one_wrong_missing_or_additional_character_is_still_the_firm(text):
    assert {provider_id for provider_id, _ in ids(text)} == {"prv_1"}


def test_between_two_firms_nobody_chooses():
    assert ids("东莞市屿X数据科技有限公司") == [("prv_1", False), ("prv_3", False)]


@pytest.mark.parametrize("text", ["", "楠州", "数据", "屿站数椐", "注塑机停机没人知道", "？"])
def test_a_short_name_or_two_wrong_characters_is_nobody(text):
    assert ids(text) == []


def test_a_name_inside_a_sentence():
    index = NameIndex(PAIRS)
    assert set(index.in_text("想问下屿栈数据做不做压铸")) == {"prv_1"}
    assert index.in_text("楠舟做不做") == {}


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("屿站数据的看板要不要配服务器", "屿站数据"),  # typed by sound
        ("想问下丽岑视觉贵唔贵", "丽岑视觉"),
        ("屿栈注来讲过两轮", "屿栈注"),  # as much of the name as stands there
        ("除咗砺岑仲有边间做视觉", "砺岑"),
        ("别跟我提砺岑，要看别家", "砺岑"),
    ],
)
def test_a_name_in_a_sentence_by_sound_or_cut_short(text, word):
    pairs = [("东莞市屿栈注塑自动化有限公司", "prv_1"), ("屿栈数据", "prv_1"), ("广东砺岑视觉技术有限公司", "prv_2"), ("砺岑视觉", "prv_2")]
    assert list(NameIndex(pairs).in_text(text, lambda _: False).values()) == [word]


@pytest.mark.parametrize("text", ["宇宙数据平台", "立体视觉谁能做", "数据"])
def test_what_only_nearly_sounds_so_names_nobody(text):
    assert NameIndex(PAIRS).in_text(text, lambda _: False) == {}


@given(st.text("屿栈数据科技abc", min_size=4, max_size=8), st.integers(0, 8), st.sampled_from("屿栈数据xyz"), st.sampled_from("idr"))
def test_every_single_mistake_is_found(name, place, character, kind):
    place %= len(name)
    wrong = {
        "i": name[:place] + character + name[place:],
        "d": name[:place] + name[place + 1 :],
        "r": name[:place] + character + name[place + 1 :],
    }[kind]
    assert within_one(name, wrong)
    assert within_one(wrong, name)
    if len(wrong) >= 4:
        assert [hit.provider_id for hit in NameIndex([(name, "prv_1")]).called(wrong)] == ["prv_1"]


@given(st.text("ab", max_size=6), st.text("ab", max_size=6))
def test_within_one_is_an_edit_distance(one, other):
    def distance(a: str, b: str) -> int:
        if not a or not b:
            return len(a) + len(b)
        return min(distance(a[1:], b) + 1, distance(a, b[1:]) + 1, distance(a[1:], b[1:]) + (a[0] != b[0]))

    assert within_one(one, other) == (distance(one, other) <= 1)


def test_a_name_cut_short_where_a_part_begins():
    index = NameIndex([("东莞市晷筹智造科技有限公司", "prv_1"), ("云海数据", "prv_2"), ("云海网络", "prv_3")])
    assert index.in_text("晷筹", lambda _: False) == {"prv_1": "晷筹"}
    assert index.in_text("想找晷筹报个价", lambda _: False) == {"prv_1": "晷筹"}
    assert index.in_text("日晷筹备组", lambda _: False) == {}, "inside a sentence it is no name"
    assert index.in_text("晷筹", lambda _: True) == {}, "a word of the dictionary is no name"
    assert index.in_text("云海", lambda _: False) == {}, "two firms begin so"
