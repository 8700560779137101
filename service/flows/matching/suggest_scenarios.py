"""While somebody types: the scenarios that the words so far are likely about."""

from service.domain.taxonomy import Scenario
from service.runtime import Runtime
from service.search.likely_scenarios import likely_scenarios

SUGGESTED_MOST = 4


def suggest_scenarios(runtime: Runtime, text: str) -> tuple[Scenario, ...]:
    """At most four, the likeliest first; nothing is stored."""
    return likely_scenarios(runtime.knowledge(), runtime.encoder, text, most=SUGGESTED_MOST)
