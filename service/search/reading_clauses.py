"""Cut a need into clauses, and see which of them say what is *not* wanted."""

import re

from service.domain.reading import Clause

_STRONG = re.compile(r"[。！？!?；;\n…]+")
_WEAK = re.compile(r"[，,、：:]+|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
_REFUSED = re.compile(
    r"(?:(?<!要)不要(?!求|紧|命)|(?<![是能])不想(?!到)|不用(?!说)|不需要|不打算|不考虑|无需|别(?:给|推|来|再|跟|忽悠)|"
    r"不换|不是要|没想(?:要|换|上)|暂不|拒绝|免谈)"
)
_OWNED = re.compile(
    r"(?:已有|已经有|已经在用|现有|已经上了?|已经装了?|已经买了?|正在用|在用(?:着)?|一直用|用着|用的是|用的就是|早就(?:有|上|买)|本来就有|原有)"
)
_WANTED_AFTER = re.compile(r"(?:只想|只要|就想|但想|想要|希望|但是|只需|需要|想加|想做|想找)")
_DOUBT = re.compile(r"(?:要不要|用不用|需不需要|想不想|换不换)")
LONG_SENTENCE = 26
SHORTEST = 5


def split_clauses(text: str) -> tuple[Clause, ...]:
    """Sentences, and the parts of long ones; what is too short to say anything joins its neighbour."""
    clauses: list[Clause] = []
    for sentence in _STRONG.split(text):
        parts = _WEAK.split(sentence) if len(sentence) > LONG_SENTENCE or says_no(sentence) or owns(sentence) else [sentence]
        for part in _joined(parts):
            clauses.extend(_cut_at_turn(part))
    return tuple(clauses)


def says_no(text: str) -> bool:
    """Tell whether the clause refuses something; 要不要 is a question and no refusal."""
    return _REFUSED.search(_DOUBT.sub("", text)) is not None


def owns(text: str) -> bool:
    """Tell whether the clause says what they have already."""
    return _OWNED.search(text) is not None


def _joined(parts: list[str]) -> list[str]:
    joined: list[str] = []
    for part in (part.strip() for part in parts):
        if not part:
            continue
        if joined and (len(part) < SHORTEST or len(joined[-1]) < SHORTEST) and not (says_no(part) or says_no(joined[-1])):
            joined[-1] = f"{joined[-1]}，{part}"
        else:
            joined.append(part)
    return joined


def _cut_at_turn(part: str) -> list[Clause]:
    """`只要诊断不要推软件只想看看` wants, refuses, and wants again: a refusal reaches from its word to the next turn."""
    start = next(
        (found.start() for found in _REFUSED.finditer(part) if not _DOUBT.search(part[max(0, found.start() - 2) : found.end() + 1])), None
    )
    if start is None:
        return [Clause(part)] if part else []
    turn = _WANTED_AFTER.search(part, start + 2)
    end = turn.start() if turn else len(part)
    pieces = [(part[:start], False), (part[start:end], True), (part[end:], False)]
    return [Clause(text, refused=refused) for text, refused in pieces if len(text) > 1]
