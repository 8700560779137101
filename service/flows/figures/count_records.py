"""How many of what: the one place every page, command and export takes its totals from."""

from dataclasses import dataclass
from datetime import date

from service.store import unit_of_work
from service.store.access import Database
from service.store.queries import counts


@dataclass(frozen=True, slots=True)
class RecordCounts:
    """Totals. `memberships`: pool code → memberships on its books (not withdrawn), so a firm in both pools counts in each."""

    providers: int
    listed: int
    capabilities: int
    cases: int
    memberships: dict[str, int]


def count_records(database: Database, today: date) -> RecordCounts:
    """Count everything in one state of the database, as of `today` in Asia/Shanghai."""
    with unit_of_work.reading(database) as session:
        return RecordCounts(
            providers=counts.providers(session),
            listed=counts.listed(session, today),
            capabilities=counts.capabilities(session),
            cases=counts.cases(session),
            memberships=counts.memberships(session),
        )
