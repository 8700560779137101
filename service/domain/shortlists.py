"""推荐名单: the providers that the desk proposes for a need, why each stands there, and why one was taken off."""

from dataclasses import dataclass
from datetime import date, datetime

from service.domain.need_steps import NeedState

PROPOSED_LEAST = 3
"""So many are promised to a factory; with fewer the desk says why."""
SHORTLIST_MOST = 6
PIN_DAYS = 60
"""Days after which a provider that the desk put on by hand counts as no longer confirmed."""
PIN_OVER_REASON = f"手工加入满 {PIN_DAYS} 天没有再确认，自动移出"
LISTED_STATES = (NeedState.REGISTERED, NeedState.CHECKED, NeedState.CLARIFIED, NeedState.RECOMMENDED)
"""States in which a list still leads to an introduction; later a pin has done what it was for."""
BY_LIST = ""
"""`added_by` of what the list itself proposed."""


@dataclass(frozen=True, slots=True)
class ShortlistLine:
    """One provider. `added_by`: a person's id, or `BY_LIST`. `pinned_until_on`: of one put on by hand, the day its pin ends."""

    id: str
    need_id: str
    provider_id: str
    provider_name: str
    place: int
    fit: str
    added_by: str
    added_by_name: str
    added_at: datetime
    added_reason: str
    pinned_until_on: date | None = None
    removed_at: datetime | None = None
    removed_by_name: str = ""
    removed_reason: str = ""

    @property
    def stands(self) -> bool:
        """Whether it is still on the list."""
        return self.removed_at is None
