"""A few places, a short queue, and a clear word past both."""

import asyncio

import pytest

from service.edge.admission import Admission, Gone
from service.errors import Overloaded
from tests.loops import on_own_loop


async def _stays() -> None:
    await asyncio.Event().wait()


def _admission(**changes) -> Admission:
    return Admission(**({"at_once": 1, "queue_most": 1, "wait_seconds": 5.0} | changes))


class _Work:
    """Holds a place until it is told to end."""

    def __init__(self, admission: Admission, until_gone=_stays) -> None:
        self.end = asyncio.Event()
        self.began = asyncio.Event()
        self.task = asyncio.ensure_future(self._hold(admission, until_gone))

    async def _hold(self, admission: Admission, until_gone) -> None:
        async with admission.place(until_gone):
            self.began.set()
            await self.end.wait()


async def _a_moment() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


def test_one_works_one_waits_and_the_third_is_told_to_come_again():
    async def play() -> None:
        admission = _admission()
        first, second = _Work(admission), _Work(admission)
        await _a_moment()
        assert first.began.is_set()
        assert not second.began.is_set()
        with pytest.raises(Overloaded) as told:
            await _Work(admission).task
        assert told.value.wait_seconds >= 2
        first.end.set()
        await second.began.wait()
        second.end.set()
        await second.task
        again = _Work(admission)
        await again.began.wait()  # the place was given back
        again.end.set()
        await again.task

    on_own_loop(play())


def test_who_waits_too_long_is_told_to_come_again_and_leaves_the_queue():
    async def play() -> None:
        admission = _admission(wait_seconds=0.0)
        first = _Work(admission)
        await _a_moment()
        for _ in range(3):
            with pytest.raises(Overloaded):
                await _Work(admission).task
        first.end.set()
        await first.task

    on_own_loop(play())


def test_work_nobody_waits_for_is_never_begun():
    async def play() -> None:
        admission = _admission()
        first = _Work(admission)
        await _a_moment()
        gone = asyncio.Event()
        second = _Work(admission, gone.wait)
        await _a_moment()
        gone.set()
        with pytest.raises(Gone):
            await second.task
        assert not second.began.is_set()
        third = _Work(admission)  # the queue is free again
        await _a_moment()
        first.end.set()
        await third.began.wait()
        third.end.set()
        await third.task

    on_own_loop(play())


def test_a_place_is_given_back_when_the_work_fails_or_a_waiting_request_is_cancelled():
    async def play() -> None:
        admission = _admission()
        with pytest.raises(ValueError, match="wrong"):
            async with admission.place(_stays):
                raise ValueError("wrong")
        first = _Work(admission)
        await _a_moment()
        second = _Work(admission)
        await _a_moment()
        second.task.cancel()
        first.end.set()
        with pytest.raises(asyncio.CancelledError):
            await second.task
        third = _Work(admission)
        await third.began.wait()
        third.end.set()
        await third.task

    on_own_loop(play())


def test_zero_lets_all_in():
    async def play() -> None:
        admission = _admission(at_once=0)
        works = [_Work(admission) for _ in range(20)]
        await _a_moment()
        assert all(work.began.is_set() for work in works)
        for work in works:
            work.end.set()
            await work.task

    on_own_loop(play())
