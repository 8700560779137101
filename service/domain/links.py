"""Links sent by mail that prove an address: used once, ending soon."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

MOST_LETTERS = 3
"""Links that one address may be sent in an hour."""
LETTERS_WINDOW = timedelta(hours=1)


class LinkKind(StrEnum):
    """What opening the link allows."""

    SIGN_UP = "sign_up"
    RECOVERY = "recovery"
    INVITATION = "invitation"


LASTS: Mapping[LinkKind, timedelta] = {
    LinkKind.SIGN_UP: timedelta(hours=24),
    LinkKind.RECOVERY: timedelta(minutes=30),
    LinkKind.INVITATION: timedelta(days=7),
}


@dataclass(frozen=True, slots=True)
class SentLink:
    """One link. `person_id`: empty while there is no account. `detail`: what the account will be made of."""

    kind: LinkKind
    email: str
    person_id: str
    detail: Mapping[str, str]
    made_at: datetime
    expires_at: datetime
