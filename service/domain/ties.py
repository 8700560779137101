"""利益关系: a person of the staff is tied to a provider, and so does not broker for it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Tie:
    """One declared tie. `relation`: 本人持股, 配偶任职 … in the person's own words."""

    id: str
    person_id: str
    person_name: str
    provider_id: str
    provider_name: str
    relation: str
    declared_at: datetime
    ended_at: datetime | None = None
