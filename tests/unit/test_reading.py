"""Reading needs: examples in a factory's words, with the shipped code tables."""

import pytest

from service.domain.reading import LimitKind, NeedText
from service.domain.taxonomy import Taxonomy
from service.search.reading import NeedReader, chunks, wanted_text
from service.search.reading_refusals import refused_object


def town_of(need: NeedText, taxonomy: Taxonomy) -> str | None:
    codes = [limit.code for limit in need.limits if limit.kind is LimitKind.TOWN]
    assert len(codes) <= 1
    return next((town.name for town in taxonomy.towns if town.code in codes), None)


def codes(mentions: tuple[object, ...]) -> set[str]:
    return {mention.code for mention in mentions}  # type: ignore[attr-defined]


def test_a_refused_erp_is_refused_and_owned_and_the_wish_is_kept(reader: NeedReader) -> None:
    need = reader.read("已有金蝶，不想换 ERP，只想加个车间报工扫码")
    assert codes(need.owned) == {"BIZ01"}
    assert "BIZ01" in codes(need.refused)
    wanted = wanted_text(need)
    assert "报工扫码" in wanted
    assert "不想换" not in wanted


def test_only_a_diagnosis_and_no_software(reader: NeedReader) -> None:
    need = reader.read("只要诊断不要推软件")
    assert wanted_text(need) == "只要诊断"
    assert [clause.text for clause in need.clauses if clause.refused] == ["不要推软件"]


def test_a_question_is_no_refusal(reader: NeedReader) -> None:
    need = reader.read("要不要上 MES")
    assert need.refused == ()
    assert "mes" in wanted_text(need)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("erp有了，想加条码仓", "BIZ01"),
        ("MES我们有一套，不想换，想看停机", "PLN02"),
        ("用友U8已经在用，想加报工", "BIZ01"),
        ("钉钉我们有，点检能挂上去吗", "BIZ03"),
    ],
)
def test_owned_systems(reader: NeedReader, text: str, code: str) -> None:
    assert code in codes(reader.read(text).owned)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("不上整套MES，只要计件", "PLN02"),
        ("不买新的ERP，只要欠料预警", "BIZ01"),
        ("只要状态，不要排产", "PLN01"),
        ("等保要过，不上云", "INF01"),
    ],
)
def test_refused_systems(reader: NeedReader, text: str, code: str) -> None:
    assert code in codes(reader.read(text).refused)


@pytest.mark.parametrize(
    "text",
    [
        "现有手工报表已不能满足管理要求，想上一体化系统",
        "原有三维设计软件授权到期，找国产替代",
        "拟对现有电脑横机统一联网",
        "已有 board 和 upload 权限，想管文件",
        "有没有ERP推荐",
    ],
)
def test_what_they_want_better_is_not_owned(reader: NeedReader, text: str) -> None:
    need = reader.read(text)
    assert (need.owned, need.refused) == ((), ())


def test_what_is_put_off_is_not_searched_for_now(reader: NeedReader) -> None:
    need = reader.read("想管多店库存，独立站以后再说")
    assert codes(need.refused) == {"BIZ07"}
    assert "独立站" not in wanted_text(need)


def test_every_town_is_found_by_every_right_name(reader: NeedReader, taxonomy: Taxonomy) -> None:
    sentences = ("我厂在{}做注塑", "东莞市{}某五金厂，想联网", "{}的厂", "机器五十台，{}。")
    wrong = []
    for town in taxonomy.towns:
        for name in (town.name, town.short, *town.aliases):
            found = [town_of(reader.read(sentence.format(name)), taxonomy) for sentence in sentences]
            wrong += [(name, sentence) for sentence, each in zip(sentences, found, strict=True) if each != town.name]
    assert wrong == []


