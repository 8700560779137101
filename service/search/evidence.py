"""Quote the sentence of a provider's own text that fits the need best, with the matched words marked. Pure."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from service.domain.matching import Evidence
from service.domain.providers import Provider, StoredCapability, StoredCase
from service.search.knowledge import Knowledge
from service.search.segment import Segmenter, fold_text
from service.search.spans.exclusion_spans import Spans

_SENTENCES = re.compile(r"[^。！？；!?;\n]+[。！？；!?;]?")
_SCENARIO_WORD_WEIGHT = 0.6
_LONGEST_QUOTE = 120
_CANNOT = re.compile(r"(?:读|采|接|测|做|传|算)不(?:到|了|上|出)|(?:^|[，,、])也?不(?:进|传|读|采|碰|含|做|接|包|提供|涉及|支持)")
"""A capability is not proved by what it cannot do: 不进数控系统，主轴负载读不到."""
_SAYS_NOTHING = frozenset({"不到", "已有", "以内", "以上", "左右", "知道", "现在", "时候", "东西", "公司", "我们"})
"""Words of a need that are searched for, but say nothing to a reader when they are marked in a quotation."""
_REMEMBERED_TEXTS = 4096
_REMEMBERED_SCENARIOS = 256


@dataclass(frozen=True, slots=True)
class Wanted:
    """Words to look for, with weights: those of the need count fully, those of its likeliest scenario less.

    `excluding` tells which words of a text say what is not offered: they are never quoted.
    """

    weights: dict[str, float]
    excluding: Callable[[str], Spans]


def wanted_words(need_words: Iterable[str], scenario_words: Iterable[str], knowledge: Knowledge) -> Wanted:
    """Collect the words, once for each need. Long words weigh more, because they say more."""
    weights = {word: float(min(len(word), 4)) for word in need_words if word not in _SAYS_NOTHING}
    for word in _words_of_scenario(tuple(scenario_words), knowledge.segmenter):
        weights.setdefault(word, _SCENARIO_WORD_WEIGHT * min(len(word), 4))
    return Wanted(weights, knowledge.tagger.spans)


@lru_cache(maxsize=_REMEMBERED_SCENARIOS)
def _words_of_scenario(phrases: tuple[str, ...], segmenter: Segmenter) -> tuple[str, ...]:
    """Every phrase and its words, in order. Cached: the same scenarios are asked for again and again."""
    return tuple(word for phrase in phrases for word in (fold_text(phrase), *segmenter.words(phrase)) if len(word) > 1)


def quote_capability(capability: StoredCapability, wanted: Wanted) -> Evidence:
    """The best sentence of a capability."""
    text = _best_sentence(_offers(capability.content.description, wanted.excluding), wanted) or capability.content.title
    return Evidence(text, f"能力「{capability.content.title}」", _marks(text, wanted))


def quote_case(case: StoredCase, wanted: Wanted) -> Evidence:
    """The best sentence of a case, from its summary or its outcome."""
    text = _best_sentence([case.content.summary, case.content.outcome or ""], wanted)
    return Evidence(text, case_label(case), _marks(text, wanted))


def case_label(case: StoredCase) -> str:
    """`案例 2023 虎门某端子厂`."""
    customer = case.content.customer or (f"{case.content.industry}企业" if case.content.industry else "某企业")
    return " ".join(part for part in ("案例", str(case.content.year or ""), customer) if part)


def find_passage(provider: Provider, passage_id: str) -> StoredCapability | StoredCase | None:
    """The capability or case of that id; None for the summary."""
    found: Sequence[StoredCapability | StoredCase] = (*provider.capabilities, *provider.cases)
    return next((item for item in found if item.id == passage_id), None)


@lru_cache(maxsize=_REMEMBERED_TEXTS)
def _offers(text: str, excluding: Callable[[str], Spans]) -> tuple[str, ...]:
    """The sentences that offer something. One that says what is not offered is no evidence of an offer.

    The whole text is asked for what it excludes: a clause alone often does not tell (柜体由合作厂供应).
    """
    spans = excluding(text)
    found: list[str] = []
    last = 0
    for sentence, folded in _sentences(text):
        start = text.index(sentence, last)
        last = start + len(sentence)
        if not (_CANNOT.search(folded) or any(begin < last and start < end for begin, end in spans)):
            found.append(sentence)
    return tuple(found)


def _best_sentence(texts: Sequence[str], wanted: Wanted) -> str:
    sentences = [pair for text in texts for pair in _sentences(text)]
    if not sentences:
        return ""
    best = max(range(len(sentences)), key=lambda row: (_score(sentences[row][1], wanted), -row))
    sentence = sentences[best][0]
    return sentence if len(sentence) <= _LONGEST_QUOTE else sentence[: _LONGEST_QUOTE - 1] + "…"


@lru_cache(maxsize=_REMEMBERED_TEXTS)
def _sentences(text: str) -> tuple[tuple[str, str], ...]:
    """Each sentence as written and folded. Cached: the same providers are quoted again and again."""
    found = (sentence.strip() for sentence in _SENTENCES.findall(text))
    return tuple((sentence, fold_text(sentence)) for sentence in found if sentence)


def _score(folded: str, wanted: Wanted) -> float:
    length: float = (60 + len(folded)) ** 0.5
    return sum(weight for word, weight in wanted.weights.items() if word in folded) / length


def _marks(text: str, wanted: Wanted) -> tuple[tuple[int, int], ...]:
    """[start, end) of each wanted word, overlapping ones merged. Empty when lower case changes the text's length."""
    lowered = text.lower()
    if len(lowered) != len(text):
        return ()
    spans: list[tuple[int, int]] = []
    for word in wanted.weights:
        at = lowered.find(word) if len(word) > 1 else -1
        while at >= 0:
            spans.append((at, at + len(word)))
            at = lowered.find(word, at + len(word))
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
