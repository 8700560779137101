"""Several jobs in one need: `先把机床联网，再上MES，顺便看看电费` has three. Pure.

Grammar: jobs stand beside each other, joined by a mark (、，；), a joining word (和, 还有, 再, 同埋) or numbers (1. 2.).
A word of priority counts for its own piece: 先, 首要, 头等 move it forward; 以后, 其次, 顺便, 明年 move it back. Without such words
the order of writing holds. `与其说要X不如说要Y` puts Y first.
This module only cuts the text. `interpret.py` decides whether a piece is a job, by the scenarios it means.
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
    "再讲", "再谈", "再说",
    "要紧过", "紧要过", "重要过", "急过", "优先于", "完了再", "好了再", "完之后再", "外加", "至于", "顺手", "顺带",
    "跟着", "连同", "我更急",
    "更急", "更想", "同", "不如说", "而不是", "完之后", "和", "及", "与", "跟", "加", "又", "也", "后", "先", "再", "并",
)  # fmt: skip
_JOINED = re.compile("|".join(sorted(_JOINING, key=len, reverse=True)))
_SEVERAL = re.compile(
    r"[、；;+＋]|以及|还有|另外|再|同埋|一齐|一起|打包|同步|都要|都想|都得|同时|顺便|顺带|然后|其次|第[一二三]|"
    r"首要|首先|先|优先|次要|和|及|与|跟|加|又|也|后|主要|不如|"
    r"\d\s?[.．、)）]|[①-⑨]|[（(][一二三][)）]"
)
_TURNS = tuple(
    (turn, re.compile(words))
    for turn, words in (
        (
            -2.0,
            r"[最更]急|[最更]要紧|[最更]紧要|[最更]头[痛疼]|[最更]要命|[最更]痛|最惨|最赶|头等|首要|首先|第一(?!批|次)|先救|头位|头一(?:件|样|个|项)|"
            r"十万火急|火烧眉毛|排(?:在)?(?:最)?(?:前|头)|还要[早急]|[更最]早|提前到|[摆放](?:在)?(?:最)?前",
        ),
        (
            -1.0,
            r"先(?!进|生|前|不|放|别|搁|缓)|优先|急(?:着)?(?:要|用|上)|很急|就从[^，。；]{1,8}(?:开始|做起|起|入手)|打头阵|着急|要紧|紧要|主要|重点|主菜|主项|眼下|马上|立刻|当前|今年(?:一定|必须|要|上)|"
            r"限期|一定要|催得[急凶紧]|[急痛]得多|[急痛]些|快的先|等不得|拖不得",
        ),
        (1.0, r"其次|第二(?!批|次)|第2|次要|次之|副项|然后|接着|跟着"),
        (
            2.0,
            r"以后|往后|将来|明年|后年|下半年|二期|三期|下一?期|可选|不急|唔急|晚点|迟点|再说|再讲|再谈|再看|再议|放后面?|后做|缓一?缓|缓(?:缓|下|着)|慢慢来|看(?:看)?(?:效果|情况)再|再定|顺便|顺带|顺手|有余力|"
            r"有余钱|有钱再|钱有剩|最后|第三|预留|当然也行|也行|算送|附带|捎带|之后|完再|好用再|后想|不赶",
        ),
    )
)
"""(turn, words), the most urgent first: a smaller turn comes earlier. When a clause matches several rows, the first one counts."""
_PREFER = re.compile(
    r"与其(?:说)?[要做上搞]?(?P<less>[^，。；]{1,16}?)[，,]?不如(?:说|先)?[要做上搞]?(?P<more>[^，。；]{1,16})"
    r"|比起(?P<less2>[^，。；]{1,16}?)(?:[，,]|我?(?:们)?更(?:急|想|要|缺|需要)(?:着?要?)?)(?P<more2>[^，。；]{1,16})|(?P<more3>[^，。；]{1,12}?)(?:紧要过|重要过|急过|要紧过|优先于|先于)(?P<less3>[^，。；]{1,12})"
)
_DONE_FIRST = re.compile(r"(?:之后|完了?|好了|上线后)$")
"""A clause that ends like this is done before the next one: 图纸管起来之后，接着做电子工艺卡."""
_AS_WRITTEN = re.compile(r"(?:照|按|就按|依)(?:我)?(?:讲|说|写|列)?(?:的)?(?:这个?|此|上面)?(?:的)?(?:先后)?(?:次序|顺序|先后)")
_DEADLINES = tuple(
    re.compile(words)
    for words in (
        r"今天|今日|今晚|马上|立刻", r"明天|后天|听日", r"这周|本周|这个星期|周[一二三四五六日末]前?", r"下周|下个?星期|下礼拜",
        r"月底|本月|这个月|月前", r"下个?月", r"季度末|季末|下季度", r"年前|年底|年内|今年", r"明年|后年",
    )
)  # fmt: skip
"""When something is due, the nearest first. Where two jobs have a day, the nearer one comes first."""
_LAST_FIRST = re.compile(
    r"(?:后面|后边|后头|后一|后)(?:这|那|嗰)?(?:个|件|样|项|者)[^，。；不]{0,6}(?:先|急|赶|优先|要紧|紧要|要命|催|限|月底|月前|下月|本月|年前)|(?:先|优先)[^，。；]{0,4}后(?:面|者)|"
    r"前(?:面|边|一)?(?:这|那|嗰)?(?:个|件|样|项|者)[^，。；]{0,4}(?:不急|不赶|唔急|缓|往后|晚点|迟点|再说)"
)
_CLAUSES = re.compile(r"[，,。；;、！!？?\n+＋→]+")
_PIECE_LONGEST = 40
_SHORTEST = 2


_LISTS = re.compile(r"[两二三四][样件个桩项][嘢事]?|一起[弄做搞上买]|一齐|一并|打包|都要|都想|都得|都做|也要|也弄|顺手|顺便|顺带|连同|连埋")


def says_list(folded: str) -> bool:
    """Tell whether the words say that several things are wanted: 两样都要, 一起弄, 顺手把…也做了."""
    return _LISTS.search(folded) is not None


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
    """Places of the pieces, the most urgent first, each with the word that sets its turn (empty when there is none)."""
    turns: dict[int, tuple[float, str]] = {}
    whole = [_clauses_around(piece, folded) for piece in pieces]
    if _AS_WRITTEN.search(folded) is not None:
        return [(place, "") for place in range(len(pieces))]
    if (last := _LAST_FIRST.search(folded)) is not None:
        turns[len(pieces) - 1] = -1.0, last[0]
    clauses = _CLAUSES.split(folded)
    for clause in clauses:
        done = _DONE_FIRST.search(clause) if clause != clauses[-1] else None
        told = (-1.0, done[0]) if done else next(((turn, found[0]) for turn, words in _TURNS if (found := words.search(clause))), None)
        place = _place_of(clause, pieces, whole) if told else None
        if told is not None and place is not None:
            turns.setdefault(place, told)
    if (prefers := _PREFER.search(folded)) is not None:
        more = next(group for name in ("more", "more2", "more3") if (group := prefers[name]))
        if (place := _place_of(more, pieces, whole)) is not None:
            turns[place] = -3.0, "不如"
    due = [_due(text) for text in whole]
    order = sorted(range(len(pieces)), key=lambda place: (turns.get(place, (0.0, ""))[0], due[place] if all(due) else 0, place))
    return [(place, turns.get(place, (0.0, ""))[1]) for place in order]


def _due(clauses: str) -> int:
    """How near the day is that stands in clauses, 1 the nearest; 0 when there is none."""
    return next((rank for rank, words in enumerate(_DEADLINES, 1) if words.search(clauses)), 0)


def _place_of(clause: str, pieces: Sequence[str], whole: Sequence[str]) -> int | None:
    """The piece that a clause speaks of, by its own words, else by the words around it."""
    place = _nearest(clause, pieces)
    return _nearest(clause, whole) if place is None else place


def _clauses_around(piece: str, folded: str) -> str:
    """The clauses in which a piece stands, whole: of 船务排柜乱 the piece may only be 排柜乱, and 先救船务 is said of it."""
    start = folded.find(piece)
    if start < 0:
        return piece
    marks = [mark.span() for mark in _CLAUSES.finditer(folded)]
    first = max((end for _, end in marks if end <= start), default=0)
    last = min((begin for begin, _ in marks if begin >= start + len(piece)), default=len(folded))
    return folded[first:last]


def _nearest(clause: str, pieces: Sequence[str]) -> int | None:
    """The piece that shares most pairs of characters with a clause, the first of several; None when none shares any."""
    pairs = {clause[at : at + 2] for at in range(len(clause) - 1)}
    shared = [sum(piece[at : at + 2] in pairs for at in range(len(piece) - 1)) for piece in pieces]
    best = max(range(len(pieces)), key=lambda place: (shared[place], -place))
    return best if shared[best] else None


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
