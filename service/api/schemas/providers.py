"""Public profiles of listed providers, as `service.domain.open_profile` leaves them; of contacts only unit landlines and mailboxes."""

from datetime import date, datetime
from typing import Literal, cast

from pydantic import Field

from service.api.schemas.base import Answer, RequestPart, Word
from service.domain.money import wan_of_fen
from service.domain.paging import DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE, Page
from service.domain.pools import Membership, MembershipState
from service.domain.providers import Provider, ScenarioTag, StoredCapability, StoredCase
from service.flows.directory.read_filters import FilterWords

PAGE_NUMBER_MAX = 10_000

Standing = Literal["active", "expired", "suspended"]
"""Of a membership on the books; withdrawn ones are not told."""


class ProvidersIn(RequestPart):
    """Which providers to list. Empty values narrow nothing."""

    text: Word | None = Field(default=None, description="A part of a name, a former name or the unified code.")
    pool: Word | None = Field(default=None, description="Resource pool: code or name.")
    group: Word | None = Field(default=None, description="Scenario group: code or name.")
    scenario: Word | None = Field(default=None, description="Scenario: code or name.")
    industry: Word | None = Field(default=None, description="Industry: code, name or trade word.")
    town: Word | None = Field(default=None, description="Town: code or name.")
    delivery: Word | None = Field(default=None, description="Way of delivery as providers state it.")
    page: int = Field(default=1, description="Counts from 1; one behind the last gives the last.", ge=1, le=PAGE_NUMBER_MAX)
    size: int = Field(default=DEFAULT_PAGE_SIZE, description="Providers on a page.", ge=1, le=MAX_PAGE_SIZE)

    def words(self) -> FilterWords:
        """Return the filters for the flow."""
        return FilterWords(
            pool=self.pool,
            group=self.group,
            scenario=self.scenario,
            industry=self.industry,
            town=self.town,
            delivery=self.delivery,
        )


class MembershipOut(Answer):
    """Membership of a resource pool 入池资格."""

    pool: str
    category: str | None
    batch: str | None
    document_no: str | None = Field(description="Number of the document that admitted it.")
    admitted_on: date | None
    valid_until: date | None = Field(description="Last day; null: no end 长期.")
    standing: Standing = Field(description="As of today in Asia/Shanghai.")


class ScenarioTagOut(Answer):
    """A scenario of a capability or a case."""

    code: str
    origin: Literal["confirmed", "declared", "proposed"] = Field(
        description="Confirmed by staff, declared by the provider, or only proposed by the system."
    )
    confidence: float = Field(ge=0, le=1)


class CapabilityOut(Answer):
    """What the provider offers 服务能力."""

    id: str
    title: str
    description: str
    industries: list[str] = Field(description="Trades in the provider's words; empty: any trade.")
    industry_codes: list[str]
    delivery: str | None
    price_min_wan: float | None = Field(description="万元, the whole job.")
    price_max_wan: float | None = Field(description="万元, the whole job.")
    weeks: int | None = Field(description="Weeks to deliver.")
    scenarios: list[ScenarioTagOut]


class CaseOut(Answer):
    """What was done for whom, and what came of it 案例; the customer as the provider wrote it."""

    id: str
    customer: str | None
    industry: str | None
    industry_codes: list[str]
    town: str | None
    year: int | None
    summary: str
    outcome: str | None
    capability: str | None
    scenarios: list[ScenarioTagOut]


class ContactOut(Answer):
    """The unit's own contact data; no person's."""

    phone: str | None = Field(description="Landlines, joined by 、.")
    email: str | None


class ProviderLineOut(Answer):
    """A provider in a list."""

    id: str = Field(description="Opaque id.")
    source_id: str | None = Field(description="Its id in the file it was loaded from.")
    uscc: str = Field(description="Unified social credit code 统一社会信用代码.")
    name: str
    short_name: str | None
    pools: list[str] = Field(description="Codes of the resource pools it is a member of today.")
    city: str | None
    town: str | None
    summary: str | None
    is_demo: bool = Field(description="True for fictitious demonstration data.")
    updated_at: datetime = Field(description="Instant of the last accepted change, UTC.")


