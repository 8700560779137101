"""While Elasticsearch is gone: a clear refusal, or the spare engine with a note; recovery without a restart."""

import time
from collections.abc import Iterator

import pytest

from indexer.rebuild import rebuild
from service.errors import Unavailable
from service.flows.upkeep.check_readiness import check_readiness
from tests.fault_proxy import Fault, FaultProxy
from tests.province.conftest import Province, elastic, found, found_names

pytestmark = pytest.mark.elasticsearch

SEARCH_SECONDS = 1.0


@pytest.fixture
def proxy(province: Province, elasticsearch_url: str) -> Iterator[FaultProxy]:
    rebuild(province.process())
    with FaultProxy(elasticsearch_url) as proxy:
        yield proxy


@pytest.mark.parametrize("fault", [Fault.HANG, Fault.CUT_BEFORE, Fault.REFUSE])
def test_without_a_spare_it_says_so_in_time_and_recovers(province: Province, proxy: FaultProxy, fault: Fault) -> None:
    process = province.process(elasticsearch_url=proxy.url, elasticsearch_timeout_seconds=SEARCH_SECONDS)
    expected = found_names(process)
    proxy.always(fault)
    started = time.monotonic()
    with pytest.raises(Unavailable, match="稍后再试"):
        found(process)
    assert time.monotonic() - started < SEARCH_SECONDS + 2
    assert not check_readiness(process).ready
    proxy.always(Fault.PASS)
    time.sleep(3.2)  # the circuit's pause
    assert found_names(process) == expected
    assert check_readiness(process).ready
    elastic(process).close()


def test_with_a_spare_it_answers_the_same_with_a_note(province: Province, proxy: FaultProxy) -> None:
    process = province.process(elasticsearch_url=proxy.url, elasticsearch_timeout_seconds=SEARCH_SECONDS, engine_fallback=True)
    before = found(process)
    assert before.engine_note is None
    proxy.always(Fault.HANG)
    during = found(process)
    assert during.engine_note
    assert [match.provider.id for match in during.matches] == [match.provider.id for match in before.matches]
    for _ in range(3):
        found(process)
    started = time.monotonic()
    assert found(process).engine_note
    assert time.monotonic() - started < SEARCH_SECONDS  # the circuit is open: nobody waits for the time-out any more
    proxy.always(Fault.PASS)
    time.sleep(3.2)
    assert found(process).engine_note is None
    elastic(process).close()
