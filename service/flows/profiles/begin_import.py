"""导入: start the process that tries or stores an uploaded file, by the very code of the command `load`.

A file of 13,000 firms costs minutes of processor time. So it is read, judged, stored and embedded beside the site, with a lower
priority, by a process that can be stopped. Why a process: docs/decisions/0034-imports-in-a-process.md.
"""

import os
import subprocess
import sys
import threading
import time
from contextlib import suppress
from typing import BinaryIO

from service.domain.imports import RUNNING
from service.domain.tasks import Task
from service.errors import PlatformError, Unavailable
from service.imports.import_folder import ImportFolder
from service.imports.settle_ended import import_folder, settle_ended
from service.runtime import Runtime
from service.store.queries.imports import find_import
from service.store.unit_of_work import reading

_COMMAND = (sys.executable, "-m", "indexer", "carry-out-import")
_NICENESS = 10
_PREDECESSOR_SECONDS = 20.0
_LOOK_AGAIN_SECONDS = 0.1
_FEWER = {"POOL_ENCODER_THREADS": "1"}
"""Searches go on meanwhile: they have the other cores."""


def begin_import(runtime: Runtime, task: Task) -> None:
    """Start it and let it run. A performer of background tasks: a repeat starts nothing while the first one lives.

    Raises:
        Unavailable: a process of an earlier import still lives.
    """
    import_id, round_number = task.values["import"], int(task.values["round"])
    with reading(runtime.database) as session:
        found = find_import(session, import_id)
    if found is None or found.round != round_number or found.state not in RUNNING:
        return
    with _lock_soon(import_folder(runtime)) as lock:
        environment = {**os.environ, **runtime.settings.environment_variables(), **_FEWER}
        environment["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
        # The open file goes along: so the lock is held without a gap until that process ends, however it ends.
        process = subprocess.Popen(  # noqa: S603  our own module
            (*_COMMAND, import_id), env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, pass_fds=(lock.fileno(),),
            start_new_session=True,
        )  # fmt: skip
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, process.pid, _NICENESS)
    threading.Thread(target=_wait, args=(runtime, process, import_id, round_number), name="import", daemon=True).start()


def _lock_soon(folder: ImportFolder) -> BinaryIO:
    """The lock of imports. The process before this one may have told its last word and be about to end."""
    end = time.monotonic() + _PREDECESSOR_SECONDS
    while (lock := folder.lock()) is None:
        if time.monotonic() > end:
            raise Unavailable("上一次导入的程序还在运行，等它结束。")
        time.sleep(_LOOK_AGAIN_SECONDS)
    return lock


def _wait(runtime: Runtime, process: "subprocess.Popen[bytes]", import_id: str, round_number: int) -> None:
    process.wait()
    with suppress(PlatformError):  # whoever looks next settles it
        settle_ended(runtime, import_id, round_number)
