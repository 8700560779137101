"""服务商 with their 服务能力 and 案例, as stored and as a file or a form speaks of them."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Generic, TypeVar

from service.domain.pools import Membership

_Content_co = TypeVar("_Content_co", covariant=True)


class TagOrigin(StrEnum):
    """Where a scenario tag comes from; a person's word outweighs a guess."""

    CONFIRMED = "confirmed"
    DECLARED = "declared"
    PROPOSED = "proposed"


class EvidenceGrade(StrEnum):
    """依据等级: by what a capability or a case is backed. Later members weigh more."""

    SELF_TOLD = "self_told"
    WITH_CASE = "with_case"
    CASE_CONFIRMED = "case_confirmed"
    VERIFIED = "verified"


@dataclass(frozen=True, slots=True)
class ScenarioTag:
    """A scenario of a capability or a case. `confidence` 0..1: the bank's share for this text, also of what people settled."""

    code: str
    origin: TagOrigin
    confidence: float


@dataclass(frozen=True, slots=True)
class Capability:
    """服务能力. Prices in fen, the whole job; `weeks` to deliver. Empty `industries` means any trade."""

    title: str
    description: str
    industries: tuple[str, ...] = ()
    delivery: str | None = None
    price_min_fen: int | None = None
    price_max_fen: int | None = None
    weeks: int | None = None
    scenarios: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SuccessCase:
    """案例: what was done for whom, and what came of it. `customer` is kept as the provider wrote it."""

    summary: str
    customer: str | None = None
    industry: str | None = None
    town: str | None = None
    year: int | None = None
    outcome: str | None = None
    capability: str | None = None


@dataclass(frozen=True, slots=True)
class UnitContact:
    """Unit contact data. A mobile number in it is never indexed or shown without recorded consent."""

    name: str | None = None
    phone: str | None = None
    email: str | None = None


PROFILE_FIELDS = (
    "source_id", "name", "short_name", "former_names", "city", "town", "founded", "staff", "summary", "qualifications",
    "contact_name", "contact_phone", "contact_email",
)  # fmt: skip
"""Fields of a firm itself; `given` of a record names those the file speaks of."""


@dataclass(frozen=True, slots=True)
class Told(Generic[_Content_co]):
    """A membership, capability or case as a file tells it. `given` names the optional columns or keys that it has.

    One that is not given keeps the stored value: of the membership in the same pool, the capability of the same title, the case of
    the same summary. `doubtful` names columns that are there but grant nothing: an empty or unreadable end of validity.
    A stored end stays then, or comes down to the one in `content`. `stored_id`: which stored one it continues, where that is known.
    """

    content: _Content_co
    given: frozenset[str] = frozenset()
    doubtful: frozenset[str] = frozenset()
    stored_id: str = ""


@dataclass(frozen=True, slots=True)
class ProviderRecord:
    """What one file says about one firm.

    `given` names the profile fields the file has a column or key for: others keep what is stored, a given empty value clears it.
    Without `name` in it the record speaks only of capabilities or cases of a firm that is stored already.
    `capabilities` and `cases` are None when the file has no such sheet or key; then the stored ones stay.
    `keeps_lists` names those of the two from which nothing stored may go, because a row of the file was refused.
    `memberships` speaks only of the pools it names.
    """

    uscc: str
    name: str = ""
    source_id: str | None = None
    short_name: str | None = None
    former_names: tuple[str, ...] = ()
    city: str | None = None
    town: str | None = None
    founded: int | None = None
    staff: int | None = None
    summary: str | None = None
    qualifications: tuple[str, ...] = ()
    contact: UnitContact = UnitContact()
    memberships: tuple[Told[Membership], ...] = ()
    capabilities: tuple[Told[Capability], ...] | None = None
    cases: tuple[Told[SuccessCase], ...] | None = None
    given: frozenset[str] = frozenset()
    keeps_lists: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class StoredCapability:
    """A capability with its id and scenario tags."""

    id: str
    content: Capability
    industry_codes: tuple[str, ...]
    tags: tuple[ScenarioTag, ...]
    grade: EvidenceGrade = EvidenceGrade.SELF_TOLD


@dataclass(frozen=True, slots=True)
class StoredCase:
    """A case with its id and scenario tags."""

    id: str
    content: SuccessCase
    industry_codes: tuple[str, ...]
    tags: tuple[ScenarioTag, ...]
    grade: EvidenceGrade = EvidenceGrade.SELF_TOLD


@dataclass(frozen=True, slots=True)
class FoundFirm:
    """A firm as staff look it up, listed or not."""

    id: str
    name: str
    uscc: str


@dataclass(frozen=True, slots=True)
class Provider:
    """服务商 with everything a page, a ranking or an index document needs."""

    id: str
    uscc: str
    source_id: str | None
    name: str
    short_name: str | None
    former_names: tuple[str, ...]
    city: str | None
    town: str | None
    founded: int | None
    staff: int | None
    summary: str | None
    is_demo: bool
    version: int
    updated_at: datetime
    memberships: tuple[Membership, ...] = ()
    capabilities: tuple[StoredCapability, ...] = ()
    cases: tuple[StoredCase, ...] = ()
    qualifications: tuple[str, ...] = ()
    contact: UnitContact = field(default=UnitContact())
    is_withdrawn: bool = False
    """The firm itself took its entry off the public list."""

    def pools_on(self, today: date) -> tuple[str, ...]:
        """Codes of the pools it is a member of on `today`."""
        return tuple(membership.pool for membership in self.memberships if membership.counts_on(today))

    def is_listed(self, today: date) -> bool:
        """A provider is public when a membership counts today, it has a capability, and it did not withdraw its entry."""
        return not self.is_withdrawn and bool(self.capabilities) and bool(self.pools_on(today))

    @property
    def display_name(self) -> str:
        """The short name when there is one."""
        return self.short_name or self.name
