"""供给缺口: count a need that nobody in the pools could serve. Codes only; no text, no person."""

from dataclasses import dataclass
from enum import StrEnum

from service.errors import Invalid
from service.runtime import Runtime
from service.store.queries.supply_gaps import add_supply_gap
from service.store.unit_of_work import writing


class GapReason(StrEnum):
    """Why it is a gap: nobody fits well, or the pools do not serve this at all."""

    NOBODY = "nobody"
    FOREIGN = "foreign"


@dataclass(frozen=True, slots=True)
class SupplyGap:
    """What a page or a program hands over: codes of the taxonomy; an empty one was not said."""

    reason: str
    scenario: str = ""
    topic: str = ""
    industry: str = ""
    town: str = ""


def record_supply_gap(runtime: Runtime, gap: SupplyGap) -> None:
    """Store one anonymous row. Codes the taxonomy does not know are left out, so that no words can be slipped in.

    Raises:
        Invalid: the reason is none of `GapReason`.
    """
    if gap.reason not in set(GapReason):
        raise Invalid("没有认出缺口的类别，请回到结果页再点一次。")
    taxonomy = runtime.knowledge().taxonomy
    with writing(runtime.database) as session:
        add_supply_gap(
            session,
            runtime.clock.now(),
            gap.reason,
            scenario=gap.scenario if gap.scenario in taxonomy.scenario_by_code else None,
            topic=gap.topic if gap.topic in taxonomy.topic_by_code else None,
            industry=gap.industry if gap.industry in taxonomy.industry_by_code else None,
            town=gap.town if any(town.code == gap.town for town in taxonomy.towns) else None,
        )
