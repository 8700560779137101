"""`indexer rebuild`: a new generation beside the one that serves, swapped only when it is right."""

import shutil
import threading
import time
from collections.abc import Iterator

import pytest

from indexer.follow import follow
from indexer.rebuild import rebuild
from indexer.verify import verify
from service.errors import Unavailable
from service.runtime import Runtime
from tests.factories import add_firms, firm
from tests.fault_proxy import Fault, FaultProxy, Seen
from tests.province.conftest import Province, elastic, found_names, raise_version

pytestmark = pytest.mark.elasticsearch


@pytest.fixture
def proxy(elasticsearch_url: str) -> Iterator[FaultProxy]:
    with FaultProxy(elasticsearch_url) as proxy:
        yield proxy


def test_the_first_rebuild_makes_the_index(runtime: Runtime) -> None:
    summary = rebuild(runtime)
    assert (summary.providers, summary.passages) == (4, 11)
    assert elastic(runtime).generations.names() == [summary.generation]
    assert verify(runtime).agrees


def test_another_rebuild_replaces_the_generation(runtime: Runtime) -> None:
    first = rebuild(runtime)
    second = rebuild(runtime)
    assert first.generation != second.generation
    assert elastic(runtime).generations.names() == [second.generation]
    assert verify(runtime).agrees


def test_a_restored_backup_is_noticed_and_the_index_built_anew(runtime: Runtime, province: Province) -> None:
    """The database is older than the index: its next changes carry feed numbers and versions that the index has seen before."""
    rebuild(runtime)
    shutil.copyfile(runtime.settings.data_dir / "pool.db", runtime.settings.data_dir / "backup.db")
    firm_id = province.ids["东莞市屿栈数据科技有限公司"]
    for _ in range(3):
        raise_version(runtime, firm_id)
    follow(runtime, once=True, stop=threading.Event())
    runtime.database.dispose()
    for leftover in runtime.settings.data_dir.glob("pool.db-*"):
        leftover.unlink()
    # Into the same file: another one under its name is refused while a process runs.
    shutil.copyfile(runtime.settings.data_dir / "backup.db", runtime.settings.data_dir / "pool.db")
    ahead = verify(runtime)
    assert ahead.newer == (firm_id,)
    assert ahead.lag == -3
    assert not ahead.agrees
    follow(runtime, once=True, stop=threading.Event())
    raise_version(runtime, firm_id)
    follow(runtime, once=True, stop=threading.Event())
    assert verify(runtime).agrees


def test_an_embedded_engine_shows_that_it_can_be_filled(province: Province) -> None:
    embedded = province.process(engine="embedded")
    summary = rebuild(embedded)
    assert summary.generation is None
    assert (summary.providers, summary.passages) == (4, 11)
    assert verify(embedded).agrees


@pytest.mark.slow
def test_cut_off_anywhere_the_old_index_goes_on_serving(province: Province, runtime: Runtime, proxy: FaultProxy) -> None:
    rebuild(runtime)
    before = found_names(runtime)
    cut_off = 0
    for cut_from in range(60):
        doomed = province.process(elasticsearch_url=proxy.url)
        proxy.follow(lambda number, _request, first=cut_from: Fault.CUT_BEFORE if number >= first else Fault.PASS)
        try:
            rebuild(doomed)
            finished = True
        except Unavailable:
            finished = False
            cut_off += 1
        elastic(doomed).close()
        assert found_names(runtime) == before
        assert verify(runtime).agrees
        if finished:
            break
    else:
        pytest.fail("no rebuild got through")
    assert cut_off >= 10
    rebuild(runtime)
    assert len(elastic(runtime).generations.names()) == 1  # what cut-off rebuilds could not remove is gone too


def test_a_generation_that_is_not_right_is_removed(province: Province, runtime: Runtime, proxy: FaultProxy) -> None:
    """A passage is lost after it was answered for: the count must notice."""
    first = rebuild(runtime)
    careless = province.process(elasticsearch_url=proxy.url)

    def lose(_number: int, request: Seen) -> Fault:
        if "_shard_doc" in request.path or "_pit" in request.path:  # somebody looks what is there
            for name in elastic(runtime).generations.names():
                if name != first.generation:
                    _lose_a_passage(runtime, name)
        return Fault.PASS

    proxy.follow(lose)
    with pytest.raises(Unavailable, match="旧索引继续使用"):
        rebuild(careless)
    assert elastic(runtime).generations.names() == [first.generation]
    assert verify(runtime).agrees


@pytest.mark.slow
def test_searches_and_changes_go_on_during_rebuilds(province: Province, runtime: Runtime) -> None:
    rebuild(runtime)
    wrong: list[object] = []
    searched = [0]
    done = threading.Event()
    firm_ids = list(province.ids.values())

    def search() -> None:
        process = province.process()
        while not done.is_set():
            try:
                if "屿栈数据" not in found_names(process):
                    wrong.append("屿栈数据 was not found")
                searched[0] += 1
            except Exception as error:
                wrong.append(error)
        elastic(process).close()

    def change() -> None:
        process = province.process()
        number = 0
        while not done.is_set():
            number += 1
            try:
                raise_version(process, firm_ids[number % len(firm_ids)])
                if number % 10 == 0:
                    add_firms(process.database, [firm(1_000 + number, short_name=f"新{number}")])
            except Exception as error:
                wrong.append(error)
            time.sleep(0.1)

    stop = threading.Event()
    follower = province.process()
    threads = [
        threading.Thread(target=search),
        threading.Thread(target=search),
        threading.Thread(target=change),
        threading.Thread(target=follow, args=(follower,), kwargs={"once": False, "stop": stop}),
    ]
    for thread in threads:
        thread.start()
    try:
        rebuilder = province.process()
        for _ in range(4):
            rebuild(rebuilder)
    finally:
        done.set()
        for thread in threads[:3]:
            thread.join(60)
        stop.set()
        threads[3].join(60)
    assert wrong == []
    assert searched[0] > 20
    follow(runtime, once=True, stop=threading.Event())
    assert verify(runtime).agrees
    assert len(elastic(runtime).generations.names()) == 1


def _lose_a_passage(runtime: Runtime, index: str) -> None:
    with elastic(runtime).connection.writing() as client:
        client.indices.refresh(index=index)
        found = client.search(index=index, size=1, query={"exists": {"field": "provider"}}, version=True)["hits"]["hits"]
        for hit in found:
            client.delete(index=index, id=hit["_id"], version=hit["_version"], version_type="external_gte", refresh=True)
