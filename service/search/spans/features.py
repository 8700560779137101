"""What the span tagger sees of each character: its neighbours, its word, its place in the clause, and negations there. Pure."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

_MARKS = re.compile(r"[，,。；;：:、！!？?\n]")
_NEGATIONS = re.compile(r"[不没别勿免除非无未拒莫甭休]|唔|冇|咪|去掉|排除|剔除|放弃|算了|拉倒|打住|跳过")


def character_features(text: str, words: Sequence[str], kinds: Mapping[str, str]) -> list[list[str]]:
    """Features of every character of a folded text, for a linear chain.

    Args:
        words: the words of the text, in order. Joined, they are the text.
        kinds: word → kind of thing (`<thing>`, `<brand>` …). The kind replaces the word, so a sentence about one product
            also teaches sentences about another.

    Shape: one list of names for each character.
    """
    shown = [kinds.get(word, word) for word in words]
    places = [(number, at, len(word)) for number, word in enumerate(words) for at in range(len(word))]
    clauses = _clauses(text)
    padded = f"^^^{text}$$$"
    return [
        [
            *_around(padded, place + 3),
            *_word(shown, *places[place]),
            *clauses[place],
        ]
        for place in range(len(text))
    ]


def _around(padded: str, at: int) -> list[str]:
    return [
        "1",
        f"c0{padded[at]}",
        f"c-{padded[at - 1]}",
        f"c+{padded[at + 1]}",
        f"c--{padded[at - 2]}",
        f"c++{padded[at + 2]}",
        f"b-{padded[at - 1 : at + 1]}",
        f"b+{padded[at : at + 2]}",
        f"b--{padded[at - 2 : at]}",
        f"b++{padded[at + 1 : at + 3]}",
        f"t-{padded[at - 2 : at + 1]}",
        f"t0{padded[at - 1 : at + 2]}",
        f"t+{padded[at : at + 3]}",
    ]


def _word(shown: Sequence[str], number: int, at: int, length: int) -> list[str]:
    word = shown[number]
    before = shown[number - 1] if number else "^"
    behind = shown[number + 1] if number + 1 < len(shown) else "$"
    before2 = shown[number - 2] if number > 1 else "^"
    behind2 = shown[number + 2] if number + 2 < len(shown) else "$"
    part = "B" if at == 0 else "E" if at == length - 1 else "I"
    return [
        f"w{word}", f"wp{part}", f"w{part}{word}", f"w-{before}", f"w+{behind}", f"w--{before2}", f"w++{behind2}",
        f"ww-{before}|{word}", f"ww+{word}|{behind}", f"ww--{before2}|{before}", f"ww++{behind}|{behind2}",
        f"www-{before2}|{before}|{word}", f"www+{word}|{behind}|{behind2}",
    ]  # fmt: skip


def _clauses(text: str) -> list[list[str]]:
    """Features of each character's clause, and of its place in that clause. Shape: one list for each character."""
    found: list[list[str]] = []
    bounds = [0, *(mark.end() for mark in _MARKS.finditer(text)), len(text)]
    parts = [text[start:end] for start, end in pairwise(bounds) if end > start]
    for number, part in enumerate(parts):
        negations = list(_NEGATIONS.finditer(part))
        before = _NEGATIONS.search(parts[number - 1]) if number else None
        behind = _NEGATIONS.search(parts[number + 1]) if number + 1 < len(parts) else None
        mark = part[-1] if _MARKS.match(part[-1]) else "$"
        bare = part.rstrip("，,。；;：:、！!？?\n")
        same = [
            f"neg{min(len(negations), 2)}", f"neg-{bool(before)}", f"neg+{bool(behind)}",
            f"mark{mark}", f"end{bare[-2:]}", f"end3{bare[-3:]}", f"start{bare[:2]}",
            f"nth{min(number, 3)}", f"of{min(len(parts), 4)}", f"len{min(len(bare) // 4, 5)}",
        ]  # fmt: skip
        for at in range(len(part)):
            first = negations[0].start() if negations else None
            side = "0" if first is None else "<" if at < first else ">"
            last = negations[-1].start() if negations else None
            side2 = "0" if last is None else "<" if at < last else ">"
            word = negations[0][0] if negations else ""
            last_word = negations[-1][0] if negations else ""
            found.append(
                [
                    *same,
                    f"side{side}{word}",
                    f"side2{side2}{last_word}",
                    f"side{side}{mark}",
                    f"at{min(at, 4)}",
                    f"left{min(len(bare) - at, 4)}",
                ]
            )
    return found
