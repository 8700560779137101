"""The chain of audit lines: each holds the digest of the one before, so that nothing can be changed or taken out unseen.

What can be erased is not in a line, only its salted digest. So values go and the chain stays.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from service.domain.audit import AuditEntry

TRIMMED = "audit_trimmed"
"""The entry that tells that all lines up to number `subject_id` are gone; `detail` holds the digest of the last of them."""
ERASED = "values_erased"
"""The entry that tells that somebody's values are gone."""


@dataclass(frozen=True, slots=True)
class ChainHead:
    """The newest line. Number 0: there is none yet."""

    seq: int = 0
    digest: str = ""

    @classmethod
    def read(cls, text: str) -> "ChainHead | None":
        """What `str` gave; None for anything else."""
        seq, _, digest = text.strip().partition(":")
        is_head = seq.isascii() and seq.isdigit() and len(seq) < 19 and len(digest) == 64
        return cls(int(seq), digest.lower()) if is_head else None

    def __str__(self) -> str:
        """As it is printed and filed: `1204:9f3c…`."""
        return f"{self.seq}:{self.digest}"


@dataclass(frozen=True, slots=True)
class AuditValue:
    """One erasable value. `text`, `salt` None: it was erased, and line number `erased_by` tells of it. `about`: a person's id."""

    name: str
    about: str
    salt: str | None
    text: str | None
    erased_by: int | None = None

    @property
    def digest(self) -> str:
        """What the line holds of it. The salt keeps a short value, such as an address, from being guessed."""
        return hashlib.sha256(f"{self.salt}\n{self.text}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One line as stored. `value_digests`: name of the value → digest. `digest`: over the line before and this one."""

    seq: int
    at: datetime
    actor: str
    action: str
    subject_kind: str
    subject_id: str
    detail: Mapping[str, Any]
    value_digests: Mapping[str, str]
    digest: str = ""
    values: tuple[AuditValue, ...] = field(default=(), compare=False)

    def digest_after(self, previous: str) -> str:
        """The digest this line has when it follows `previous`."""
        told = [
            self.seq, self.at.astimezone(UTC).isoformat(timespec="microseconds"), self.actor, self.action, self.subject_kind,
            self.subject_id, self.detail, self.value_digests,
        ]  # fmt: skip
        return hashlib.sha256(f"{previous}\n{canonical(told)}".encode()).hexdigest()


def canonical(value: object) -> str:
    """JSON of which there is only one for equal values, on every database and after every backup."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False, default=dict)


def values_of(entry: AuditEntry) -> tuple[AuditValue, ...]:
    """The erasable values of an entry, each under a salt of its own; empty ones are left out."""
    about = entry.about or (entry.subject_id if entry.subject_kind == "person" else "")
    written = {"address": entry.address, "reason": entry.reason, "before": entry.before, "after": entry.after}
    return tuple(
        AuditValue(name, (entry.actor if name == "address" else about), secrets.token_hex(16), canonical(value))
        for name, value in written.items()
        if value
    )


def chained(entry: AuditEntry, head: ChainHead) -> AuditLine:
    """The entry as the line after `head`."""
    values = values_of(entry)
    line = AuditLine(
        seq=head.seq + 1,
        at=entry.at.astimezone(UTC),
        actor=entry.actor,
        action=entry.action,
        subject_kind=entry.subject_kind,
        subject_id=entry.subject_id,
        detail=json.loads(canonical(entry.detail)),
        value_digests={value.name: value.digest for value in values},
        values=values,
    )
    return replace(line, digest=line.digest_after(head.digest))
