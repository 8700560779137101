"""API tokens are made here, for their owner's page and for the command line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from service.domain.audit import AuditEntry
from service.domain.calendar import day_in_shanghai
from service.domain.notices import NewNotice
from service.domain.people import NAME_MAX_CHARACTERS, read_line
from service.domain.permissions import Actor
from service.domain.tokens import MOST_DAYS, MOST_TOKENS, TOKEN_PREFIX, Scope, Token
from service.errors import Conflict, Invalid
from service.identity.secret_text import digest_of, fresh_secret
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.base import new_id
from service.store.queries.audit import record_audit
from service.store.queries.notices import post_notice
from service.store.queries.tokens import add_token, tokens_of


@dataclass(frozen=True, slots=True)
class TokenWish:
    """As it was typed. `scopes`: values of `Scope`; `days`: until it expires."""

    name: str
    scopes: Sequence[str]
    days: int


def issue_token(runtime: Runtime, session: Transaction, person_id: str, wish: TokenWish, by: Actor | str) -> str:
    """Make one for a person. The answer is the token itself, which nobody can read again.

    Args:
        by: who acts, for the audit log.

    Raises:
        Invalid: name, scopes or days cannot be used.
        Conflict: there are as many as one person may have.
    """
    name = read_line(wish.name, NAME_MAX_CHARACTERS)
    fields = {
        "name": "" if name else f"请写明这个令牌给谁用，最多 {NAME_MAX_CHARACTERS} 个字。",
        "scopes": "" if set(Scope).issuperset(wish.scopes) else f"有不认识的权限范围，可用的是：{'、'.join(Scope)}。",
        "days": "" if 1 <= wish.days <= MOST_DAYS else f"有效期请填 1 到 {MOST_DAYS} 天。",
    }
    problems = {field: sentence for field, sentence in fields.items() if sentence}
    if problems or name is None:
        raise Invalid("有内容没填对。", fields=problems)
    now = runtime.clock.now()
    secret = TOKEN_PREFIX + fresh_secret()
    token = Token(
        id=new_id("tok"),
        person_id=person_id,
        name=name,
        scopes=tuple(sorted({Scope(scope) for scope in wish.scopes})),
        ending=secret[-4:],
        made_at=now,
        expires_at=now + timedelta(days=wish.days),
        used_at=None,
        revoked_at=None,
    )
    valid = [each for each in tokens_of(session, person_id) if each.revoked_at is None and each.expires_at > now]
    if len(valid) >= MOST_TOKENS:
        raise Conflict(f"有效的令牌最多 {MOST_TOKENS} 个，请先停用不用的。")
    add_token(session, token, digest_of(secret))
    detail: dict[str, object] = {"scopes": list(token.scopes), "days": wish.days}
    told = {"token": name, "until": f"{day_in_shanghai(token.expires_at):%Y-%m-%d}"}
    post_notice(session, NewNotice("token_made", person_id, told, f"token:{token.id}:made"), now)
    record_audit(session, [AuditEntry(now, by, "token_made", "token", token.id, detail)])
    return secret
