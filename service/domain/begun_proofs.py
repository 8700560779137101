"""A proof that began in a browser and waits for its answer: a challenge for a passkey, or a way to the identity provider and back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

PROOF_LASTS = timedelta(minutes=10)
"""After this a proof begins anew."""


class BegunKind(StrEnum):
    """What was begun."""

    NEW_PASSKEY = "new_passkey"
    PASSKEY = "passkey"
    PROVIDER = "provider"


@dataclass(frozen=True, slots=True)
class BegunProof:
    """One of them, taken once.

    `key`: SHA-256 of the challenge or state that must come back. `browser`: SHA-256 of the cookie of the browser in which it began.
    `person_id`: who is signed in there, empty for nobody. `detail`: what is compared with the answer.
    """

    kind: BegunKind
    key: str
    browser: str
    expires_at: datetime
    person_id: str = ""
    detail: Mapping[str, str] = field(default_factory=dict)
