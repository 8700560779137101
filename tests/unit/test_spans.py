"""Spans: what a need wants, refuses, owns; what a provider's text excludes; and what tells it: a network and a chain."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.span_training import sentence_of, train
from service.search.exclusions import ExclusionReader
from service.search.reading import NeedReader
from service.search.spans.chain import Chain
from service.search.spans.exclusion_spans import network_chances, spans_of_chances
from service.search.spans.exclusion_tagger import ExclusionTagger
from service.search.spans.features import character_features
from service.search.spans.network import NeedNetwork, WordsRead
from service.search.spans.tagger import spans_in
from tests.fakes import read_nothing

REFUSED = (
    "不想换erp，只想加扫码报工", "车间要看板，不要推软件", "先把机床联网，mes以后再说", "别给我推erp，仓库扫码就行",
    "不上整套mes，要计件", "除了erp，别的都可以看看，主要是追溯", "aps免谈，要的是报工", "要做能耗监测，立库不考虑",
    "等保就算了，备份要做", "外观检测要，机械手暂时不上",
)  # fmt: skip
NOT_REFUSED = (
    "要不要上mes", "分不清好坏的外观想用相机看", "排产排不上，天天插单", "数据不全，想要扫码报工", "不良率降不下来", "想做无人化搬运",
    "仓库对不上数", "等保不做不行，客户要查", "没想到这么乱，想管好仓库", "机器不上料就停，想装机械手",
)  # fmt: skip
OWNED_OR_SETTLED = (
    "erp是总部统一上的，我们只管车间报工", "培训听腻了，谁来把设备联网", "机械手股东没批，改做外观检测", "仓库系统去年装好了，缺的是排产",
)  # fmt: skip
EXCLUDED = (
    "专注车间MES，不做ERP。",
    "提供等保整改；备份容灾另请专业公司。",
    "视觉检测集成，机械手由合作伙伴交付。",
    "ERP实施，硬件不含在内。",
    "打样进度管理软件，核价功能下个版本才有。",
    "本MES不含排产，客户可自购APS。",
)
NOT_EXCLUDED = (
    "不停产改造，不换设备也能联网。",
    "我们不做一锤子买卖，售后随叫随到。",
    "非标设备也接，无需布线。",
    "不收演示费，不捆绑年费。",
    "除了ERP，我们的成本核算、CRM也上了两百多家。",
    "碳足迹核算。不收介绍费，不承诺核查结论。",
    "注塑机联网，压铸机也接。",
    "一箱一码，非食品行业也适用。",
)


def _aside(reader: NeedReader, text: str) -> list[str]:
    return [clause.text for clause in reader.read(text).clauses if clause.refused or clause.owned]


def test_refusals_in_plain_words_are_heard(reader: NeedReader) -> None:
    missed = [text for text in REFUSED if not _aside(reader, text)]
    assert len(missed) <= 2, missed  # a learned reading is not a rule: docs/ranking.md has its shares


def test_complaints_and_names_with_the_words_of_a_refusal_refuse_nothing(reader: NeedReader) -> None:
    heard = [(text, aside) for text in NOT_REFUSED if (aside := _aside(reader, text))]
    assert len(heard) <= 1, heard


def test_what_is_settled_elsewhere_is_set_aside_without_a_word_of_refusal(reader: NeedReader) -> None:
    missed = [text for text in OWNED_OR_SETTLED if not _aside(reader, text)]
    assert len(missed) <= 1, missed


def test_a_text_that_asks_for_something_wants_something(reader: NeedReader) -> None:
    for text in (*REFUSED, *OWNED_OR_SETTLED):
        assert reader.read(text).parts, text


def test_the_network_reads_any_text(need_network: NeedNetwork) -> None:
    for text in ("", " ", "？", "\u200b", "a", "机" * 3000, "😀要排产"):
        read = need_network(text)
        assert len(read.tokens) == len(read.tags) == len(read.begins) == len(read.excludes)
        assert np.allclose(read.tags.sum(axis=1), 1, atol=1e-4)
        assert np.exp(read.scopes).sum() == pytest.approx(1, abs=1e-3)


def test_one_unsure_token_does_not_cut_a_span() -> None:
    tags = np.full((4, 6), 0.02, np.float32)
    tags[:, 1] = 0.9
    tags[2] = [0.05, 0.4, 0.45, 0.05, 0.03, 0.02]
    read = replace(read_nothing(""), tokens=np.array([[0, 1], [1, 2], [2, 3], [3, 4]]), tags=tags, begins=np.zeros(4, np.float32))
    assert [(span.kind.value, span.text) for span in spans_in("要排产吧", read, asks=True)] == [("w", "要排产吧")]


def test_two_things_of_one_kind_are_two_spans_where_one_begins() -> None:
    tags = np.full((4, 6), 0.02, np.float32)
    tags[:, 1] = 0.9
    begins = np.array([0.9, 0, 0.9, 0], np.float32)
    read = replace(read_nothing(""), tokens=np.array([[0, 1], [1, 2], [2, 3], [3, 4]]), tags=tags, begins=begins)
    assert [span.text for span in spans_in("甲乙丙丁", read, asks=True)] == ["甲乙", "丙丁"]


@pytest.mark.parametrize(("text", "wanted"), [("只要诊断不要推软件", "只要诊断"), ("已经有金蝶了，想要车间扫码报工", "想要车间扫码报工")])
def test_the_wish_beside_a_refusal_or_possession_stays(reader: NeedReader, text: str, wanted: str) -> None:
    need = reader.read(text)
    assert wanted in [clause.text for clause in need.clauses if not (clause.refused or clause.owned)]
    assert _aside(reader, text)


@pytest.fixture(scope="module")
def exclusions(reader: NeedReader, tagger: ExclusionTagger) -> ExclusionReader:
    return ExclusionReader(reader.namer, tagger)


def test_what_is_not_done_is_read_and_what_is_promised_is_not(tagger: ExclusionTagger) -> None:
    assert [text for text in EXCLUDED if not tagger.spans(text)] == []
    assert [text for text in NOT_EXCLUDED if tagger.spans(text)] == []


def test_an_exclusion_names_its_scenario_and_leaves_the_rest_to_be_found(exclusions: ExclusionReader) -> None:
    text = "专注车间MES，不做ERP。"
    assert [code for each in exclusions.read(text) for code in each.codes] == ["BIZ01"]
    assert exclusions.offered(text) == "专注车间MES。"


def test_a_bare_exclusion_has_its_object_in_the_clause_before(exclusions: ExclusionReader) -> None:
    codes = {code for each in exclusions.read("做机床联网。ERP，我们不做。") for code in each.codes}
    assert codes == {"BIZ01"}


def test_an_exclusion_far_behind_in_a_long_text_is_read_too(exclusions: ExclusionReader) -> None:
    long = "十二年只做车间报工，客户遍布各镇，实施快。" * 30
    assert {code for each in exclusions.read(f"{long}ERP实施由合作伙伴负责。") for code in each.codes} == {"BIZ01"}


@given(st.text(max_size=60))
def test_any_text_is_kept_whole_but_for_its_exclusions(exclusions: ExclusionReader, tagger: ExclusionTagger, text: str) -> None:
    if not tagger.spans(text):
        assert exclusions.offered(text) == text


@given(st.text("机采不做也，。；", max_size=40), st.data())
def test_spans_never_overlap_and_stay_in_the_text(text: str, data: st.DataObject) -> None:
    chances = st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=len(text), max_size=len(text))
    chain, network = (np.array(data.draw(chances)).reshape(len(text), 2) for _ in range(2))
    spans = spans_of_chances(text, chain, network)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(before[1] <= behind[0] for before, behind in pairwise(spans))


@given(st.text("机采不做，。；", max_size=900))
def test_the_network_reads_every_doubtful_part_and_no_part_twice(text: str) -> None:
    read: list[str] = []

    def words(folded: str) -> WordsRead:
        read.append(folded)
        places = np.array([[place, place + 1] for place in range(len(folded))])
        return replace(read_nothing(folded), tokens=places, excludes=np.ones((len(folded), 2), np.float32))

    doubts = np.array([[character == "不", 0] for character in text], float).reshape(len(text), 2)
    chances = network_chances(text, words, doubts)
    assert all(len(part) <= 240 and "不" in part for part in read)
    assert sum(map(len, read)) == chances[:, 0].sum()
    assert all(chances[place, 0] for place, character in enumerate(text) if character == "不")


def test_a_chain_learns_from_marked_sentences_what_it_then_marks() -> None:
    sentences = [sentence_of(f"要{thing}，<x>不要{other}</x>", "one") for thing in "甲乙丙丁" for other in "戊己庚辛"]
    chain = Chain(train(sentences, _by_character))
    for sentence in sentences:
        inside, begins = (chain.chances(_by_character(sentence.text), "x") > 0.5).T
        assert [label != "O" for label in sentence.labels] == inside.tolist()
        assert [label == "B-x" for label in sentence.labels] == begins.tolist()


def _by_character(text: str) -> list[list[str]]:
    return character_features(text, list(text), {})
