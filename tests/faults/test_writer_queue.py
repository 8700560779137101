"""Writers of one process: first come, first served, few at a time, none for long."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from service.errors import DatabaseBusy
from service.store.writer_queue import WriterQueue, WriterWait


def wait_until(queue: WriterQueue, waiting: int) -> None:
    while len(queue) < waiting:
        time.sleep(0.001)


def test_writers_come_in_their_order() -> None:
    queue = WriterQueue(WriterWait(60))
    order: list[int] = []

    def write(number: int) -> None:
        with queue.turn():
            order.append(number)

    with ThreadPoolExecutor(5) as writers, queue.turn():
        for number in range(5):
            writers.submit(write, number)
            wait_until(queue, number + 1)
    assert order == [0, 1, 2, 3, 4]


def test_one_too_many_is_refused_at_once() -> None:
    queue = WriterQueue(WriterWait(60), most_waiting=2)
    release = threading.Event()

    def write() -> None:
        with queue.turn():
            release.wait(60)

    with ThreadPoolExecutor(3) as writers:
        done = [writers.submit(write) for _ in range(3)]
        wait_until(queue, 2)
        with pytest.raises(DatabaseBusy), queue.turn():
            pytest.fail("a third one waited")
        release.set()
        for each in done:
            each.result(60)


def test_who_waited_in_vain_leaves_the_queue_to_the_next() -> None:
    queue = WriterQueue(WriterWait(0.05))
    with queue.turn():
        with pytest.raises(DatabaseBusy), queue.turn():
            pytest.fail("two wrote at once")
        assert len(queue) == 0
    with queue.turn():
        pass


def test_a_failing_writer_lets_the_next_in() -> None:
    queue = WriterQueue(WriterWait(60))
    with pytest.raises(RuntimeError), queue.turn():
        raise RuntimeError
    with queue.turn():
        pass
