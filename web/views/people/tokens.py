"""接口令牌."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import ClassVar

from service.domain.tokens import MOST_DAYS, SCOPE_WORDS, Token
from service.errors import PlatformError
from service.identity.tokens import TokenWish


@dataclass(frozen=True, slots=True)
class TokenLine:
    """One token. `state`: 有效, 已停用 or 已过期."""

    id: str
    name: str
    ending: str
    scopes: tuple[str, ...]
    state: str
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class TokensPage:
    """`made`: the token just made, shown this once; `scopes`: (value, words, chosen) of the form.

    `is_fresh` False: one signs in again before a new one is made.
    """

    template: ClassVar[str] = "pages/people/tokens.html"
    title: str
    lines: tuple[TokenLine, ...]
    made: str
    name: str
    days: int
    most_days: int
    scopes: tuple[tuple[str, str, bool], ...]
    is_fresh: bool
    problems: Mapping[str, str] = field(default_factory=dict)
    sentence: str = ""

    def refused(self, error: PlatformError) -> "TokensPage":
        """This, with what was wrong."""
        return replace(self, problems=error.fields, sentence="" if error.fields else error.message)


def tokens_page(tokens: Sequence[Token], now: datetime, wish: TokenWish, made: str = "", *, is_fresh: bool) -> TokensPage:
    """The tokens of whoever is signed in."""
    return TokensPage(
        title="接口令牌",
        lines=tuple(_line(token, now) for token in tokens),
        made=made,
        name=wish.name,
        days=wish.days,
        most_days=MOST_DAYS,
        scopes=tuple((scope, words, scope in wish.scopes) for scope, words in SCOPE_WORDS.items()),
        is_fresh=is_fresh,
    )


def _line(token: Token, now: datetime) -> TokenLine:
    state = "已停用" if token.revoked_at else "已过期" if token.expires_at <= now else "有效"
    scopes = tuple(SCOPE_WORDS[scope] for scope in token.scopes)
    return TokenLine(token.id, token.name, token.ending, scopes, state, token.made_at, token.expires_at, token.used_at)
