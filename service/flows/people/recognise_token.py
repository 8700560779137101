"""Whose API token it is, and what it may do."""

from dataclasses import dataclass

from service.domain.people import PersonState
from service.domain.permissions import Actor
from service.domain.sessions import SEEN_EVERY
from service.domain.tokens import TOKEN_PREFIX, Token
from service.errors import DatabaseBusy, SignInNeeded
from service.identity.actors import actor_of
from service.identity.secret_text import digest_of
from service.runtime import Runtime
from service.store.queries.people import find_person
from service.store.queries.second_factors import has_second_factor
from service.store.queries.tokens import find_token, touch_token
from service.store.unit_of_work import reading, writing


@dataclass(frozen=True, slots=True)
class Bearer:
    """`actor`: the owner with his roles. What is done needs both: his permission and a scope of the token."""

    actor: Actor
    token: Token


def recognise_token(runtime: Runtime, secret: str) -> Bearer:
    """The owner of this token.

    Raises:
        SignInNeeded: there is none such, it was revoked or has expired, or its owner's account may not be used.

    Cost: three small queries; once in five minutes a write.
    """
    now = runtime.clock.now()
    with reading(runtime.database) as session:
        token = find_token(session, digest_of(secret), now) if secret.startswith(TOKEN_PREFIX) else None
        person = find_person(session, token.person_id) if token else None
        proved = not runtime.settings.staff_need_second_factor or (token is not None and has_second_factor(session, token.person_id))
    if token is None or person is None or person.state is not PersonState.ACTIVE:
        raise SignInNeeded("令牌无效、已停用或已过期。请在“我的账户”里新建一个，放在请求头 Authorization: Bearer 里。")
    if token.used_at is None or now - token.used_at >= SEEN_EVERY:
        try:
            with writing(runtime.database) as session:
                touch_token(session, token.id, now)
        except DatabaseBusy:
            pass  # the next request remembers it
    return Bearer(actor_of(person, staff=proved), token)
