"""Signs that a text is about something these pools do not offer: 招一个会MES的工程师, 二手注塑机, 报税找谁.

What the writer asks for decides, not words of the trade: a job advertisement with the word `MES` is still no matter of the pools.
Each topic has signs, and other words that cancel the signs: 原料采购 is foreign, 原料采购对账系统 is not. The table is
`words/foreign_signs.json`.
"""

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class _Signs:
    topic: str
    signs: re.Pattern[str]
    unless: re.Pattern[str]


def foreign_topic(folded: str) -> str | None:
    """The first topic that has a sign, and no cancelling word, in a folded text; None when there is none."""
    return next((entry.topic for entry in _table() if entry.signs.search(folded) and not entry.unless.search(folded)), None)


@cache
def _table() -> tuple[_Signs, ...]:
    entries = json.loads(files("service.search").joinpath("words/foreign_signs.json").read_text("utf-8"))
    return tuple(
        _Signs(entry["topic"], re.compile("|".join(f"(?:{sign})" for sign in entry["signs"])), re.compile(entry["unless"]))
        for entry in entries
    )
