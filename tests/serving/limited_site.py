"""`python -m tests.serving.limited_site PORT`: the real site by two processes on the database of the settings, with the tests' encoder."""

import sys
from collections.abc import Callable

from starlette.types import ASGIApp

from service.api.app import build_limits
from service.bootstrap import build_runtime
from service.settings import read_settings
from tests.fakes import FixedClock, HashEncoder
from web.app import build_site
from web.server.listening import listen
from web.server.serve import run_workers


def load() -> Callable[[], ASGIApp]:
    """What stands before the fork: the limits, as in `web.server.serve`."""
    limits = build_limits(read_settings())
    return lambda: build_site(build_runtime(read_settings(), encoder=HashEncoder(), clock=FixedClock()), limits)


if __name__ == "__main__":
    sys.exit(run_workers(load, listen("127.0.0.1", int(sys.argv[1]), 2)))
