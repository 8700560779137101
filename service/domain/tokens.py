"""API tokens: what a program may do in its owner's name."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

TOKEN_PREFIX = "pmt_"  # noqa: S105  the start of every token, so that scanners of leaked secrets know it
MOST_DAYS = 366
USUAL_DAYS = 90
MOST_TOKENS = 20


class Scope(StrEnum):
    """A part of what its owner may do. Without one a token tells only whose it is."""

    NEEDS_READ = "needs:read"
    NEEDS_WRITE = "needs:write"
    INTRODUCTIONS_WRITE = "introductions:write"
    FIGURES_READ = "figures:read"
    WEBHOOKS_WRITE = "webhooks:write"


SCOPE_WORDS = {
    Scope.NEEDS_READ: "读取需求",
    Scope.NEEDS_WRITE: "登记和修改需求",
    Scope.INTRODUCTIONS_WRITE: "办理对接",
    Scope.FIGURES_READ: "读取统计",
    Scope.WEBHOOKS_WRITE: "管理推送地址",
}


@dataclass(frozen=True, slots=True)
class Token:
    """One token as its owner sees it. `ending`: its last four characters, all that is kept of it in the clear."""

    id: str
    person_id: str
    name: str
    scopes: tuple[Scope, ...]
    ending: str
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None