class ProviderOut(ProviderLineOut):
    """A provider's whole public profile."""

    former_names: list[str]
    founded: int | None
    staff: int | None
    qualifications: list[str]
    memberships: list[MembershipOut]
    capabilities: list[CapabilityOut]
    cases: list[CaseOut]
    contact: ContactOut


class ProvidersOut(Answer):
    """One page of a list."""

    items: list[ProviderLineOut]
    total: int = Field(description="Providers in the whole list.")
    page: int
    size: int
    pages: int = Field(description="Pages of the whole list, at least one.")


def providers_out(found: Page[Provider], today: date) -> ProvidersOut:
    """Build a page of a list; memberships as of `today`."""
    items = [provider_line_out(provider, today) for provider in found.items]
    return ProvidersOut(items=items, total=found.total, page=found.number, size=found.size, pages=found.pages)


def provider_line_out(provider: Provider, today: date) -> ProviderLineOut:
    """Build a line of a list."""
    return ProviderLineOut(
        id=provider.id,
        source_id=provider.source_id,
        uscc=provider.uscc,
        name=provider.name,
        short_name=provider.short_name,
        pools=list(provider.pools_on(today)),
        city=provider.city,
        town=provider.town,
        summary=provider.summary,
        is_demo=provider.is_demo,
        updated_at=provider.updated_at,
    )


def provider_out(provider: Provider, today: date) -> ProviderOut:
    """Build a whole profile.

    Args:
        provider: with the contact data that may stand on an open page.
    """
    kept = [membership for membership in provider.memberships if membership.state is not MembershipState.WITHDRAWN]
    return ProviderOut(
        **dict(provider_line_out(provider, today)),
        former_names=list(provider.former_names),
        founded=provider.founded,
        staff=provider.staff,
        qualifications=list(provider.qualifications),
        memberships=[_membership(membership, today) for membership in kept],
        capabilities=[_capability(capability) for capability in provider.capabilities],
        cases=[_case(case) for case in provider.cases],
        contact=ContactOut(phone=provider.contact.phone, email=provider.contact.email),
    )


def _membership(membership: Membership, today: date) -> MembershipOut:
    return MembershipOut(
        pool=membership.pool,
        category=membership.category,
        batch=membership.batch,
        document_no=membership.document_no,
        admitted_on=membership.admitted_on,
        valid_until=membership.valid_until,
        standing=cast(Standing, membership.standing(today)),
    )


def _capability(stored: StoredCapability) -> CapabilityOut:
    content = stored.content
    return CapabilityOut(
        id=stored.id,
        title=content.title,
        description=content.description,
        industries=list(content.industries),
        industry_codes=list(stored.industry_codes),
        delivery=content.delivery,
        price_min_wan=_wan(content.price_min_fen),
        price_max_wan=_wan(content.price_max_fen),
        weeks=content.weeks,
        scenarios=_tags(stored.tags),
    )


def _case(stored: StoredCase) -> CaseOut:
    content = stored.content
    return CaseOut(
        id=stored.id,
        customer=content.customer,
        industry=content.industry,
        industry_codes=list(stored.industry_codes),
        town=content.town,
        year=content.year,
        summary=content.summary,
        outcome=content.outcome,
        capability=content.capability,
        scenarios=_tags(stored.tags),
    )


def _tags(tags: tuple[ScenarioTag, ...]) -> list[ScenarioTagOut]:
    return [ScenarioTagOut(code=tag.code, origin=tag.origin.value, confidence=round(tag.confidence, 4)) for tag in tags]


def _wan(fen: int | None) -> float | None:
    return None if fen is None else wan_of_fen(fen)
