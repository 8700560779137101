"""Recovery codes: for who has lost telephone and keys. One list serves every kind of second factor."""

import secrets
from datetime import datetime

from service.identity.secret_text import digest_of
from service.store.access import Transaction
from service.store.queries.second_factors import replace_recovery_codes

_CODES = 10
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 3, 4


def issue_recovery_codes(transaction: Transaction, person_id: str, now: datetime) -> list[str]:
    """Ten new ones such as `k3fm-x7pq-9hta`, 59 random bits each; the older ones open nothing any more."""
    groups = _GROUPS * _GROUP
    drawn = ["".join(secrets.choice(_ALPHABET) for _ in range(groups)) for _ in range(_CODES)]
    replace_recovery_codes(transaction, person_id, [digest_of(code) for code in drawn], now)
    return ["-".join(code[start : start + _GROUP] for start in range(0, groups, _GROUP)) for code in drawn]
