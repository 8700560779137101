"""Brokering killed at every write, just after its commit too: a step is stored whole or not at all, whatever dies when."""

import json
import subprocess
import sys
from pathlib import Path

from service.settings import ROOT

STEPS = 9


def test_every_step_is_whole_or_nothing(tmp_path: Path) -> None:
    """In an interpreter of its own: a process of the tests may have threads by now, and forking it would be unsafe."""
    command = [sys.executable, "-m", "tests.faults.killed_brokering", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=400, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert len(told) == STEPS
    assert all(nothing >= 3 and whole >= 1 for nothing, whole in told), told
