"""One's own API tokens: made, listed, revoked."""

from service.domain.audit import AuditEntry
from service.domain.permissions import Action, Actor, Subject
from service.domain.sessions import OpenSession
from service.domain.tokens import Token
from service.errors import NotFound
from service.identity.actors import require
from service.identity.sessions import require_fresh
from service.identity.tokens import TokenWish, issue_token
from service.runtime import Runtime
from service.store.queries.audit import record_audit
from service.store.queries.tokens import revoke_token, tokens_of
from service.store.unit_of_work import reading, writing


def keep_tokens(runtime: Runtime, actor: Actor) -> list[Token]:
    """All of them, also ended ones, newest first."""
    require(actor, Action.KEEP_OWN_ACCOUNT, Subject(actor.person_id))
    with reading(runtime.database) as session:
        return tokens_of(session, actor.person_id)


def make_token(runtime: Runtime, actor: Actor, session: OpenSession, wish: TokenWish) -> str:
    """Make one: the token itself, which nobody can read again. It opens the account for months, so one has just signed in.

    Raises:
        Refused: one has signed in too long ago.
        Invalid: name, scopes or days cannot be used.
        Conflict: there are as many as one person may have.
    """
    require(actor, Action.KEEP_OWN_ACCOUNT, Subject(actor.person_id))
    require_fresh(session, runtime.clock.now())
    with writing(runtime.database) as transaction:
        return issue_token(runtime, transaction, actor.person_id, wish, actor)


def end_token(runtime: Runtime, actor: Actor, token_id: str) -> None:
    """Revoke one.

    Raises:
        NotFound: it is revoked already, or somebody else's.
    """
    require(actor, Action.KEEP_OWN_ACCOUNT, Subject(actor.person_id))
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        if not revoke_token(session, actor.person_id, token_id, now):
            raise NotFound("没有这个令牌，或已经停用。")
        record_audit(session, [AuditEntry(now, actor, "token_revoked", "token", token_id)])
