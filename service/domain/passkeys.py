"""通行密钥: a key that stays in a telephone, computer or token; the platform holds its public half."""

from dataclasses import dataclass
from datetime import datetime

MOST_PASSKEYS = 10
"""Of one person."""


@dataclass(frozen=True, slots=True)
class Passkey:
    """One of them as its owner sees it.

    `credential`: the authenticator's name for it, base64url. `public_key`: COSE bytes. `sign_count`: as last told; 0 where it counts
    nothing. `is_synced`: its maker keeps a copy that other devices of the owner use.
    """

    id: str
    person_id: str
    name: str
    credential: str
    public_key: bytes
    sign_count: int
    is_synced: bool
    made_at: datetime
    used_at: datetime | None = None
