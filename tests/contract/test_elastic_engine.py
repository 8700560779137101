"""What only the Elasticsearch engine must do: survive silence, crashes, swaps and late writers."""

import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from service.domain.finding import CandidateSet, Filters, ProviderDoc
from service.errors import IndexStale, Invalid, Unavailable
from service.search.engines.circuit import Circuit
from service.search.engines.elastic import ElasticEngine
from service.search.engines.elastic_connection import ElasticAddress, ElasticConnection, is_silence
from service.search.engines.elastic_generations import GenerationPlan
from tests.contract.passage_docs import DIMENSIONS, passage, provider, wish
from tests.fault_proxy import Fault, FaultProxy, Seen

pytestmark = pytest.mark.elasticsearch

NOW = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)
SEARCH_SECONDS = 1.0
PAUSE_SECONDS = 0.5
FAILURES = 3

EngineAt = Callable[..., ElasticEngine]


@pytest.fixture
def engine_at(elastic_prefix: str) -> Iterator[EngineAt]:
    """Makes engines on any address; all share one prefix."""
    made: list[ElasticEngine] = []

    def make(
        *urls: str, identity: str = "encoder-1/bank-1/s1", search_seconds: float = 20.0, prefix: str = elastic_prefix, **options: str
    ) -> ElasticEngine:
        address = ElasticAddress(hosts=urls, search_seconds=search_seconds, write_seconds=search_seconds, **options)
        circuit = Circuit(is_silence, failures_to_open=FAILURES, pause_seconds=PAUSE_SECONDS)
        made.append(
            ElasticEngine(
                address,
                GenerationPlan(prefix=prefix, identity=lambda: identity, dimensions=lambda: DIMENSIONS),
                connection=ElasticConnection(address, circuit=circuit),
            )
        )
        return made[-1]

    yield make
    for engine in made:
        engine.close()


@pytest.fixture
def engine(engine_at: EngineAt, elasticsearch_url: str) -> ElasticEngine:
    return engine_at(elasticsearch_url)


@pytest.fixture
def proxy(elasticsearch_url: str) -> Iterator[FaultProxy]:
    with FaultProxy(elasticsearch_url) as proxy:
        yield proxy


def search(engine: ElasticEngine, words: str = "注塑") -> set[str]:
    return {one.id for one in found_by(engine, words).passages}


def found_by(engine: ElasticEngine, words: str = "注塑") -> CandidateSet:
    return engine.candidates([wish(words)], Filters(), per_leg=100)


def indices(url: str, prefix: str) -> set[str]:
    with Elasticsearch(url) as client:
        return set(client.indices.get(index=f"{prefix}-*", filter_path="*.aliases").body)


class TestOneRoundTrip:
    def test_a_need_of_four_wishes_is_one_request(self, engine_at: EngineAt, proxy: FaultProxy) -> None:
        engine = engine_at(proxy.url)
        engine.put([provider("prv_a")], position=1)
        found_by(engine)
        proxy.always(Fault.PASS)
        engine.candidates([wish("注塑 排产", f"w{number}") for number in range(4)], Filters(pool="municipal"), per_leg=50)
        assert [(seen.method, seen.path.split("?")[0].rsplit("/", 1)[1]) for seen in proxy.seen] == [("POST", "_msearch")]


class TestSilence:
    @pytest.mark.parametrize("fault", [Fault.HANG, Fault.CUT_BEFORE, Fault.REFUSE, Fault.OVERLOAD])
    def test_a_server_that_fails_is_unavailable_in_time_and_recovers_by_itself(
        self, engine_at: EngineAt, proxy: FaultProxy, fault: Fault
    ) -> None:
        engine = engine_at(proxy.url, search_seconds=SEARCH_SECONDS)
        engine.put([provider("prv_a")], position=1)
        assert search(engine) == {"cap_prv_a"}
        proxy.always(fault)
        for _ in range(FAILURES):
            started = time.monotonic()
            with pytest.raises(Unavailable) as refused:
                found_by(engine)
            assert time.monotonic() - started < SEARCH_SECONDS + 0.7
            assert "127.0.0.1" not in refused.value.message
            assert proxy.url not in refused.value.message
        started = time.monotonic()
        asked = len(proxy.seen)
        with pytest.raises(Unavailable):
            found_by(engine)
        assert time.monotonic() - started < 0.05
        assert len(proxy.seen) == asked
        proxy.always(Fault.PASS)
        time.sleep(PAUSE_SECONDS + 0.1)
        assert search(engine) == {"cap_prv_a"}
        assert not engine.connection.circuit.is_open

    def test_threads_do_not_pile_up(self, engine_at: EngineAt, proxy: FaultProxy) -> None:
        engine = engine_at(proxy.url, search_seconds=SEARCH_SECONDS)
        engine.put([provider("prv_a")], position=1)
        found_by(engine)
        proxy.always(Fault.HANG)
        waited: list[float] = []

        def ask() -> None:
            for _ in range(6):
                started = time.monotonic()
                with pytest.raises(Unavailable):
                    found_by(engine)
                waited.append(time.monotonic() - started)

        threads = [threading.Thread(target=ask) for _ in range(8)]
        started = time.monotonic()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert len(waited) == 48
        # Eight threads wait once; after that at most one probe at a time does.
        assert sum(wait > SEARCH_SECONDS / 2 for wait in waited) <= 16
        assert time.monotonic() - started < 6 * SEARCH_SECONDS

    def test_nobody_listening_is_unavailable(self, engine_at: EngineAt) -> None:
        engine = engine_at("http://127.0.0.1:9")
        for ask in (engine.position, engine.versions, lambda: found_by(engine), lambda: engine.put([provider("p")], position=1)):
            with pytest.raises(Unavailable):
                ask()

    def test_another_host_answers_for_a_dead_one(self, engine_at: EngineAt, elasticsearch_url: str) -> None:
        engine = engine_at("http://127.0.0.1:9", elasticsearch_url)
        engine.put([provider("prv_a")], position=1)
        for _ in range(4):
            assert search(engine) == {"cap_prv_a"}


