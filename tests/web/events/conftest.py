"""One hall for all pages of events: each test plans events of its own."""

import pytest

from service.domain.people import Role
from service.domain.permissions import ANONYMOUS
from service.identity.actors import actor_of
from service.store.rows import ProviderRow
from tests.events import Hall
from tests.factories import SMALL_POOL
from tests.flows.stored import rows
from tests.people import WebPerson, make_person, signed_in, with_mailbox


@pytest.fixture(scope="session")
def hall(make_runtime) -> Hall:
    runtime = with_mailbox(make_runtime(SMALL_POOL, sign_ins_per_minute=0))[0]
    provider = min(row.uscc for row in rows(runtime.database, ProviderRow))
    firms = {Role.PROVIDER: provider, Role.MANUFACTURER: "禾澄电子厂"}
    roles = (Role.BROKER, Role.REVIEWER, Role.MANUFACTURER, Role.PROVIDER)
    people = {role: make_person(runtime, role, f"{role}x", firms.get(role, "")) for role in roles}
    actors = {str(role): actor_of(person, staff=True) for role, person in people.items()}
    browsers = {str(role): signed_in(runtime, f"{role}x") for role in roles}
    return Hall(runtime, actors | {"nobody": ANONYMOUS}, browsers | {"nobody": WebPerson(runtime)})
