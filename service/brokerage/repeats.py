"""A program repeats a request under one Idempotency-Key: the second time nothing is made, and it is told what the first made."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from service.identity.secret_text import digest_of
from service.store.access import Transaction
from service.store.queries.request_keys import find_made_record, keep_made_record


@dataclass(frozen=True, slots=True)
class Repeat:
    """The key of one request, whose it is, and what it asks. `key` empty: it is no repeat of anything."""

    person_id: str = ""
    key: str = ""
    asked: Mapping[str, object] | None = None

    def made(self, session: Transaction) -> str | None:
        """The id of what the same request made before.

        Raises:
            Conflict: the key was used for another request.
        """
        return find_made_record(session, self._mark, self._told) if self.key else None

    def keep(self, session: Transaction, record_id: str, now: datetime) -> None:
        """Remember what it made, for a week."""
        if self.key:
            keep_made_record(session, self._mark, self._told, record_id, now)

    @property
    def _mark(self) -> str:
        return digest_of(f"{self.person_id}\0{self.key}")

    @property
    def _told(self) -> str:
        told = json.dumps(dict(self.asked or {}), ensure_ascii=False, sort_keys=True, default=str)
        return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()


ONCE = Repeat()
"""Of a page: its forms are sent once."""
