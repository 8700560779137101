"""How many of what: records on file, and the public figures as every page shows them."""

from dataclasses import dataclass

from service.copies.kept_directory import read_kept
from service.runtime import Runtime
from service.store import unit_of_work
from service.store.queries import counts


@dataclass(frozen=True, slots=True)
class RecordCounts:
    """Totals.

    `providers`, `capabilities`, `cases`: on file, public or not. `listed`: firms with a public page today.
    `memberships`: pool code → memberships on its books (not withdrawn), so a firm in both pools counts in each.
    """

    providers: int
    listed: int
    capabilities: int
    cases: int
    memberships: dict[str, int]


def count_records(runtime: Runtime) -> RecordCounts:
    """Count everything as of now; the public figures come from the directory, as on the pages."""
    kept = read_kept(runtime, runtime.clock.now())
    with unit_of_work.reading(runtime.database) as session:
        return RecordCounts(
            providers=counts.providers(session),
            listed=len(kept.directory.providers),
            capabilities=counts.capabilities(session),
            cases=counts.cases(session),
            memberships={pool.code: kept.directory.memberships_by_pool[pool.code] for pool in kept.codes.pools},
        )
