"""履约备注: what the desk noted about how a provider behaves in introductions, for the next colleague who brokers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

CONDUCT_MOST_CHARACTERS = 500
CONDUCT_SHOWN = timedelta(days=730)
"""Older notes are shown no more: nobody is held to what was long ago."""


class ConductKind(StrEnum):
    """What it is about."""

    KEPT_WORD = "kept_word"
    SLOW = "slow"
    PUSHY = "pushy"
    UNTRUE = "untrue"
    OTHER = "other"


CONDUCT_WORDS: Mapping[ConductKind, str] = {
    ConductKind.KEPT_WORD: "守约、答复快",
    ConductKind.SLOW: "答复慢、失约",
    ConductKind.PUSHY: "骚扰、越过服务台找企业",
    ConductKind.UNTRUE: "说的和做的不一样",
    ConductKind.OTHER: "其他",
}


@dataclass(frozen=True, slots=True)
class ConductNote:
    """One note. `shared`: the provider sees it too, so that it can answer. `need_id`: what it was about, empty for none."""

    id: str
    provider_id: str
    kind: ConductKind
    words: str
    made_by: str
    made_at: datetime
    shared: bool = False
    need_id: str = ""
    withdrawn_at: datetime | None = None
    made_by_name: str = ""
    provider_name: str = ""
    """Read with it, for pages."""
