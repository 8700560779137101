"""The vectors that come with the product, computed on a scratch database (`make vectors`)."""

import shutil
from dataclasses import replace

from indexer.load import LoadOptions, load_files
from service.bootstrap import build_runtime, prepare_database
from service.flows.profiles.prepare_passages import prepare_passages
from service.flows.upkeep.ship_vectors import ship_vectors
from service.settings import Settings


def export_vectors(settings: Settings) -> int:
    """Embed the shipped bank and the fixture pool with the encoder of the settings, write the file; returns the number of vectors."""
    folder = settings.data_dir / "vectors"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    own = replace(settings, database_url=f"sqlite:///{folder / 'pool.db'}", engine="embedded")
    prepare_database(own)
    runtime = build_runtime(own)
    pool = settings.fixtures_dir / "pools" / "providers.jsonl"
    load_files([pool], settings=own, database=runtime.database, clock=runtime.clock, options=LoadOptions(demo=True))
    prepare_passages(runtime)
    number = ship_vectors(runtime)
    runtime.database.dispose()
    shutil.rmtree(folder)
    return number
