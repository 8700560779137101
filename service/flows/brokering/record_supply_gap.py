"""Count a need that nobody in the pools could serve."""

from dataclasses import replace

from service.domain.supply_gaps import GapReason, SupplyGap
from service.errors import Invalid
from service.runtime import Runtime
from service.store.queries.supply_gaps import add_supply_gap
from service.store.unit_of_work import writing


def record_supply_gap(runtime: Runtime, gap: SupplyGap) -> None:
    """Store one anonymous row. Codes the taxonomy does not know are left out, so that no words can be slipped in.

    Raises:
        Invalid: the reason is none of `GapReason`.
    """
    if gap.reason not in set(GapReason):
        raise Invalid("没有认出缺口的类别，请回到结果页再点一次。")
    taxonomy = runtime.knowledge().taxonomy
    known = replace(
        gap,
        scenario=gap.scenario if gap.scenario in taxonomy.scenario_by_code else "",
        topic=gap.topic if gap.topic in taxonomy.topic_by_code else "",
        industry=gap.industry if gap.industry in taxonomy.industry_by_code else "",
        town=gap.town if any(town.code == gap.town for town in taxonomy.towns) else "",
    )
    with writing(runtime.database) as session:
        add_supply_gap(session, runtime.clock.now(), known)
