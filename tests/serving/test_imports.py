"""An import by its own process: tried, killed in the middle of storing, cancelled; then nothing is half done."""

import io
import json
import os
import signal
import time
from pathlib import Path

import pytest

from service.background.performers import PERFORMERS
from service.domain.imports import RUNNING, ImportState
from service.domain.people import Role, RoleGrant
from service.domain.permissions import Actor
from service.flows.figures.count_records import count_records
from service.flows.profiles.receive_import import SentFile, receive_import
from service.flows.profiles.see_imports import see_import
from service.flows.profiles.step_import import step_import
from service.flows.upkeep.work_task import work_task
from service.store.queries.imports import move_import
from service.store.unit_of_work import writing
from tests.platforms import MODELS

CLERK = Actor("per_clerk", "核", (RoleGrant(Role.REVIEWER),))
FIRMS = 2_000
_LONGEST_SECONDS = 120


def many(number: int) -> bytes:
    """Firms whose codes differ."""
    capabilities = [{"title": "采集", "description": "注塑机停机采集，手机看板。"}, {"title": "报工", "description": "扫码报工。"}]
    same = {"pools": [{"pool": "municipal", "admitted_on": "2025-01-05"}], "capabilities": capabilities}
    firms = ({"name": f"东莞市演示第{each}服务有限公司", "uscc": f"91441900DEM{each:06d}X", **same} for each in range(number))
    return b"".join(json.dumps(firm, ensure_ascii=False).encode() + b"\n" for firm in firms)


@pytest.fixture
def sent(make_platform, tmp_path):
    """(runtime, id) of a file that was received."""
    runtime = make_platform((), data_dir=tmp_path)
    runtime.settings.models_dir.symlink_to(MODELS.resolve(), target_is_directory=True)
    content = many(FIRMS)
    return runtime, receive_import(runtime, CLERK, [SentFile("名单.jsonl", len(content), io.BytesIO(content))], "")


def waited(runtime, import_id, until):
    """The import once `until` holds of it."""
    end = time.monotonic() + _LONGEST_SECONDS
    while time.monotonic() < end:
        seen = see_import(runtime, CLERK, import_id)
        if until(seen):
            return seen
        time.sleep(0.02)
    raise AssertionError(str(seen.found.state))


def over(seen):
    return seen.found.state not in RUNNING


def process_of(import_id: str) -> int:
    """The process that carries it out."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if b"carry-out-import" in words and import_id.encode() in words:
            return int(folder.name)
    raise AssertionError("no process")


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="processes are found in /proc")
def test_killed_or_cancelled_in_the_middle_of_storing_nothing_is_half_done(sent):
    runtime, import_id = sent
    assert work_task(runtime, "tests", PERFORMERS)
    seen = waited(runtime, import_id, over)
    assert seen.found.state is ImportState.CHECKED
    assert seen.found.report.providers["added"] == FIRMS
    for stop in ("kill", "cancel"):
        step_import(runtime, CLERK, import_id, "confirm")
        assert work_task(runtime, "tests", PERFORMERS)
        waited(runtime, import_id, lambda seen: seen.progress.what == "写入")
        if stop == "kill":
            os.kill(process_of(import_id), signal.SIGKILL)
        else:
            step_import(runtime, CLERK, import_id, "cancel")
        seen = waited(runtime, import_id, over)
        assert seen.found.state is (ImportState.FAILED if stop == "kill" else ImportState.CANCELLED)
        assert count_records(runtime).providers == 0
        with writing(runtime.database) as session:
            move_import(session, seen.found, ImportState.CHECKED)  # as if it had been tried again
