"""What must hold of reading for any text at all."""

from dataclasses import replace
from itertools import permutations
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.reading import NeedText
from service.search.reading import NeedReader, chunks, wanted_text

SENTENCES = [
    "已有金蝶，不想换ERP", "想加个车间报工扫码", "三十几台啤机晚班开没开看不到", "预算10万以内", "三个月内上线", "我们厂120人",
    "在长安", "毛织厂", "要不要上MES", "不要推软件", "电话13800138000", "SPC那些先不急", "mold life 不准", "自动排缠", "用友U8已经在用",
    "今年想评甲级", "机器20台", "做公仔的", "😀", "<script>alert(1)</script>", "' OR 1=1 --",
]  # fmt: skip
PIECES = st.lists(
    st.sampled_from([*SENTENCES, "，", "。", " ", "\n", "\x00", "\ud800", "\u200b", "Ａ", "薴"]) | st.text(max_size=8), max_size=8
)
ANY_NEED = PIECES.map("".join) | st.text(st.characters(), max_size=120)


@given(text=ANY_NEED)
def test_reading_never_fails_and_reading_its_own_text_again_gives_the_same(reader: NeedReader, text: str) -> None:
    need = reader.read(text)
    assert reader.read(need.original) == replace(need, personal_removed=0)


@given(text=ANY_NEED)
def test_what_was_read_stands_in_the_text(reader: NeedReader, text: str) -> None:
    need = reader.read(text)
    need.original.encode("utf-8")
    for mention in (*need.industries, *need.processes, *need.brands, *need.owned, *need.refused):
        assert mention.text in need.folded
    for limit in need.limits:
        assert limit.text in need.folded


@given(text=ANY_NEED)
def test_something_is_always_searched_for(reader: NeedReader, text: str) -> None:
    need = reader.read(text)
    assert bool(wanted_text(need)) == bool(need.folded)
    assert len(chunks(need, most=5)) <= 5


def findings(need: NeedText) -> tuple[object, ...]:
    return (
        {limit.kind for limit in need.limits},
        *({mention.code for mention in group} for group in (need.industries, need.processes, need.brands)),
        need.personal_removed,
        set(need.mended),
    )


@given(sentences=st.lists(st.sampled_from(SENTENCES), min_size=2, max_size=4, unique=True))
def test_the_order_of_sentences_does_not_change_what_is_found(reader: NeedReader, sentences: list[str]) -> None:
    found = [findings(reader.read("。".join(order))) for order in permutations(sentences)]
    assert all(each == found[0] for each in found)


@pytest.mark.parametrize(
    "text",
    [
        "啤" * 5000, "a" * 5000, "1" * 5000, "不要" * 2500, "预算10万，" * 800, "13800138000" * 450, "在长安，" * 1200, "mold " * 1000,
        "唔" * 5000, "@" * 5000, "高步" * 2500, "加微信" * 1600, "，" * 5000, "\n" * 5000, "0769-" * 1000, "<a>" * 1600,
        "１２３４５６７８９０" * 500, "三十几台啤机晚班开没开我在家看不到，" * 260,
    ],
    ids=lambda text: text[:6].strip() or "blank",
)  # fmt: skip
def test_the_longest_need_is_read_in_a_moment(reader: NeedReader, text: str) -> None:
    started = process_time()
    reader.read(text)
    assert process_time() - started < 1.0
