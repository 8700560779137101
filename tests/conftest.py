"""What every test may ask for, and which tests run side by side."""

import pytest
import structlog
from hypothesis import settings
from xdist.scheduler import LoadScopeScheduling

pytest_plugins = ["tests.services", "tests.databases", "tests.platforms"]

# How long one example takes says nothing on a machine that others use too; tests of speed measure processor time.
settings.register_profile("shared machine", deadline=None)
settings.load_profile("shared machine")
# A failure inside a page is logged without every local value: drawing those takes minutes.
_plain = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
structlog.configure(processors=[structlog.contextvars.merge_contextvars, structlog.processors.add_log_level, _plain])

ON_ELASTICSEARCH = ("tests/province/", "tests/contract/test_elastic_engine.py", "tests/contract/test_search_engine.py")
"""Files that share one Elasticsearch: it takes half a minute to start, so one worker has them all, and begins with them."""


class _ByFile(LoadScopeScheduling):
    """A file stays with one worker, and so do all files that need Elasticsearch."""

    def _split_scope(self, nodeid: str) -> str:
        return "elasticsearch" if nodeid.startswith(ON_ELASTICSEARCH) else nodeid.partition("::")[0]


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> _ByFile:
    """How `pytest -n` deals tests out."""
    return _ByFile(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What mostly waits for its server and takes longest begins first, beside everything else."""
    items.sort(key=lambda item: not item.nodeid.startswith(ON_ELASTICSEARCH))
