"""统一身份: who the bureau's identity provider says somebody is."""

from dataclasses import dataclass
from datetime import datetime

from service.domain.people import STAFF, Role

WAITING_MOST = 200
"""Identities that nobody has entered yet; the oldest go."""


@dataclass(frozen=True, slots=True)
class ProvedIdentity:
    """One sign-in at the provider, proved. `email`: empty unless the provider has verified it; `roles`: staff roles of its groups."""

    issuer: str
    subject: str
    name: str
    email: str
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class Identity:
    """One that was seen here. `person_id`: empty until an administrator has entered that person."""

    id: str
    person_id: str
    name: str
    email: str
    made_at: datetime
    used_at: datetime


def read_role_map(text: str) -> dict[str, Role]:
    """Value of the claim → role, from `a=broker,b=reviewer`.

    Raises:
        ValueError: a line is not so, or names a role that is not staff's: a provider of the bureau makes no firm's people.
    """
    found = {}
    for line in (part.strip() for part in text.split(",")):
        if line:
            value, equals, role = line.rpartition("=")
            if not equals or not value or Role(role) not in STAFF:
                raise ValueError(line)
            found[value] = Role(role)
    return found
