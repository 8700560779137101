"""Ask for a new password by mail."""

from service.domain.links import LinkKind
from service.domain.people import PersonState, read_email
from service.domain.permissions import Actor
from service.domain.sessions import CameFrom
from service.errors import Invalid
from service.identity.links import LinkWish, send_link, write_either_way
from service.runtime import Runtime
from service.store.queries.people import find_person_by_email
from service.store.unit_of_work import writing


def recover_account(runtime: Runtime, given: str, came: CameFrom) -> None:
    """Send the link, if there is an account that may be used. The answer is the same when there is none.

    Raises:
        Invalid: it is no mail address.
    """
    email = read_email(given)
    if email is None:
        sentence = "请填注册时用的邮箱，例如 name@example.com。"
        raise Invalid(sentence, fields={"email": sentence})
    with writing(runtime.database) as session:
        write_either_way(runtime, session, email)
        person = find_person_by_email(session, email)
        if person and person.state is PersonState.ACTIVE:
            send_link(runtime, session, LinkWish(LinkKind.RECOVERY, email, Actor(address=came.address)), person_id=person.id)
