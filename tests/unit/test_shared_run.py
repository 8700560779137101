"""Threads that come during a run have their items done together by the next one."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from service.search.encoders.shared_run import SharedRun

WAIT_SECONDS = 10


class Recorder:
    """Records the items of each run. The first run waits until it is let go."""

    def __init__(self) -> None:
        self.runs: list[list[str]] = []
        self.began = threading.Event()
        self.go = threading.Event()

    def __call__(self, items: list[str]) -> None:
        self.runs.append(items)
        self.began.set()
        assert self.go.wait(WAIT_SECONDS)
        if "bad" in items:
            raise ValueError(items)


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


@pytest.fixture
def shared(recorder: Recorder) -> SharedRun[str]:
    return SharedRun(recorder)


def queued(shared: SharedRun[str], count: int) -> None:
    """Return when so many calls wait."""
    while len(shared._queue) < count:
        threading.Event().wait(0.001)


def test_who_waits_shares_the_next_run(shared: SharedRun[str], recorder: Recorder) -> None:
    with ThreadPoolExecutor(4) as threads:
        first = threads.submit(shared, ["a"])
        assert recorder.began.wait(WAIT_SECONDS)
        others = [threads.submit(shared, [name]) for name in ("b", "c", "d")]
        queued(shared, 3)
        recorder.go.set()
        for each in (first, *others):
            each.result(WAIT_SECONDS)
    assert recorder.runs[0] == ["a"]
    assert [sorted(run) for run in recorder.runs[1:]] == [["b", "c", "d"]]


def test_a_failure_is_of_the_thread_that_runs_and_the_others_are_tried_again(shared: SharedRun[str], recorder: Recorder) -> None:
    with ThreadPoolExecutor(2) as threads:
        bad = threads.submit(shared, ["bad"])
        assert recorder.began.wait(WAIT_SECONDS)
        good = threads.submit(shared, ["good"])
        queued(shared, 1)
        recorder.go.set()
        good.result(WAIT_SECONDS)
        with pytest.raises(ValueError, match="bad"):
            bad.result(WAIT_SECONDS)
    assert recorder.runs == [["bad"], ["good"]]


def test_after_a_failure_everything_goes_on(shared: SharedRun[str], recorder: Recorder) -> None:
    recorder.go.set()
    with pytest.raises(ValueError, match="bad"):
        shared(["bad"])
    shared(["a", "b"])
    assert recorder.runs == [["bad"], ["a", "b"]]