def test_misspelt_towns_are_found(reader: NeedReader, taxonomy: Taxonomy) -> None:
    pairs = [(word, town.name) for town in taxonomy.towns for word in town.misspellings]
    wrong = [(word, name) for word, name in pairs if town_of(reader.read(f"我们厂在{word}，想联网"), taxonomy) != name]
    assert len(wrong) <= 0.05 * len(pairs), wrong


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("道窖的食品厂", "道滘镇"), ("高步做手袋", "高埗镇"), ("廠在橫瀝", "横沥镇"), ("樟木頭電子廠", "樟木头镇"),
        ("松山湖那边的贴片厂", "松山湖"), ("厚街、道滘跟惠州那边", "厚街镇"), ("提高步骤效率", None), ("提高步伐", None),
        ("非常平稳", None), ("正常平均一天", None), ("广东城市里", None), ("厂长安排人去抄表", None), ("日常平台运维", None),
    ],
)  # fmt: skip
def test_towns(reader: NeedReader, taxonomy: Taxonomy, text: str, town: str | None) -> None:
    found = town_of(reader.read(text), taxonomy)
    assert found == town or (found or "").startswith(town or "no town")


@pytest.mark.parametrize(
    ("text", "trade"),
    [
        ("啤塑厂三十几台机", "plastics"), ("我哋做毛织嘅", "knitwear"), ("开模的，锣机火花机都有", "mould"), ("五金冲压件", "hardware"),
        ("板厂终检", "pcb"), ("板式家具拆单", "custom_furniture"), ("公仔厂验厂", "toys"), ("做糖果的", "food"), ("贴片线抛料", "smt"),
        ("EVA 鞋材发泡", "plastics"),
    ],
)  # fmt: skip
def test_trades_from_slang(reader: NeedReader, text: str, trade: str) -> None:
    assert trade in codes(reader.read(text).industries)


@pytest.mark.parametrize("text", ["we want to evaluate several vendors", "evaluation report", "medieval", "想 evaluate 一下供应商"])
def test_a_trade_in_latin_letters_is_not_found_inside_a_word(reader: NeedReader, text: str) -> None:
    assert reader.read(text).industries == ()


def test_english_words_are_read_in_chinese(reader: NeedReader) -> None:
    folded = reader.read("mold life 不准，shop floor 没有 dashboard").folded
    assert "模具寿命" in folded
    assert not {"mold", "dashboard"} & set(folded.split())


def test_spellings_are_mended_and_told(reader: NeedReader) -> None:
    need = reader.read("想上自动排缠")
    assert ("排缠", "排产") in need.mended
    assert "排产" in need.folded
    assert need.original == "想上自动排缠"


def test_a_spelling_inside_another_word_is_left(reader: NeedReader) -> None:
    """从而 + 家电: 而家 would be Cantonese for 现在."""
    assert "家电" in reader.read("从而家电厂也能用").folded


def test_personal_data_is_gone_from_everything(reader: NeedReader) -> None:
    need = reader.read("想上报工，找陈经理 13800138000，微信号 chen88888，chen@163.com")
    assert need.personal_removed == 4
    assert not any(part in repr(need) for part in ("13800138000", "chen", "陈经理"))


@pytest.mark.parametrize(
    ("text", "gone", "kept"),
    [
        ("注塑机54台联网，35万以内，黄江", "35万", "注塑机"),
        ("车间报工，两个月上线", "两个月", "报工"),
        ("在长安，想做模具进度", "长安", "模具进度"),
    ],
)
def test_limits_are_not_searched_for(reader: NeedReader, text: str, gone: str, kept: str) -> None:
    wanted = wanted_text(reader.read(text))
    assert gone not in wanted
    assert kept in wanted


def test_a_need_of_limits_alone_is_still_searched(reader: NeedReader) -> None:
    assert wanted_text(reader.read("预算10万")) == "预算10万"


def test_a_long_need_is_cut_into_few_pieces(reader: NeedReader) -> None:
    need = reader.read("。".join(f"第{number}个车间的机器要联网看得到停机原因" for number in range(60)))
    pieces = chunks(need, most=5)
    assert 2 <= len(pieces) <= 5
    assert chunks(reader.read("想上报工"), most=5) == ("想上报工",)


@pytest.mark.parametrize("text", ["整厂MES以后再说", "不要整厂MES", "整厂MES就不用了"])
def test_a_refusal_is_shown_by_what_is_not_wanted(text: str) -> None:
    assert refused_object(text) == "整厂MES"
