"""`indexer follow`: changes reach the shared index, whatever happens on the way."""

import json
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from structlog.testing import capture_logs

from indexer.follow import follow, follow_state
from indexer.verify import verify
from service.errors import IndexStale, Unavailable
from service.runtime import Runtime
from tests.factories import add_firms, firm
from tests.fakes import HashEncoder
from tests.fault_proxy import Fault, FaultProxy
from tests.province.conftest import Province, elastic, found_names, raise_version, withdraw, years

pytestmark = pytest.mark.elasticsearch

LISTED = {"屿栈数据", "砺岑视觉", "楠舟", "双池暂停"}


def follow_once(runtime: Runtime) -> None:
    follow(runtime, once=True, stop=threading.Event())


@pytest.fixture
def proxy(elasticsearch_url: str) -> Iterator[FaultProxy]:
    with FaultProxy(elasticsearch_url) as proxy:
        yield proxy


def test_from_nothing_to_an_index_that_agrees(runtime: Runtime) -> None:
    assert follow_state(runtime).position == -1
    follow_once(runtime)
    summary = verify(runtime)
    assert summary.agrees
    assert (summary.providers, summary.lag) == (4, 0)
    assert found_names(runtime) <= LISTED
    assert "屿栈数据" in found_names(runtime)


def test_changes_are_behind_until_they_are_followed(runtime: Runtime, province: Province) -> None:
    follow_once(runtime)
    changed, gone = province.ids["东莞市屿栈数据科技有限公司"], province.ids["广州楠舟工业互联网有限公司"]
    raise_version(runtime, changed, summary="改过的简介：专做注塑机联网。")
    withdraw(runtime, gone)
    added = add_firms(runtime.database, [firm(50, short_name="新来的")])
    behind = verify(runtime)
    assert not behind.agrees
    assert behind.older == (changed,)
    assert behind.extra == (gone,)
    assert behind.missing == tuple(added.values())
    assert behind.lag == 3
    assert follow_state(runtime).lag == 3
    follow_once(runtime)
    assert verify(runtime).agrees
    assert follow_state(runtime).lag == 0
    assert "新来的" in found_names(runtime)
    assert "楠舟" not in found_names(runtime, "车间报工 接金蝶")


def test_a_withdrawn_firm_is_not_shown_even_before_the_index_knows(runtime: Runtime, province: Province) -> None:
    follow_once(runtime)
    assert "屿栈数据" in found_names(runtime)
    withdraw(runtime, province.ids["东莞市屿栈数据科技有限公司"])
    assert "屿栈数据" not in found_names(runtime)


def test_a_membership_that_lapses_by_date_leaves_the_index_on_the_new_day(runtime: Runtime, province: Province) -> None:
    follow_once(runtime)
    assert verify(runtime).providers == 4
    province.clock.advance(years(3))
    follow_once(runtime)
    left = verify(runtime)
    assert left.agrees
    assert left.providers < 4


def test_a_follower_that_stays_sees_the_new_day(runtime: Runtime, province: Province) -> None:
    stop = threading.Event()
    thread = threading.Thread(target=follow, args=(runtime,), kwargs={"once": False, "stop": stop})
    thread.start()
    try:
        _wait(lambda: follow_state(province.process()).position >= 0)
        province.clock.advance(years(3))
        _wait(lambda: verify(province.process()).agrees)
    finally:
        stop.set()
        thread.join(20)
    assert not thread.is_alive()


def test_it_waits_out_an_outage_and_goes_on(province: Province, proxy: FaultProxy) -> None:
    runtime = province.process(elasticsearch_url=proxy.url, elasticsearch_timeout_seconds=1.0)
    observer = province.process()
    stop = threading.Event()
    thread = threading.Thread(target=follow, args=(runtime,), kwargs={"once": False, "stop": stop})
    thread.start()
    try:
        _wait(lambda: follow_state(observer).position >= 0)
        with capture_logs() as lines:
            proxy.always(Fault.CUT_BEFORE)
            added = add_firms(runtime.database, [firm(51, short_name="停电时来的")])
            _wait(lambda: any(line["event"] == "follow_failed" for line in lines))
        assert verify(observer).missing == tuple(added.values())
        proxy.always(Fault.PASS)
        _wait(lambda: verify(observer).agrees)
    finally:
        stop.set()
        started = time.monotonic()
        thread.join(20)
    assert not thread.is_alive()
    assert time.monotonic() - started < 5
    elastic(runtime).close()


def test_once_tells_what_went_wrong(province: Province) -> None:
    with pytest.raises(Unavailable):
        follow_once(province.process(elasticsearch_url="http://127.0.0.1:9"))


def test_an_index_of_another_encoder_is_left_alone(runtime: Runtime, province: Province) -> None:
    follow_once(runtime)

    class OtherEncoder(HashEncoder):
        fingerprint = "hash-256-2"

    with pytest.raises(IndexStale, match="indexer rebuild"):
        follow_once(province.process(OtherEncoder()))
    assert verify(runtime).agrees


def test_with_an_engine_inside_the_process_a_follower_only_does_tasks(province: Province) -> None:
    embedded = province.process(engine="embedded")
    follow_once(embedded)
    assert verify(embedded).agrees


def test_the_follower_tells_what_it_does(province: Province, proxy: FaultProxy) -> None:
    runtime = province.process(elasticsearch_url=proxy.url, elasticsearch_timeout_seconds=1.0)
    told = runtime.settings.data_dir / "follower.json"
    stop = threading.Event()
    thread = threading.Thread(target=follow, args=(runtime,), kwargs={"once": False, "stop": stop})
    thread.start()
    try:
        _wait(lambda: told.exists() and json.loads(told.read_text("utf-8"))["lag"] == 0)
        proxy.always(Fault.REFUSE)
        _wait(lambda: json.loads(told.read_text("utf-8"))["error"] is not None)
        assert "127.0.0.1" not in told.read_text("utf-8")
        proxy.always(Fault.PASS)
        _wait(lambda: json.loads(told.read_text("utf-8"))["error"] is None)
    finally:
        stop.set()
        thread.join(20)
    elastic(runtime).close()


def _wait(condition: Callable[[], bool], seconds: float = 40.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.1)
