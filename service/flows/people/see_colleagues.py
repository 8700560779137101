"""Who else has a role for one's firms."""

from service.domain.people import Person
from service.domain.permissions import Action, Actor, Subject, may
from service.runtime import Runtime
from service.store.queries.people import colleagues_of, firm_names
from service.store.unit_of_work import reading


def see_colleagues(runtime: Runtime, actor: Actor) -> dict[tuple[str, str], list[Person]]:
    """(firm id, its name) → its people, of every firm into which the actor may bring somebody."""
    ids = sorted({grant.firm_id for grant in actor.grants if may(actor, Action.INVITE_COLLEAGUE, Subject(firm_id=grant.firm_id))})
    with reading(runtime.database) as session:
        names = firm_names(session, ids)
        return {(firm_id, names.get(firm_id, "")): colleagues_of(session, firm_id) for firm_id in ids}
