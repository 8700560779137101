"""What every test may ask for, and which tests run side by side."""

import pytest
from hypothesis import settings

pytest_plugins = ["tests.services", "tests.platforms"]

# How long one example takes says nothing on a machine that others use too; tests of speed measure processor time.
settings.register_profile("shared machine", deadline=None)
settings.load_profile("shared machine")


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Group tests for `pytest -n`: a file stays with one worker, and all that need Elasticsearch share one server.

    That group mostly waits for its server and takes longest, so it begins first, beside everything else.
    """
    for item in items:
        needs_server = item.get_closest_marker("elasticsearch") is not None
        item.add_marker(pytest.mark.xdist_group("elasticsearch" if needs_server else item.path.as_posix()))
    items.sort(key=lambda item: item.get_closest_marker("elasticsearch") is None)
