"""A process of a deployment, for tests that kill it: `python -m tests.province.member follow | load FILE | serve PORT`."""

import sys
import threading
from pathlib import Path

from indexer.follow import follow
from indexer.load import LoadOptions, load_files
from service.bootstrap import build_runtime
from service.flows.profiles.prepare_passages import prepare_passages
from service.flows.upkeep.warm_up import warm_up
from service.settings import read_settings
from tests.fakes import FixedClock, HashEncoder


def run(words: list[str]) -> None:
    """Do what the words say, as the commands of `indexer` do, with the tests' encoder and clock."""
    runtime = build_runtime(read_settings(), encoder=HashEncoder(), clock=FixedClock())
    if words[0] == "serve":
        warm_up(runtime)  # tells failures and goes on, as the site does
    else:
        runtime.knowledge()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    if words[0] == "follow":
        follow(runtime, once=False, stop=threading.Event())
    elif words[0] == "serve":
        import uvicorn

        from web.app import build_site

        uvicorn.run(build_site(runtime), host="127.0.0.1", port=int(words[1]), log_level="critical")
    else:
        files = [Path(word) for word in words[1:]]
        load_files(files, settings=runtime.settings, database=runtime.database, clock=runtime.clock, options=LoadOptions())
        prepare_passages(runtime)


if __name__ == "__main__":
    run(sys.argv[1:])
