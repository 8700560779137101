"""Cut a need into clauses, and see which of them say what is *not* wanted."""

import re

from service.domain.reading import Clause

_STRONG = re.compile(r"[。！？!?；;\n…]+")
_WEAK = re.compile(r"[，,、：:]+|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
_REFUSED = re.compile(
    r"(?:(?<!要)不要(?!求|紧|命)|(?<![是能])不想(?!到)|不用(?!说)|不需要|不打算|不考虑|无需|别(?:给|推|来|再|跟|忽悠)|"
    r"不换(?!不)|不会换|不买|不再(?:加|买|上|换|要)|不上(?=云|整|那|这|系统|新|[a-z])|不是要|没想(?:要|换|上)|暂不|拒绝|免谈)"
)
_LATER = re.compile(r"(?:先不(?:急|动|上|搞|做|弄)|以后再(?:说|上|做|搞|看|讲)|暂时不(?:要|急|上|动|搞))")
"""Stands behind what is not wanted yet: SPC那些先不急."""
_OWNED = re.compile(
    r"(?:已有|已经有|已经在用|现有|已经上了?|已经装了?|已经买了?|正在用|在用(?:着)?|一直用|用着|用的是|用的就是|早就(?:有|上|买)|本来就有|原有|"
    r"我们(?:都)?有(?:了|一套|一个)?(?=$|[，,])|(?<!没)有了(?=$|[，,。不])|我们只有|账套(?:现在)?是)"
)
_WORN_OUT = re.compile(r"(?:手工|纸质|人手|不能满足|满足不了|到期|过保|过期|淘汰|替代|替换|没人用|用不起来|[对将把](?:现有|原有))")
"""What they have and want better, or have on paper, is no reason to leave it out."""
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
    return postpones(text) or _REFUSED.search(_DOUBT.sub("", text)) is not None


def postpones(text: str) -> bool:
    """Tell whether the clause puts something off: it is not searched for, but what it names is not unwanted."""
    return _LATER.search(text) is not None


def owns(text: str) -> bool:
    """Tell whether the clause says what they have already."""
    return _OWNED.search(text) is not None and _WORN_OUT.search(text) is None


def _joined(parts: list[str]) -> list[str]:
    joined: list[str] = []
    apart = False  # the last piece refuses or owns something: what follows does not belong to it
    for part in (part.strip() for part in parts):
        if not part:
            continue
        refuses, owning = says_no(part), owns(part)
        if joined and (len(part) < SHORTEST or len(joined[-1]) < SHORTEST) and not (refuses or apart):
            joined[-1] = f"{joined[-1]}，{part}"
            apart = owning
        else:
            joined.append(part)
            apart = refuses or owning
    return joined


def _cut_at_turn(part: str) -> list[Clause]:
    """`只要诊断不要推软件只想看看` wants, refuses, and wants again: a refusal reaches from its word to the next turn."""
    if postpones(part):
        return [Clause(part, refused=True)]
    start = next(
        (found.start() for found in _REFUSED.finditer(part) if not _DOUBT.search(part[max(0, found.start() - 2) : found.end() + 1])), None
    )
    if start is None:
        return [Clause(part)] if part else []
    turn = _WANTED_AFTER.search(part, start + 2)
    end = turn.start() if turn else len(part)
    pieces = [(part[:start], False), (part[start:end], True), (part[end:], False)]
    return [Clause(text, refused=refused) for text, refused in pieces if len(text) > 1]