class TestLettingIn:
    def test_an_api_key_or_a_user_is_sent(self, engine_at: EngineAt, proxy: FaultProxy) -> None:
        engine_at(proxy.url, api_key="a2V5OnNlY3JldA==").position()
        engine_at(proxy.url, user="pool", password="pässword").position()
        sent = {seen.authorization for seen in proxy.seen}
        assert sent == {"ApiKey a2V5OnNlY3JldA==", "Basic cG9vbDpww6Rzc3dvcmQ="}

    def test_secrets_are_never_printed(self) -> None:
        address = ElasticAddress(hosts=("http://es:9200",), api_key="topsecret", user="u", password="hush")
        assert "topsecret" not in repr(address)
        assert "hush" not in repr(address)

    def test_an_unusable_address_is_told_without_quoting_it(self, engine_at: EngineAt) -> None:
        with pytest.raises(Invalid) as refused:
            engine_at("elastic:hush@host")
        assert "hush" not in str(refused.value)
        assert refused.value.__cause__ is None

    def test_https_with_a_certificate_authority_of_ones_own(self, engine_at: EngineAt, elasticsearch_url: str, tmp_path: Path) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*_self_signed(tmp_path))
        with FaultProxy(elasticsearch_url, tls=context) as proxy:
            engine_at(proxy.url, ca_file=str(tmp_path / "cert.pem")).put([provider("prv_a")], position=1)
            with pytest.raises(Unavailable):
                engine_at(proxy.url).position()
        with pytest.raises(Invalid):
            engine_at("https://127.0.0.1:9200", ca_file=str(tmp_path / "absent.pem"))


class TestIdentity:
    def test_an_index_of_another_encoder_is_not_read(self, engine: ElasticEngine, engine_at: EngineAt, elasticsearch_url: str) -> None:
        engine.put([provider("prv_a")], position=1)
        other = engine_at(elasticsearch_url, identity="encoder-2/bank-1/s1")
        for ask in (other.position, other.versions, lambda: found_by(other), lambda: other.put([provider("p")], position=2)):
            with pytest.raises(IndexStale, match="indexer rebuild"):
                ask()
        assert search(engine) == {"cap_prv_a"}

    def test_a_rebuild_for_another_encoder_takes_over(self, engine: ElasticEngine, engine_at: EngineAt, elasticsearch_url: str) -> None:
        engine.put([provider("prv_a")], position=1)
        other = engine_at(elasticsearch_url, identity="encoder-2/bank-1/s1")
        generation = other.begin_generation(NOW)
        generation.put([provider("prv_b")], position=1)
        assert search(engine) == {"cap_prv_a"}
        generation.publish()
        assert search(other) == {"cap_prv_b"}
        with pytest.raises(IndexStale):
            found_by(engine)

    def test_before_the_first_index_there_is_no_answer_rather_than_nobody(self, engine: ElasticEngine) -> None:
        assert engine.position() == -1
        assert engine.versions() == {}
        with pytest.raises(IndexStale, match="还没有建立"):
            found_by(engine)

    def test_an_index_we_did_not_make_is_not_read(self, engine: ElasticEngine, elasticsearch_url: str, elastic_prefix: str) -> None:
        with Elasticsearch(elasticsearch_url) as client:
            client.indices.create(index=f"{elastic_prefix}-passages-foreign", aliases={f"{elastic_prefix}-passages": {}})
        with pytest.raises(IndexStale):
            found_by(engine)

    @pytest.mark.parametrize("prefix", ["", "Upper", "with space", "a,b", "*", "-start"])
    def test_a_prefix_that_cannot_be_an_index_name_is_refused(self, engine_at: EngineAt, prefix: str) -> None:
        with pytest.raises(Invalid, match="POOL_INDEX_PREFIX"):
            engine_at("http://127.0.0.1:9200", prefix=prefix)


