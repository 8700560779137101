"""Several jobs in one need: `先把机床联网，再上MES，顺便看看电费` has three. Pure.

Grammar: jobs stand beside each other, joined by a mark (、，；), a joining word (和, 还有, 再, 同埋) or numbers (1. 2.).
A word of priority belongs to its own piece: 先, 首要, 头等 lift it; 以后, 其次, 顺便, 明年 lower it. Without such words the order of
writing holds. `与其说要X不如说要Y` puts Y first.
Whether a piece is a job is decided by the scenarios it means (`interpret.py`), not here.
"""

import re
from collections.abc import Callable, Sequence

MOST_JOBS = 4
_MARKS = re.compile(r"[，,。；;、！!？?\n+＋]+|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fffa-z])|(?<=[a-z])\s+(?=[\u4e00-\u9fff])")
_NUMBERS = re.compile(
    r"(?:^|(?<=[，,。；;：:\s\u4e00-\u9fff]))(?:\d{1,2}\s?[.．、)）](?!\d)|[①-⑨]|[（(][一二三四1-4][)）]|"
    r"[一二三四](?=、))"
)
_JOINING = (
    "以及", "还有", "另外", "再加上", "加上", "同埋", "再有就是", "同时", "顺便", "然后", "接着", "之后", "完再", "再上", "再做",
    "再搞", "再弄", "再装", "再看",
    "再讲", "再谈", "再说", "跟着", "连同", "不如说", "而不是", "完之后", "和", "及", "与", "跟", "加", "又", "也", "后", "先", "再", "并",
)  # fmt: skip
_JOINED = re.compile("|".join(sorted(_JOINING, key=len, reverse=True)))
_SEVERAL = re.compile(
    r"[、；;+＋]|以及|还有|另外|再|同埋|一齐|一起|打包|同步|都要|都想|都得|同时|顺便|顺带|然后|其次|第[一二三]|"
    r"首要|首先|先|优先|次要|和|及|与|跟|加|又|也|后|主要|不如|"
    r"\d\s?[.．、)）]|[①-⑨]|[（(][一二三][)）]"
)
_FIRST = re.compile(
    r"先(?!进)|首要|首先|第一|优先|头等|更急|最急|急(?:着)?(?:要|用|上)|很急|着急|主要|重点|主菜|核心(?!上云)|"
    r"最要紧|眼下|马上|立刻|当前|必须今年|今年"
)
_LATER = re.compile(
    r"以后|往后|将来|明年|后年|下半年|二期|三期|下一?期|其次|第二|次要|次之|可选|不急|再说|再讲|再谈|再看|再议|"
    r"放后面?|后面|后做|缓一缓|顺便|顺带|有余力|有钱再|最后|"
    r"当然也行|也行|算送|附带|捎带|之后|完再|好用再|后想|第三"
)
_PREFER = re.compile(r"与其(?:说)?[要做上搞]?(?P<less>[^，。；]{1,16}?)[，,]?不如(?:说|先)?[要做上搞]?(?P<more>[^，。；]{1,16})")
_PIECE_LONGEST = 40
_SHORTEST = 2


def says_several(folded: str) -> bool:
    """Tell whether a folded text may hold several jobs: it has a word or a mark that joins."""
    return _SEVERAL.search(folded) is not None or "，" in folded or "," in folded


def job_pieces(text: str, cuts_at: Callable[[str, int], bool], names: Callable[[str], int], *, most: int) -> tuple[str, ...]:
    """The parts that may be jobs, in the order of writing.

    Args:
        text: folded, what is wanted only.
        cuts_at: tells whether a word may end at a place (`Segmenter.cuts_at`).
        names: how many scenarios a text names: a piece that names two is cut at its joining words.
    """
    pieces: list[str] = []
    for part in _MARKS.split(_NUMBERS.sub("，", text)):
        piece = part.strip()
        pieces.extend(_cut_at_joints(piece, cuts_at) if names(piece) > 1 or len(piece) <= _PIECE_LONGEST else [piece])
    kept = [piece for piece in pieces if len(piece) >= _SHORTEST]
    return tuple(kept) if len(kept) <= most else tuple(sorted(kept, key=lambda piece: (-min(names(piece), 1), kept.index(piece)))[:most])


def in_order(pieces: Sequence[str], folded: str) -> list[tuple[int, str]]:
    """Places of the pieces, the most urgent first, each with the word that says so (empty when nothing does)."""
    turns = []
    more = _PREFER.search(folded)
    for place, piece in enumerate(pieces):
        around = _clause_around(piece, folded)
        later, first = _LATER.search(around), _FIRST.search(around)
        turn, words = (1, later[0]) if later else (-1, first[0]) if first else (0, "")
        if more and piece in more["more"]:
            turn, words = -1, "不如"
        turns.append((turn, place, words))
    return [(place, words) for _, place, words in sorted(turns)]


def _cut_at_joints(part: str, cuts_at: Callable[[str, int], bool]) -> list[str]:
    pieces, last = [], 0
    for joint in _JOINED.finditer(part):
        if (
            joint.start() - last >= _SHORTEST
            and len(part) - joint.end() >= _SHORTEST
            and cuts_at(part, joint.start())
            and cuts_at(part, joint.end())
        ):
            pieces.append(part[last : joint.start()])
            last = joint.end()
    return [*pieces, part[last:]]


def _clause_around(piece: str, folded: str) -> str:
    """The piece with what stands before and behind it in its own clause."""
    at = folded.find(piece)
    if at < 0:
        return piece
    start = max((folded.rfind(mark, 0, at) for mark in "，,。；;、"), default=-1) + 1
    ends = [end for mark in "，,。；;、" if (end := folded.find(mark, at + len(piece))) >= 0]
    clause = folded[start : min(ends, default=len(folded))]
    before, behind = clause[: at - start], clause[at - start + len(piece) :]
    return f"{before[-3:]}{piece}{behind[:4]}"
