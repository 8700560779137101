"""Background work survives workers that are killed: none is lost, none is settled twice."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from service.settings import ROOT


def killed(url: str) -> dict:
    command = [sys.executable, "-m", "tests.faults.killed_workers", url]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=400, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def check(told: dict) -> None:
    assert told["states"] == {"done": 300}
    assert (told["settled"], told["twice"]) == (300, 0)
    assert told["kills"] > 5
    assert told["again"] > 0, "some came back after their worker was killed or asked for another try"


@pytest.mark.slow
def test_killed_on_sqlite(tmp_path: Path) -> None:
    check(killed(f"sqlite:///{tmp_path / 'tasks.db'}"))


@pytest.mark.slow
@pytest.mark.postgres
def test_killed_on_postgres(postgres_url: str) -> None:
    check(killed(postgres_url))
