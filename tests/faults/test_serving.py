"""A site whose database is locked, gone, damaged or full goes on as far as it can, and tells the rest in a sentence."""

import os
import resource
import signal
import socket
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, closing
from http.client import HTTPException

import pytest

from tests.faults.conftest import Place
from tests.faults.holding import write_lock
from tests.faults.serving import Answer, Site

pytestmark = pytest.mark.slow

Serve = Callable[..., Site]
PAGES = ("/", "/providers", "/search?q=%E6%B3%A8%E5%A1%91%E6%9C%BA%E8%81%94%E7%BD%91", "/api/v1/providers", "/api/v1/health/ready")
WRITERS = 60


def gaps(place: Place) -> int:
    with closing(sqlite3.connect(place.database)) as connection:
        return int(connection.execute("SELECT count(*) FROM supply_gaps").fetchone()[0])


def test_reading_never_waits_for_writers_and_writers_give_up(place: Place, serve: Serve) -> None:
    """Sixty visitors store something while another program holds the lock: pages are answered before any of that ends."""
    site = serve(place)
    for path in PAGES:
        assert site.get(path).status == 200  # what the first visit builds is there
    with write_lock(place.database), ThreadPoolExecutor(WRITERS) as visitors:
        writing = [visitors.submit(site.note_gap) for _ in range(WRITERS)]
        pages = [site.get(path) for path in PAGES * 4]
        refused = [each.result() for each in writing]  # they end although the lock is still held
    assert {page.status for page in pages} == {200}
    assert {answer.status for answer in refused} == {503}
    assert all("数据库正忙" in answer.body and "没有保存" in answer.body for answer in refused)
    assert gaps(place) == 0
    assert site.note_gap().status == 303
    assert gaps(place) == 1


def test_a_database_deleted_while_served_takes_no_more(place: Place, serve: Serve) -> None:
    site = serve(place)
    assert site.note_gap().status == 303
    for end in ("", "-wal", "-shm"):
        place.database.with_name(f"pool.db{end}").unlink(missing_ok=True)
    refused = site.note_gap()
    assert refused.status == 503
    assert "被删除或替换" in refused.body
    ready = site.get("/api/v1/health/ready")
    assert ready.status == 503
    assert "被删除或替换" in ready.body
    assert not place.database.exists()  # nobody made an empty one in its place


def test_a_database_replaced_while_served_takes_no_more(place: Place, serve: Serve) -> None:
    site = serve(place)
    assert site.get("/").status == 200
    other = place.database.with_name("other.db")
    other.write_bytes(place.database.read_bytes())
    other.replace(place.database)
    assert site.note_gap().status == 503
    assert "被删除或替换" in site.get("/api/v1/health/ready").body


def test_a_database_damaged_while_served_is_told_everywhere(place: Place, serve: Serve) -> None:
    with closing(sqlite3.connect(place.database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    size = place.database.stat().st_size
    with place.database.open("r+b") as file:
        file.seek(8 * 4096)
        file.write(os.urandom(size - 8 * 4096))
    site = serve(place)
    for path in PAGES:
        answer = site.get(path)
        assert answer.status == 503, path
        assert "已损坏" in answer.body, path
        assert "python -m service restore" in answer.body, path


def test_a_full_disk_stops_writing_and_not_reading(place: Place, serve: Serve) -> None:
    """A limit on the size of a file stands for the disk: the system refuses to write in the same way, and needs no other user."""
    with closing(sqlite3.connect(place.database)) as kept:
        kept.execute("PRAGMA journal_mode=WAL")
        kept.execute("BEGIN")
        kept.execute("SELECT count(*) FROM providers").fetchone()  # both files beside the database are there
        site = serve(place, before=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (8_000, 8_000)))
        refused = site.note_gap()
        assert refused.status == 503
        assert "磁盘写不下了" in refused.body
        for path in PAGES:
            assert site.get(path).status == 200, path
    assert gaps(place) == 0


def test_a_process_without_free_descriptors_comes_back(place: Place, serve: Serve) -> None:
    site = serve(place, before=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (80, 80)))
    assert site.get("/providers").status == 200
    with ExitStack() as crowd:
        for _ in range(120):
            crowd.enter_context(socket.create_connection(("127.0.0.1", site.port), timeout=5))
        try:
            answer = site.get("/providers", timeout=3)
        except (OSError, HTTPException):
            pass  # nobody is let in any more
        else:
            assert answer.status in {200, 503}
    assert site.process.poll() is None
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            if site.get("/providers", timeout=3).status == 200 and site.note_gap().status == 303:
                break
        except (OSError, HTTPException):
            time.sleep(0.1)
    assert site.get("/api/v1/health/ready").status == 200


def test_clients_that_send_slowly_hold_nobody_up(place: Place, serve: Serve) -> None:
    site = serve(place)
    with ExitStack() as crowd:
        slow = [crowd.enter_context(socket.create_connection(("127.0.0.1", site.port), timeout=60)) for _ in range(60)]
        for client in slow[:30]:
            client.sendall(b"GET /providers HTTP/1.1\r\nHost: a\r\nX-Slow: ")
        for client in slow[30:]:
            client.sendall(b"POST /api/v1/matches HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 400\r\n\r\n{")
        for path in PAGES:
            assert site.get(path).status == 200, path
    assert site.get("/").status == 200


def test_a_site_told_to_end_while_the_database_is_locked_ends(place: Place, serve: Serve) -> None:
    site = serve(place)
    with write_lock(place.database), ThreadPoolExecutor(4) as visitors:
        writing = [visitors.submit(site.note_gap) for _ in range(4)]
        time.sleep(0.2)
        site.process.send_signal(signal.SIGTERM)
        assert site.process.wait(60) in {0, -signal.SIGTERM}
        # Who was not let in before the end has no answer; nobody is told that something was stored.
        assert {_status_of(each) for each in writing} <= {503, None}


def _status_of(asked: "Future[Answer]") -> int | None:
    try:
        return asked.result().status
    except (OSError, HTTPException):
        return None
