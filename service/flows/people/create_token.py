"""Create an API token from the command line."""

from service.domain.audit import COMMAND
from service.domain.people import read_email
from service.errors import NotFound
from service.identity.tokens import TokenWish, issue_token
from service.runtime import Runtime
from service.store.queries.people import find_person_by_email
from service.store.unit_of_work import writing


def create_token(runtime: Runtime, email: str, wish: TokenWish) -> str:
    """Make one for the person with this address: the token itself, which nobody can read again.

    Raises:
        NotFound: there is no such account.
        Invalid: scopes or days cannot be used.
        Conflict: there are as many as one person may have.
    """
    with writing(runtime.database) as session:
        person = find_person_by_email(session, read_email(email) or "")
        if person is None:
            raise NotFound("没有这个邮箱的账户，请先新建。")
        return issue_token(runtime, session, person.id, wish, COMMAND)
