"""Builders of providers as they come out of the database."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from service.domain.pools import Membership
from service.domain.providers import Capability, Provider, ScenarioTag, StoredCapability, StoredCase, SuccessCase, TagOrigin

TODAY = date(2026, 1, 5)


def tag(code: str, confidence: float = 0.6, origin: TagOrigin = TagOrigin.PROPOSED) -> ScenarioTag:
    """A tag; proposed unless told otherwise."""
    return ScenarioTag(code, origin, confidence)


def declared(code: str, confidence: float = 0.0) -> ScenarioTag:
    """A tag that the provider claims."""
    return tag(code, confidence, TagOrigin.DECLARED)


def confirmed(code: str, confidence: float = 0.0) -> ScenarioTag:
    """A tag that a person settled."""
    return tag(code, confidence, TagOrigin.CONFIRMED)


def capability(
    title: str = "注塑机联网采集",
    description: str = "模次、周期、停机原因实时采集。旧机加电流互感器！断网可存七天。",
    *,
    id: str = "cap_1",  # noqa: A002
    industry_codes: tuple[str, ...] = (),
    tags: tuple[ScenarioTag, ...] = (),
    **content: Any,
) -> StoredCapability:
    """A capability."""
    return StoredCapability(id, Capability(title, description, **content), industry_codes, tags)


def case(
    summary: str = "三十几台注塑机，晚班开没开老板不知道。装了采集盒和看板。",
    *,
    id: str = "cas_1",  # noqa: A002
    industry_codes: tuple[str, ...] = (),
    tags: tuple[ScenarioTag, ...] = (),
    **content: Any,
) -> StoredCase:
    """A case."""
    return StoredCase(id, SuccessCase(summary, **content), industry_codes, tags)


def provider(*items: StoredCapability | StoredCase, **changes: Any) -> Provider:
    """A listed provider of the municipal pool with these capabilities and cases."""
    made = Provider(
        id="prv_1", uscc="91441900DEM000014R", source_id="h001", name="东莞市禾澄智能科技有限公司", short_name="禾澄智能", former_names=(),
        city="东莞", town="长安镇", founded=2016, staff=40, summary=None, is_demo=True, version=3,
        updated_at=datetime(2026, 1, 1, tzinfo=UTC),
        memberships=(Membership("municipal", valid_until=date(2028, 11, 15)),),
        capabilities=tuple(item for item in items if isinstance(item, StoredCapability)),
        cases=tuple(item for item in items if isinstance(item, StoredCase)),
    )  # fmt: skip
    return replace(made, **changes)
