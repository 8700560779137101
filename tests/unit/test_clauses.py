"""Clauses: what is wanted, what is refused, what they have already."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.search.reading_clauses import owns, postpones, says_no, split_clauses


def wanted(text: str) -> list[str]:
    return [clause.text for clause in split_clauses(text) if not clause.refused]


def refused(text: str) -> list[str]:
    return [clause.text for clause in split_clauses(text) if clause.refused]


@pytest.mark.parametrize(
    "text",
    [
        "不想换 erp", "不要推软件", "不用做排产", "不需要大屏", "不打算上云", "不考虑立库", "别给我推erp", "别再卖盒子", "无需驻场",
        "暂不考虑mes", "拒绝硬件", "不上整套mes", "不上云", "不买新的erp", "不再加采集设备", "不会换的", "不是要换系统", "没想换系统",
        "spc那些先不急", "大货先不动", "独立站以后再说",
    ],
)  # fmt: skip
def test_what_refuses(text: str) -> None:
    assert says_no(text)
    assert refused(text)


@pytest.mark.parametrize(
    "text",
    [
        "要不要上 mes", "用不用换系统", "需不需要先做诊断", "想不想换都难", "要求不要紧的先放", "不要求太高", "不用说肯定要快",
        "能不想办法吗", "没想到这么乱", "不换不行了", "机器不上料", "网络上不去", "排产排不上", "物料不上线就停", "想要扫码报工",
        "别人都有看板", "分不清好坏", "对不上数", "不准", "数据不全",
    ],
)  # fmt: skip
def test_what_does_not_refuse(text: str) -> None:
    assert not says_no(text)
    assert refused(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "已有金蝶", "用友已经在用", "现有的mes", "我们一直用着金蝶", "现在用的是用友",
        "早就上了erp", "钉钉我们有", "mes我们有一套", "erp有了", "我们只有金蝶k3", "账套现在是金蝶",
    ],
)  # fmt: skip
def test_what_they_have(text: str) -> None:
    assert owns(text)


@pytest.mark.parametrize(
    "text",
    [
        "现有手工报表已不能满足管理要求", "原有三维软件授权到期", "对现有电脑横机联网", "把现有系统换掉",
        "想有一套报工", "我们有三个画图的", "没有了", "有没有人做", "用料太多",
    ],
)  # fmt: skip
def test_what_they_do_not_have_or_want_better(text: str) -> None:
    assert not owns(text)


def test_a_refusal_ends_where_a_wish_begins_again() -> None:
    text = "只要诊断不要推软件只想看看"
    assert (wanted(text), refused(text)) == (["只要诊断", "只想看看"], ["不要推软件"])


def test_a_need_that_refuses_first_keeps_its_wish() -> None:
    text = "已有金蝶，不想换 erp，只想加个车间报工扫码"
    assert refused(text) == ["不想换 erp"]
    assert wanted(text) == ["已有金蝶", "只想加个车间报工扫码"]


def test_what_is_put_off_is_not_searched_for() -> None:
    assert wanted("想先把样品这条线理清楚，大货先不动") == ["想先把样品这条线理清楚"]
    assert postpones("大货先不动")


def test_a_long_sentence_is_cut_at_its_commas_and_short_parts_join_their_neighbours() -> None:
    found = wanted("三层楼加起来六千多平，楼上楼下信号完全两个世界，二楼的平板走几步就断，卡")
    assert found == ["三层楼加起来六千多平", "楼上楼下信号完全两个世界", "二楼的平板走几步就断，卡"]


def test_a_short_sentence_stays_whole() -> None:
    assert wanted("啤机开没开，看不到") == ["啤机开没开，看不到"]


@given(st.text(max_size=120) | st.text("想不要换已有，。 只用erp机的先急", max_size=80))
def test_clauses_are_parts_of_the_text_in_their_order(text: str) -> None:
    clauses = split_clauses(text)
    assert all(clause.text for clause in clauses)
    kept = [character for clause in clauses for character in clause.text if character.isalnum()]
    letters = iter(character for character in text if character.isalnum())
    assert all(character in letters for character in kept), "a clause has something that the text has not there"


@given(st.lists(st.sampled_from(["想要报工扫码", "不要推软件", "已有金蝶", "三十台啤机"]), min_size=1, max_size=5, unique=True))
def test_sentences_do_not_change_one_another(sentences: list[str]) -> None:
    alone = {clause for sentence in sentences for clause in split_clauses(sentence)}
    assert set(split_clauses("。".join(sentences))) == alone
