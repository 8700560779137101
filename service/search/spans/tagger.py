"""Find the words of a need that want, refuse, own, set a condition or only ask."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from service.search.spans.chain import Chain, shipped
from service.search.spans.cues import cue_features
from service.search.spans.features import character_features
from service.search.spans.words import SpanWords


class SpanKind(StrEnum):
    """What a span of a need says; the value is its tag in the marked sentences."""

    WANTED = "w"
    REFUSED = "n"
    OWNED = "o"
    CONDITION = "c"
    ASKING = "a"


@dataclass(frozen=True, slots=True)
class Span:
    """A run of characters `start`..`end` of the folded text."""

    kind: SpanKind
    start: int
    end: int
    text: str


FAVOURED = {SpanKind.REFUSED.value: 3.0, SpanKind.OWNED.value: 3.0}
"""Factors of these tags' chances. A missed refusal offends more than a wrong one, which a person takes back with a tap."""


_MOST_CHARACTERS = 600
"""Only so many characters are tagged. The rest counts as story: it is searched, but neither refuses nor sets conditions."""
_SURE = 0.7
_WITH_A_WORD = 0.3
_SHORTEST_ASIDE = 3
_SAYS = {
    SpanKind.REFUSED: re.compile(
        r"[不没别勿免除非拒未甭莫唔冇咪休罢停缓搁暂砍撇避绕删剔砸×✗❌✘]|^[-－–—]|算了|拉倒|打住|再说|再讲|再议|再谈|再看|以后|往后|排后|明年|后年|下一|下季|二期|pass|去掉|排除|"
        r"跳过|收起|谢绝|够|放一|放着|先放|靠边|走开|取消|撤|舍弃|推迟|省了|作废|划掉|另行|另案|略"
    ),
    SpanKind.OWNED: re.compile(r"有|已|着|在用|了|过|现成|去年|前年|够|跑|早|一直|自己|自家|自研|保留|沿用|齐|总部|集团|送的|原装|原厂"),
}


class SpanTagger:
    """Tags folded needs.

    Args:
        words: cuts a text and gives the kind of thing that a word names.
        chain: the model; None means the shipped one.
    """

    def __init__(self, words: SpanWords, chain: Chain | None = None) -> None:
        self._words = words
        self._chain = chain or _shipped_chain()

    def __call__(self, folded: str) -> tuple[Span, ...]:
        """The spans in order. Text outside them is story, greeting or self-description. Cost: about 1 ms for 60 characters."""
        told = folded[:_MOST_CHARACTERS]
        found = self._chain.spans(need_features(told, self._words)) if told else ()
        return tuple(
            span
            for each in found
            if _holds(span := Span(SpanKind(each.tag), each.start, each.end, folded[each.start : each.end]), each.sure)
        )


def _holds(span: Span, sure: float) -> bool:
    """Tell whether a span counts. A refused or owned span must be sure, or have a word such as 不 or 已. Others always count."""
    word = _SAYS.get(span.kind)
    return (
        word is None or sure >= _SURE or (sure >= _WITH_A_WORD and len(span.text) >= _SHORTEST_ASIDE and word.search(span.text) is not None)
    )


def need_features(folded: str, words: SpanWords) -> list[list[str]]:
    """What the chain sees of each character of a need. Shape: one list of names for each character."""
    pairs = zip(character_features(folded, *words(folded)), cue_features(folded), strict=True)
    return [seen + cues for seen, cues in pairs]


@cache
def _shipped_chain() -> Chain:
    return Chain(shipped("need_spans.crfsuite"), FAVOURED)
