"""Turn marked spans into what a need says: clauses (wanted, refused or owned), things wanted, conditions. Pure."""

import re
from collections.abc import Iterator, Sequence

from service.domain.reading import Clause, Condition
from service.search.reading_conditions import condition_of
from service.search.spans.tagger import Span, SpanKind

_SENTENCES = re.compile(r"[。！？!?；;\n…]+")
_PARTS = re.compile(r"[，,：:]+|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
_EDGES = "，,、。；;：:！!？?…~～ \n（）()“”\"'【】[]"
_LONG_SENTENCE = 26
_SHORTEST = 2
_ASIDE = {SpanKind.REFUSED, SpanKind.OWNED}
_ONLY_WANTS = re.compile(
    r"(?P<wanted>(?:只要|只想|只做|单要|就要|要|想要)(?!求)[^，。；不别勿]{2,16}?)(?=不要|不做|不上|不用|不需|别|勿|唔要)"
)
_ONLY = re.compile(r"(?:只要|只想|只做|单要|就要)$")
_MOST_CONDITIONS = 8


_NOTHING_ELSE = re.compile(
    r"(?P<wanted>[^，。；]{2,14}?)(?:以外|之外)(?:的)?[，,]?(?:我们?)?(?:一概|一律|别的|其他(?:的)?|其余(?:的)?|什么|统统|全部)*(?:都)?"
    r"(?:不看|不要|不考虑|免谈|不买|不做|不搞)"
)
_WITHOUT_PROOF = re.compile(
    r"(?P<wanted>[^，。；]{2,14}?)(?P<condition>(?:[冇没]有?|不能|不会|不懂|做不到|对不上|不接)[^，。；]{1,14}?的?"
    r"(?:免谈|不谈|勿扰|别来|不用来|莫来|不考虑|就算了))$"
)


_COMPLAINS = re.compile(
    r"不能满足|满足不了|不够用|跟不上|不好用|不好使|用不了|没着落|[算搞管理]不(?:动|住|定|清|掂|过来)|对不上|没人(?:管|知|晓)|老是|总是|谁(?:在|能|会|来)做"
)
_REFUSES = re.compile(r"[不唔](?:要|用|需|做|上|搞|考虑|买|想|谈|推|接)|[别勿免]|算了|除|以外|拒|取消|放弃|叫停|撤|砍")


def settled_spans(folded: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, with three forms that only look like refusals told apart.

    点检以外一概不看 wants 点检; 追溯没有同行案例的免谈 wants 追溯 under a condition; 报表已不能满足要求 complains.
    """
    found: list[Span] = []
    for span in spans:
        refused = span.kind is SpanKind.REFUSED
        if refused and (other := _NOTHING_ELSE.match(span.text)):
            found.append(_span(SpanKind.WANTED, folded, span.start, span.start + other.end("wanted")))
        elif refused and (proof := _WITHOUT_PROOF.match(span.text)):
            found.append(_span(SpanKind.WANTED, folded, span.start, span.start + proof.end("wanted")))
            found.append(_span(SpanKind.CONDITION, folded, span.start + proof.start("condition"), span.end))
        elif refused and _COMPLAINS.search(span.text) and not _REFUSES.search(span.text):
            found.append(_span(SpanKind.WANTED, folded, span.start, span.end))
        else:
            found.append(span)
    return tuple(found)


def _span(kind: SpanKind, folded: str, start: int, end: int) -> Span:
    return Span(kind, start, end, folded[start:end])


def clauses_of(folded: str, spans: Sequence[Span]) -> tuple[Clause, ...]:
    """Cut the text into clauses, in order. Each refused or owned span is one clause; the rest stays as written, without asking words.

    A condition stays in the clause around it. Its kind decides later whether its words are searched for.
    """
    clauses: list[Clause] = []
    rest = ""
    last = 0
    for span in spans:
        rest += folded[last : span.start]
        last = span.end
        if span.kind is SpanKind.ASKING:
            rest += " " if rest and not rest.endswith(tuple(_EDGES)) else ""
        elif span.kind in _ASIDE:
            # The tagger marks 只要诊断不要推软件, or all of it behind 只要, as one refusal.
            before = _ONLY.search(rest)
            only = _ONLY_WANTS.match((before[0] if before else "") + span.text)
            clauses.extend(_wanted(rest[: before.start() if before and only else None] + (only["wanted"] if only else "")))
            rest = ""
            said = only.string[only.end("wanted") :] if only else span.text
            clauses.append(Clause(said.strip(_EDGES), refused=span.kind is SpanKind.REFUSED, owned=span.kind is SpanKind.OWNED))
        else:
            rest += span.text
    clauses.extend(_wanted(rest + folded[last:]))
    return tuple(clause for clause in clauses if clause.text)


def conditions_of(spans: Sequence[Span]) -> tuple[Condition, ...]:
    """The conditions of the spans, each label once. A span that no row of the table matches is its own label."""
    found: dict[str, Condition] = {}
    for span in spans:
        if span.kind is SpanKind.CONDITION and len(text := span.text.strip(_EDGES)) >= _SHORTEST:
            condition = condition_of(text)
            found.setdefault(condition.label, condition)
    return tuple(found.values())[:_MOST_CONDITIONS]


def wanted_parts(spans: Sequence[Span]) -> tuple[str, ...]:
    """The words of each thing that is wanted."""
    return tuple(text for span in spans if span.kind is SpanKind.WANTED and len(text := span.text.strip(_EDGES)) >= _SHORTEST)


def _wanted(text: str) -> Iterator[Clause]:
    for sentence in _SENTENCES.split(text):
        for part in _PARTS.split(sentence) if len(sentence) > _LONG_SENTENCE else [sentence]:
            if len(part := part.strip(_EDGES)) >= _SHORTEST:
                yield Clause(part)
