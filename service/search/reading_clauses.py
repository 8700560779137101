"""Cut a need into clauses, and see which of them say what is *not* wanted.

Three kinds of clause name something without wanting it. Refused: 不要X, X除外, 除了X以外. Owned: 已有X, X买过了. Put off: X先不急.
What words refuse stands in `reading_refusals.py`.
"""

import re
from collections.abc import Iterator

from service.domain.reading import Clause
from service.search.reading_refusals import (
    ALONE,
    bare_refusal,
    excepted,
    forward_refusal,
    names_nothing,
    owns,
    postpones,
    refuses_before,
    says_no,
)

_STRONG = re.compile(r"[。！？!?；;\n…]+")
_WEAK = re.compile(r"[，,、：:]+|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff-])|\s+(?=-)|(?=但是|可是|不过(?![来去]))")
_WANTED_AFTER = re.compile(
    r"(?:只想|只要|只做|单要|单做|就想|就要|但想|想要|希望|但是|只需|需要|想加|想做|想找|改做|现征集|现招标|"
    r"主要是?|换一?家|换别家|换个|我要|要的是|的话)"
)
LONG_SENTENCE = 26
SHORTEST = 5

__all__ = ["LONG_SENTENCE", "SHORTEST", "owns", "postpones", "says_no", "split_clauses"]


def split_clauses(text: str) -> tuple[Clause, ...]:
    """Sentences, and the parts of long ones; what is too short to say anything joins its neighbour."""
    clauses: list[Clause] = []
    for sentence in _STRONG.split(text):
        if bare_refusal(sentence) and clauses:  # 追溯系统？不需要
            clauses[-1] = Clause(clauses[-1].text, refused=True)
            continue
        if (pair := excepted(sentence)) is not None:
            clauses.extend(pair)
            continue
        parts = _WEAK.split(sentence)
        apart = len(sentence) > LONG_SENTENCE or any(says_no(part) or owns(part) for part in (sentence, *parts))
        for part in _joined(parts if apart else [sentence]):
            if bare_refusal(part) and clauses:
                clauses[-1] = Clause(clauses[-1].text, refused=True)
            else:
                clauses.extend(_cut(part))
    return tuple(clauses)


def _joined(parts: list[str]) -> list[str]:
    joined: list[str] = []
    apart = False  # the last piece refuses or owns something: what follows does not belong to it
    for part in (part.strip() for part in parts):
        if not part:
            continue
        refuses, owning = says_no(part) or bare_refusal(part), owns(part)
        if joined and (len(part) < SHORTEST or len(joined[-1]) < SHORTEST) and not (refuses or owning or apart):
            joined[-1] = f"{joined[-1]}，{part}"
            apart = owning
        else:
            joined.append(part)
            apart = refuses or owning
    return joined


def _cut(part: str) -> Iterator[Clause]:
    """`只要诊断不要推软件只想看看` wants, refuses, and wants again: a refusal reaches from its word to the next turn."""
    if (pair := excepted(part)) is not None:
        yield from pair
        return
    if postpones(part) or refuses_before(part):
        yield Clause(part, refused=True)
        return
    start = forward_refusal(part)
    if start is None:
        yield from [Clause(part)] if part else []
        return
    turn = _WANTED_AFTER.search(part, start + 2)
    end = turn.start() if turn else len(part)
    if names_nothing(part[start:end]):  # 老板说了MES不准再提
        start = 0
    pieces = [(part[:start], False), (part[start:end], True), (part[end:], False)]
    yield from (Clause(text, refused=refused) for text, refused in pieces if len(text) > 1 and not (not refused and text in ALONE))
