"""kill -9 at random points: no acknowledged change is lost, and the index agrees afterwards."""

import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pytest
from sqlalchemy import func, select

from indexer.follow import follow
from indexer.rebuild import rebuild
from indexer.verify import verify
from service.runtime import Runtime
from service.settings import ROOT, environment_name
from service.store import unit_of_work
from service.store.rows import CapabilityRow, ProviderRow, SupplyGapRow
from tests.factories import add_firms, firm, unified_code
from tests.province.conftest import Province, elastic, raise_version

pytestmark = [pytest.mark.elasticsearch, pytest.mark.slow]

KILLS = 12


@contextmanager
def member(province: Province, *words: str) -> Iterator["subprocess.Popen[str]"]:
    """A process of the deployment, ready to work; killed at the end whatever it does."""
    settings = province.settings
    environment = {
        environment_name(knob.name): str(getattr(settings, knob.name)) for knob in fields(settings) if getattr(settings, knob.name) != ""
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.province.member", *words],
        cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait(30)
        if process.stdout is not None:
            process.stdout.close()


@pytest.fixture
def observer(province: Province) -> Iterator[Runtime]:
    runtime = province.process()
    yield runtime
    runtime.database.dispose()
    elastic(runtime).close()


def test_a_killed_follower_loses_nothing(province: Province, observer: Runtime) -> None:
    chance = random.Random(11)  # noqa: S311  the same points every time
    acknowledged: dict[str, int] = dict.fromkeys(province.ids.values(), 1)
    for kill in range(KILLS):
        with member(province, "follow"):
            until = time.monotonic() + chance.uniform(0.0, 1.5)
            number = 0
            while time.monotonic() < until:
                changed = chance.choice(list(acknowledged))
                raise_version(observer, changed)
                acknowledged[changed] += 1
                number += 1
                if number % 3 == 0:
                    added = add_firms(observer.database, [firm(10_000 + 1_000 * kill + number)])
                    acknowledged.update(dict.fromkeys(added.values(), 1))
    follow(observer, once=True, stop=threading.Event())
    summary = verify(observer)
    assert summary.agrees
    with unit_of_work.reading(observer.database) as session:
        stored = {row.id: row.version for row in session.execute(select(ProviderRow.id, ProviderRow.version))}
    assert stored == acknowledged


def test_a_killed_loader_leaves_a_whole_file_or_none(province: Province, observer: Runtime, tmp_path: Path) -> None:
    chance = random.Random(12)  # noqa: S311  the same points every time
    firms_each = 60
    with unit_of_work.reading(observer.database) as session:
        before = session.scalar(select(func.count()).select_from(ProviderRow)) or 0
    longest = 120.0  # the first load is left to end, and tells how long one takes
    for kill in range(KILLS + 1):
        path = tmp_path / f"part-{kill}.jsonl"
        path.write_text("".join(_record(100 * kill + number) for number in range(firms_each)), "utf-8")
        with member(province, "load", str(path)) as process:
            started = time.monotonic()
            try:
                process.wait(chance.uniform(0.0, longest) if kill else longest)
            except subprocess.TimeoutExpired:
                continue  # killed in the middle
            if not kill:
                longest = time.monotonic() - started
    with unit_of_work.reading(observer.database) as session:
        firms = (session.scalar(select(func.count()).select_from(ProviderRow)) or 0) - before
        orphans = session.scalar(
            select(func.count()).select_from(CapabilityRow).where(CapabilityRow.provider_id.not_in(select(ProviderRow.id)))
        )
    assert firms >= firms_each
    assert firms % firms_each == 0
    assert orphans == 0
    follow(observer, once=True, stop=threading.Event())
    assert verify(observer).agrees
    path = tmp_path / "part-0.jsonl"
    with member(province, "load", str(path)) as process:
        assert process.wait(120) == 0
    follow(observer, once=True, stop=threading.Event())
    assert verify(observer).agrees


def test_a_killed_web_process_loses_no_acknowledged_gap(province: Province, observer: Runtime) -> None:
    """Two visitors at a time note gaps and ask needs until the process is gone; what was answered is stored, and once."""
    rebuild(observer)
    limitless = replace(province, settings=replace(province.settings, matches_per_minute=0))
    chance = random.Random(14)  # noqa: S311  the same points every time
    visits = Visits()
    for _ in range(KILLS):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        gone = threading.Event()
        with member(limitless, "serve", str(port)):
            visitors = [threading.Thread(target=visits.go_on, args=(port, gone)) for _ in range(2)]
            for visitor in visitors:
                visitor.start()
            visits.wait_for_another()  # it listens: a start takes as long as the machine has other work
            time.sleep(chance.uniform(0, 1.0))
        gone.set()
        for visitor in visitors:
            visitor.join(60)
    assert visits.refused == []
    assert visits.noted > KILLS
    assert visits.answered > KILLS
    with unit_of_work.reading(observer.database) as session:
        stored = session.scalar(select(func.count()).select_from(SupplyGapRow)) or 0
    assert visits.noted <= stored <= visits.noted + 2 * KILLS  # one of each visitor may have been stored and cut off before its answer
    assert verify(observer).agrees


@dataclass
class Visits:
    """What visitors of a web process were told."""

    noted: int = 0
    answered: int = 0
    refused: list[int] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wait_for_another(self, seconds: float = 60.0) -> None:
        """Until one more gap was noted, or the time is over."""
        before, until = self.noted, time.monotonic() + seconds
        while self.noted == before and time.monotonic() < until:
            time.sleep(0.02)

    def go_on(self, port: int, gone: threading.Event) -> None:
        """Until the process that answers is gone."""
        need = json.dumps({"text": "注塑机联网采集"}).encode()
        while not gone.is_set():
            try:
                gap = self._post(port, "/desk/gaps", b"reason=nobody&scenario=DEV02", "application/x-www-form-urlencoded")
                match = self._post(port, "/api/v1/matches", need, "application/json")
            except (OSError, HTTPException):  # not listening yet, or killed
                time.sleep(0.02)
                continue
            with self._lock:
                self.answered += match == 200
                self.refused.extend(status for status, right in ((gap, 303), (match, 200)) if status != right)

    def _post(self, port: int, path: str, body: bytes, kind: str) -> int:
        connection = HTTPConnection("127.0.0.1", port, timeout=20)
        try:
            connection.request("POST", path, body, {"Content-Type": kind})
            status = connection.getresponse().status
        finally:
            connection.close()
        if path == "/desk/gaps":
            with self._lock:
                self.noted += status == 303
        return status


def test_killed_on_postgres(province: Province, postgres_url: str) -> None:
    """The same for a follower that reads PostgreSQL, with fewer kills."""
    from service.flows.profiles.prepare_passages import prepare_passages
    from service.flows.upkeep.fill_codes import fill_codes
    from service.store import migrate

    own = replace(province, settings=replace(province.settings, database_url=postgres_url))
    observer = own.process()
    migrate.upgrade(observer.database)
    fill_codes(observer.database, observer.settings.fixtures_dir)
    ids = list(add_firms(observer.database, [firm(number) for number in range(1, 30)]).values())
    prepare_passages(observer)
    chance = random.Random(13)  # noqa: S311  the same points every time
    for _ in range(5):
        with member(own, "follow"):
            until = time.monotonic() + chance.uniform(0.0, 1.5)
            while time.monotonic() < until:
                raise_version(observer, chance.choice(ids))
    follow(observer, once=True, stop=threading.Event())
    assert verify(observer).agrees
    observer.database.dispose()
    elastic(observer).close()


def _record(number: int) -> str:
    record = {
        "id": f"k{number}",
        "name": f"东莞市断电第{number}科技有限公司",
        "uscc": unified_code(20_000 + number),
        "pools": [{"pool": "municipal", "admitted_on": "2023-11-15"}],
        "capabilities": [
            {"title": f"数据采集{part}", "description": "注塑机联网采集，断网可存七天。" * 5, "scenarios": ["DEV02"]} for part in range(6)
        ],
    }
    return json.dumps(record, ensure_ascii=False) + "\n"
