"""The names of the firms one has a role for."""

from service.domain.permissions import Actor
from service.runtime import Runtime
from service.store.queries.people import firm_names
from service.store.unit_of_work import reading


def name_firms(runtime: Runtime, actor: Actor) -> dict[str, str]:
    """Firm id → name."""
    with reading(runtime.database) as session:
        return firm_names(session, [grant.firm_id for grant in actor.grants if grant.firm_id])
