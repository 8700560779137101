"""A three-node cluster with one copy of every shard loses a node in the middle of a stream of matches and changes."""

import threading
import time
from dataclasses import dataclass, field, replace

import pytest
from elasticsearch import Elasticsearch

from indexer.follow import follow
from indexer.rebuild import rebuild
from indexer.verify import verify
from service.errors import Unavailable
from tests.elastic_server import ElasticCluster
from tests.factories import add_firms, firm
from tests.province.conftest import Province, elastic, found, raise_version

pytestmark = [pytest.mark.elasticsearch, pytest.mark.slow]

STREAM_SECONDS = 60.0
KILL_AFTER_SECONDS = 20.0
TIME_OUT_SECONDS = 3.0
NOTICED_WITHIN_SECONDS = 20.0
"""A cluster notices a dead node within seconds (fault detection is set to 2 s here), elects, and promotes copies."""


@dataclass
class Stream:
    """A minute of searching and changing, and what it saw. Instants are seconds since its start."""

    province: Province
    started: float = field(default_factory=time.monotonic)
    right: int = 0
    changes: int = 0
    wrong: list[object] = field(default_factory=list)
    unavailable_at: list[float] = field(default_factory=list)
    longest_seconds: float = 0.0

    @property
    def now(self) -> float:
        return time.monotonic() - self.started

    def search(self) -> None:
        process = self.province.process()
        while self.now < STREAM_SECONDS:
            asked = self.now
            try:
                names = {match.provider.short_name for match in found(process).matches}
                if "屿栈数据" in names:
                    self.right += 1
                else:
                    self.wrong.append(names)
            except Unavailable:
                self.unavailable_at.append(asked)
            except Exception as error:
                self.wrong.append(error)
            self.longest_seconds = max(self.longest_seconds, self.now - asked)
            time.sleep(0.05)
        elastic(process).close()

    def change(self) -> None:
        process = self.province.process()
        ids = list(self.province.ids.values())
        while self.now < STREAM_SECONDS:
            self.changes += 1
            raise_version(process, ids[self.changes % len(ids)])
            if self.changes % 20 == 0:
                add_firms(process.database, [firm(30_000 + self.changes)])
            time.sleep(0.2)


@pytest.fixture
def clustered(province: Province, elastic_cluster: ElasticCluster) -> Province:
    settings = replace(
        province.settings,
        elasticsearch_url=",".join(elastic_cluster.urls),
        elasticsearch_replicas=1,
        elasticsearch_timeout_seconds=TIME_OUT_SECONDS,
    )
    return replace(province, settings=settings)


def test_a_lost_node_loses_nothing(clustered: Province, elastic_cluster: ElasticCluster) -> None:
    observer = clustered.process()
    rebuild(observer)
    victim = _node_of_the_primary(elastic_cluster, observer.settings.index_prefix)
    stream, stop = Stream(clustered), threading.Event()
    follower = clustered.process()
    following = threading.Thread(target=follow, args=(follower,), kwargs={"once": False, "stop": stop})
    streaming = [threading.Thread(target=work) for work in (stream.search, stream.search, stream.change)]
    for thread in (following, *streaming):
        thread.start()
    time.sleep(KILL_AFTER_SECONDS)
    killed_at = stream.now
    elastic_cluster.kill(victim)
    for thread in streaming:
        thread.join(STREAM_SECONDS + 60)
    stop.set()
    following.join(120)
    try:
        _survivors_agree(clustered, elastic_cluster, victim)
    finally:
        elastic_cluster.start(victim)
        elastic_cluster.wait_ready()

    assert stream.wrong == []
    assert stream.right > 50
    assert stream.changes > 50
    assert [at for at in stream.unavailable_at if not killed_at - TIME_OUT_SECONDS <= at <= killed_at + NOTICED_WITHIN_SECONDS] == []
    assert stream.longest_seconds < 2 * TIME_OUT_SECONDS + 2


def _survivors_agree(clustered: Province, cluster: ElasticCluster, victim: int) -> None:
    survivor = clustered.process(
        elasticsearch_url=",".join(url for number, url in enumerate(cluster.urls) if number != victim),
        elasticsearch_timeout_seconds=30.0,
    )
    follow(survivor, once=True, stop=threading.Event())
    summary = verify(survivor)
    assert summary.agrees
    assert summary.lag == 0
    elastic(survivor).close()


def _node_of_the_primary(cluster: ElasticCluster, prefix: str) -> int:
    """The node that holds the primary shard: losing it hurts most."""
    with Elasticsearch(cluster.urls[0]) as client:
        shards = client.cat.shards(index=f"{prefix}-*", format="json", h=["prirep", "node", "state"])
    assert sorted(shard["prirep"] for shard in shards) == ["p", "r"]
    assert {shard["state"] for shard in shards} == {"STARTED"}
    return int(next(shard["node"] for shard in shards if shard["prirep"] == "p").removeprefix("n"))
