"""From a person to what he may do now, and the question every use case asks first."""

from service.domain.people import STAFF, Person
from service.domain.permissions import Action, Actor, Subject, may
from service.errors import NotFound, Refused


def actor_of(person: Person, *, staff: bool) -> Actor:
    """The person with the roles in effect; `staff` False leaves out those of the bureau."""
    return Actor(person.id, person.name, tuple(grant for grant in person.grants if staff or grant.role not in STAFF))


def require(actor: Actor, action: Action, subject: Subject) -> None:
    """Go on only with what the table of permissions allows.

    Raises:
        Refused: it does not.
    """
    if not may(actor, action, subject):
        raise Refused("您的账户没有这项权限，没有执行。需要时请联系平台管理员。")


def require_known(actor: Actor, action: Action, subject: Subject | None) -> None:
    """As `require`, where even that the record exists is nobody else's business; `subject` None: there is none.

    Raises:
        NotFound: it is not there, or not for this actor.
    """
    if subject is None or not may(actor, action, subject):
        raise NotFound("没有找到这一条，可能已经被删除，或不属于您。")
