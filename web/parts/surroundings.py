"""What a page of matches needs in addition to the matches: taxonomy, settings, names of pools, and the day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from service.domain.taxonomy import Taxonomy
from service.flows.upkeep.read_site_state import read_site_state
from service.runtime import Runtime
from service.settings import Settings


@dataclass(frozen=True, slots=True)
class Surroundings:
    """`pool_names`: pool code → short name. `today`: the day in Asia/Shanghai. `as_of`: when the counts on the page were read."""

    taxonomy: Taxonomy
    settings: Settings
    pool_names: Mapping[str, str]
    today: date
    as_of: datetime | None = None


def surroundings_of(runtime: Runtime) -> Surroundings:
    """The surroundings of a request that is answered now."""
    state = read_site_state(runtime)
    return Surroundings(
        taxonomy=runtime.knowledge().taxonomy,
        settings=runtime.settings,
        pool_names={line.pool.code: line.pool.short_name for line in state.pools},
        today=runtime.today,
        as_of=state.at,
    )
