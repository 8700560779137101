"""Whose token it is."""

from collections.abc import Mapping
from datetime import datetime

from pydantic import Field

from service.api.schemas.base import Answer
from service.flows.people.recognise_token import Bearer


class RoleOut(Answer):
    """One role of the token's owner."""

    role: str = Field(description="manufacturer, provider, broker, reviewer, auditor or administrator.")
    firm: str | None = Field(description="The firm it is held for; null for roles of the bureau.")
    firm_name: str | None


class MeOut(Answer):
    """The token's owner, and what the token may do. What is done needs both: the owner's role and a scope of the token."""

    id: str
    name: str
    roles: list[RoleOut]
    scopes: list[str]
    expires_at: datetime = Field(description="Instant from which the token is refused, UTC.")


def me_out(bearer: Bearer, firms: Mapping[str, str]) -> MeOut:
    """Build the answer."""
    actor = bearer.actor
    return MeOut(
        id=actor.person_id,
        name=actor.name,
        roles=[RoleOut(role=each.role, firm=each.firm_id or None, firm_name=firms.get(each.firm_id)) for each in actor.grants],
        scopes=[str(scope) for scope in bearer.token.scopes],
        expires_at=bearer.token.expires_at,
    )