BEFORE = [
    provider("prv_a", 1, passage("a1", "prv_a"), passage("a2", "prv_a")),
    provider("prv_b", 1, passage("b1", "prv_b")),
    provider("prv_c", 1, passage("c1", "prv_c")),
]
AFTER = [
    provider("prv_a", 2, passage("a2", "prv_a"), passage("a3", "prv_a")),
    provider("prv_b", 2, listed=False),
    provider("prv_d", 1, passage("d1", "prv_d")),
]


class TestCrashes:
    @pytest.mark.parametrize("fault", [Fault.CUT_BEFORE, Fault.CUT_AFTER])
    def test_a_put_cut_off_anywhere_is_done_again_without_harm(
        self, engine_at: EngineAt, proxy: FaultProxy, elasticsearch_url: str, elastic_prefix: str, fault: Fault
    ) -> None:
        """From the n-th request of a put on, the network is gone; for every n until a put gets through."""
        for cut_from in range(30):
            prefix = f"{elastic_prefix}-{cut_from}"
            direct = engine_at(elasticsearch_url, prefix=prefix)
            direct.put(BEFORE, position=10)
            writer = engine_at(proxy.url, prefix=prefix)
            assert writer.position() == 10
            proxy.follow(lambda number, _request, first=cut_from: fault if number >= first else Fault.PASS)
            try:
                writer.put(AFTER, position=20)
                finished = True
            except Unavailable:
                finished = False
            proxy.always(Fault.PASS)
            if direct.position() == 20:  # what the position says is durable
                assert direct.versions() == {"prv_a": 2, "prv_c": 1, "prv_d": 1}
            again = engine_at(elasticsearch_url, prefix=prefix)  # a new process, perhaps with a newer state to write
            assert again.position() in {10, 20}
            if cut_from % 2:
                again.put(AFTER, position=20)
                assert search(again) == {"a2", "a3", "c1", "d1"}
            else:
                again.put([provider("prv_a", 3, passage("a2", "prv_a")), *AFTER[1:]], position=30)
                assert search(again) == {"a2", "c1", "d1"}
            if finished:
                break
        else:
            pytest.fail("no put got through")
        assert cut_from >= 4

    def test_a_provider_that_is_there_only_in_part_is_told(self, engine: ElasticEngine, elasticsearch_url: str) -> None:
        engine.put(BEFORE, position=1)
        with Elasticsearch(elasticsearch_url) as client:
            client.delete(index=engine.generations.names()[0], id="a1", version=1, version_type="external_gte", refresh=True)
        assert engine.versions() == {"prv_a": 0, "prv_b": 1, "prv_c": 1}
        engine.put(BEFORE, position=2)
        assert engine.versions() == {"prv_a": 1, "prv_b": 1, "prv_c": 1}

    def test_a_repeat_writes_nothing(self, engine_at: EngineAt, proxy: FaultProxy) -> None:
        engine = engine_at(proxy.url)
        engine.put(BEFORE, position=1)
        proxy.always(Fault.PASS)
        engine.put(BEFORE, position=1)
        assert sum("_bulk" in seen.path for seen in proxy.seen) == 1  # the position alone


