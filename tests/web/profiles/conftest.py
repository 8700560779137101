"""A platform of each test's own with people of a firm and of the bureau."""

import pytest

from service.domain.people import Role
from tests.factories import SMALL_POOL
from tests.flows.stored import provider_id
from tests.people import make_person, signed_in, with_mailbox


@pytest.fixture
def platform(make_runtime):
    """The runtime and id of the firm."""
    runtime, _ = with_mailbox(make_runtime(SMALL_POOL[:2], sign_ins_per_minute=0))
    return runtime, provider_id(runtime.database, "屿栈数据")


@pytest.fixture
def wang(platform):
    """Somebody of the firm, signed in."""
    make_person(platform[0], Role.PROVIDER, "wang", SMALL_POOL[0].uscc)
    return signed_in(platform[0], "wang")


@pytest.fixture
def zhao(platform):
    """A reviewer, signed in."""
    make_person(platform[0], Role.REVIEWER, "zhao")
    return signed_in(platform[0], "zhao")
