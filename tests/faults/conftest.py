"""A platform on a SQLite file of its own that a test may break, its commands, and a process that serves it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from typer import Typer
from typer.testing import CliRunner

import indexer.cli
import service.cli
from service.bootstrap import build_runtime
from service.flows.profiles.prepare_passages import prepare_passages
from service.runtime import Runtime
from service.search.encoders.bundled_reader import ensure_reader
from service.settings import ROOT
from tests.bench.generated import write_generated
from tests.databases import copy_file
from tests.factories import SMALL_POOL, add_firms
from tests.faults.serving import Site, serving
from tests.platforms import CACHE, MODELS

APPS: dict[str, Typer] = {"service": service.cli.app, "indexer": indexer.cli.app}


@dataclass(frozen=True, slots=True)
class Told:
    """How a command ended and what it said on both streams."""

    code: int
    said: str


@dataclass
class Place:
    """A data folder with the small pool in `pool.db`."""

    folder: Path
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.folder / "pool.db"

    @property
    def environment(self) -> dict[str, str]:
        """For processes."""
        return {"POOL_DATA_DIR": str(self.folder), "POOL_MATCHES_PER_MINUTE": "0", **self.settings}

    def run(self, line: str) -> Told:
        """Run `service migrate --no-embed` or another command in this process."""
        package, *words = line.split()
        done = CliRunner().invoke(APPS[package], words, env=self.environment)
        return Told(done.exit_code, done.output)

    def start(self, line: str, *, before: Sequence[str] = (), **options: object) -> "subprocess.Popen[str]":
        """The same in a process of its own; both streams as one."""
        return subprocess.Popen(
            [*before, sys.executable, "-m", *line.split()], cwd=ROOT, env={**os.environ, **self.environment}, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **options,
        )  # type: ignore[call-overload]  # fmt: skip


@pytest.fixture(scope="session")
def whole_place(tmp_path_factory: pytest.TempPathFactory, sqlite_only: None, hash_platform: Runtime) -> Path:
    """A database file with code tables and the small pool, in one file. Copy it; never write to it."""
    path = tmp_path_factory.mktemp("whole") / "pool.db"
    copy_file(hash_platform.database, path)
    settings = replace(hash_platform.settings, database_url=f"sqlite:///{path}")
    own = replace(build_runtime(settings, encoder=hash_platform.encoder), knowledge=hash_platform.knowledge)
    add_firms(own.database, SMALL_POOL)
    prepare_passages(own)
    own.database.dispose()
    return path


@pytest.fixture
def place(tmp_path: Path, whole_place: Path) -> Place:
    """A platform that a test may break."""
    return place_at(tmp_path / "place", whole_place)


def place_at(folder: Path, whole: Path) -> Place:
    """Copy the whole database into `folder`; the fitted bank comes from the tests' cache, the network from the built models."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(whole, folder / "pool.db")
    ensure_reader(MODELS)
    (folder / "models").symlink_to(MODELS.resolve(), target_is_directory=True)
    if (CACHE / "cache").is_dir():
        (folder / "cache").symlink_to(CACHE / "cache", target_is_directory=True)
    return Place(folder)


@pytest.fixture
def serve() -> Iterator[Callable[..., Site]]:
    """Starts web processes on places; they end with the test."""
    running: list[Site] = []

    def start(place: Place, **options: object) -> Site:
        running.append(serving(place.environment, **options))
        return running[-1]

    yield start
    for site in running:
        site.end()


@pytest.fixture
def pool_file(tmp_path: Path) -> Path:
    """Sixty firms that are not stored yet."""
    path = tmp_path / "more.jsonl"
    write_generated(path, 60)
    return path