class TestLateWriters:
    def test_an_old_put_that_arrives_late_undoes_nothing(self, engine: ElasticEngine, engine_at: EngineAt, proxy: FaultProxy) -> None:
        """The slow writer has read version 2 and looked at the index; before its documents arrive another one writes version 3."""
        engine.put([provider("prv_a", 1, passage("a1", "prv_a"), passage("a2", "prv_a"))], position=1)
        slow = engine_at(proxy.url)
        newest = provider("prv_a", 3, passage("a1", "prv_a", "新文"), passage("a4", "prv_a", "新文"))

        def interfere(_number: int, request: Seen) -> Fault:
            if "_bulk" in request.path and engine.position() == 1:
                engine.put([newest], position=3)
            return Fault.PASS

        proxy.follow(interfere)
        slow.put([provider("prv_a", 2, passage("a1", "prv_a", "旧文"), passage("a2", "prv_a", "旧文"), listed=True)], position=2)
        assert engine.position() == 3
        assert search(engine, "新文 旧文 注塑") == {"a1", "a4"}
        assert engine.versions() == {"prv_a": 3}

    def test_a_put_goes_to_the_generation_whose_position_was_asked(self, engine: ElasticEngine) -> None:
        """Were it written to the newer one, whose position is behind, the changes in between would be lost."""
        engine.put(BEFORE, position=5)
        assert engine.position() == 5
        generation = engine.begin_generation(NOW)
        generation.put(BEFORE, position=3)
        generation.publish()
        with pytest.raises(Unavailable):
            engine.put(AFTER, position=6)
        assert engine.position() == 3
        engine.put(AFTER, position=6)
        assert engine.position() == 6
        assert engine.versions() == {"prv_a": 2, "prv_c": 1, "prv_d": 1}

    @pytest.mark.parametrize("docs", [AFTER, [provider("prv_a", 9, listed=False)], []], ids=["writes", "deletes alone", "position"])
    def test_writing_to_a_dropped_generation_makes_no_index(
        self, engine: ElasticEngine, engine_at: EngineAt, proxy: FaultProxy, docs: list[ProviderDoc]
    ) -> None:
        engine.put(BEFORE, position=1)
        before = engine.generations.names()
        writer = engine_at(proxy.url)
        assert writer.position() == 1
        swapped = threading.Event()

        def swap(_number: int, request: Seen) -> Fault:
            if "_bulk" in request.path and not swapped.is_set():
                swapped.set()
                generation = engine.begin_generation(NOW)
                generation.put(BEFORE, position=1)
                generation.publish()
            return Fault.PASS

        proxy.follow(swap)
        with pytest.raises(Unavailable):
            writer.put(docs, position=2)
        assert swapped.is_set()
        (left,) = engine.generations.names()
        assert left not in before
        assert search(engine) == {"a1", "a2", "b1", "c1"}


class TestGenerations:
    def test_a_new_generation_is_invisible_until_it_is_published(
        self, engine: ElasticEngine, elasticsearch_url: str, elastic_prefix: str
    ) -> None:
        engine.put(BEFORE, position=1)
        generation = engine.begin_generation(NOW)
        assert generation.position() == -1
        generation.put(AFTER, position=2)
        assert {one.id for one in generation.candidates([wish("注塑")], Filters(), per_leg=9).passages} == {"a2", "a3", "d1"}
        assert search(engine) == {"a1", "a2", "b1", "c1"}
        generation.publish()
        assert search(engine) == {"a2", "a3", "d1"}
        assert indices(elasticsearch_url, elastic_prefix) == {generation.generation}

    def test_a_discarded_generation_leaves_the_serving_one(
        self, engine: ElasticEngine, elasticsearch_url: str, elastic_prefix: str
    ) -> None:
        engine.put(BEFORE, position=1)
        generation = engine.begin_generation(NOW)
        generation.put(AFTER, position=2)
        generation.discard()
        assert search(engine) == {"a1", "a2", "b1", "c1"}
        assert len(indices(elasticsearch_url, elastic_prefix)) == 1
        with pytest.raises(Unavailable):
            generation.put(AFTER, position=3)
        with pytest.raises(Unavailable):
            generation.publish()
        assert search(engine) == {"a1", "a2", "b1", "c1"}

    def test_searches_see_either_the_old_or_the_new(self, engine_at: EngineAt, elasticsearch_url: str) -> None:
        writer = engine_at(elasticsearch_url)
        writer.put(BEFORE, position=0)
        states = [{"a1", "a2", "b1", "c1"}, {"a2", "a3", "d1"}]
        wrong: list[object] = []
        answered = [0]
        done = threading.Event()

        def ask() -> None:
            reader = engine_at(elasticsearch_url)
            while not done.is_set():
                try:
                    found = search(reader)
                    if found not in states:
                        wrong.append(found)
                    answered[0] += 1
                except Exception as error:
                    wrong.append(error)

        threads = [threading.Thread(target=ask) for _ in range(3)]
        for thread in threads:
            thread.start()
        for number in range(6):
            generation = writer.begin_generation(NOW)
            generation.put(BEFORE if number % 2 else AFTER, position=number)
            generation.publish()
        done.set()
        for thread in threads:
            thread.join(30)
        assert wrong == []
        assert answered[0] > 20

    def test_two_first_writers_make_one_index(self, engine_at: EngineAt, elasticsearch_url: str, elastic_prefix: str) -> None:
        wrong: list[BaseException] = []
        together = threading.Barrier(4)

        def write(number: int) -> None:
            try:
                engine = engine_at(elasticsearch_url)
                together.wait(10)
                engine.put([provider(f"prv_{number}")], position=number)
            except BaseException as error:
                wrong.append(error)

        threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert wrong == []
        assert len(indices(elasticsearch_url, elastic_prefix)) == 1
        assert engine_at(elasticsearch_url).versions() == {f"prv_{number}": 1 for number in range(4)}


def _self_signed(folder: Path) -> tuple[Path, Path]:
    certificate, key = folder / "cert.pem", folder / "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
    command += ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    return certificate, key
