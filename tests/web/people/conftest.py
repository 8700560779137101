"""A platform of each test's own, with letters that it can read."""

import pytest

from tests.factories import SMALL_POOL
from tests.people import with_mailbox


@pytest.fixture
def platform(make_runtime):
    """(runtime, mailbox)."""
    return with_mailbox(make_runtime(SMALL_POOL[:1], sign_ins_per_minute=0))
