"""The generations of the passage index: concrete indices. One alias points at the generation that serves searches."""

import json
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

import structlog
from elasticsearch import BadRequestError, Elasticsearch, NotFoundError

from service.errors import IndexStale, Invalid, Unavailable
from service.search.engines.elastic_bulk import GenerationGone
from service.search.engines.elastic_connection import ElasticConnection
from service.search.engines.elastic_index import PassageIndex, writer_alias

log = structlog.get_logger(__name__)

MAPPING_VERSION = 1
"""Raised with every change of `elastic_mapping.json`: an index of another version is not read."""

_PREFIX = re.compile(r"[a-z0-9][a-z0-9_-]{0,60}")
_COPIES_WITHIN = "30s"
_REBUILD = "请管理员运行：python -m indexer rebuild（重建期间旧索引照常可用）。"


@dataclass(frozen=True, slots=True)
class GenerationPlan:
    """How generations are made.

    `prefix`: start of every name, so several platforms can share one cluster.
    `identity`: names what the documents depend on (encoder, scenario bank, segmenter); called at first use. An index of another
    identity is never read.
    `dimensions`: gives the length of the encoder's vectors; called when an index is made.
    `shards`, `replicas`: their numbers for a new generation.
    """

    prefix: str
    identity: Callable[[], str]
    dimensions: Callable[[], int]
    shards: int = 1
    replicas: int = 0


class Generations:
    """Makes, finds, swaps and drops generations.

    Raises:
        Invalid: the plan's prefix cannot start a name.
    """

    def __init__(self, connection: ElasticConnection, plan: GenerationPlan) -> None:
        if not _PREFIX.fullmatch(plan.prefix):
            raise Invalid("设置 POOL_INDEX_PREFIX 只能用小写字母、数字、- 和 _，并以字母或数字开头。")
        self.alias = f"{plan.prefix}-passages"
        self._plan = plan
        self._connection = connection

    def find_serving(self) -> PassageIndex | None:
        """The generation behind the alias; None when there is none yet.

        Raises:
            IndexStale: it was made with another mapping, encoder, bank or segmenter.
        """
        with self._connection.searching() as client:
            try:
                found = client.indices.get_mapping(index=self.alias, filter_path="*.mappings._meta").body
            except NotFoundError:
                return None
        if len(found) != 1:
            log.error("alias_unclear", alias=self.alias, indices=sorted(found))
            raise IndexStale(f"检索索引的别名不是恰好指向一个索引。{_REBUILD}")
        (name, body), *_ = found.items()
        meta = body["mappings"]["_meta"]
        if meta.get("mapping_version") != MAPPING_VERSION:
            raise IndexStale(f"检索索引的字段版本与程序不一致，不能使用。{_REBUILD}")
        if meta.get("identity") != self._plan.identity():
            log.error("index_stale", index=name, index_identity=meta.get("identity"), own_identity=self._plan.identity())
            raise IndexStale(f"检索索引是用另一个语义模型、场景语料或分词版本建立的，不能与当前设置混用。{_REBUILD}")
        return PassageIndex(self._connection, name)

    def create_first(self) -> PassageIndex:
        """Make the first generation, serving at once. Its name is fixed, so two processes cannot both make one."""
        with self._connection.writing() as client:
            try:
                self._create(client, f"{self.alias}-0-first", serving=True)
            except BadRequestError as error:
                if error.error != "resource_already_exists_exception":
                    raise
        serving = self.find_serving()
        if serving is None:
            raise IndexStale(f"检索索引没有建成。{_REBUILD}")
        return serving

    def create(self, now: datetime) -> PassageIndex:
        """Make a generation beside the one that serves. Its name holds the time and is never used twice."""
        self.names()  # fail early when the server does not answer: identity and dimensions may take a minute to build
        name = f"{self.alias}-{now.astimezone(UTC):%Y%m%dt%H%M%S}-{secrets.token_hex(3)}"
        with self._connection.writing() as client:
            self._create(client, name, serving=False)
        return PassageIndex(self._connection, name)

    def publish(self, name: str) -> None:
        """Point the alias at `name`, in one step for all searchers, and drop every other generation.

        Raises:
            Unavailable: its shards are not all there; nothing was swapped.
            GenerationGone: it was dropped.
        """
        with self._connection.writing() as client:
            if not client.indices.exists(index=name):
                raise GenerationGone
            health = client.options(ignore_status=408).cluster.health(index=name, wait_for_status="green", timeout=_COPIES_WITHIN)
            if health["status"] == "red":
                raise Unavailable("新一代检索索引还没有全部就绪，没有切换，旧索引继续使用。")
            everything = f"{self.alias}-*"
            client.indices.update_aliases(
                actions=[
                    {"remove": {"index": everything, "alias": self.alias, "must_exist": False}},
                    {"add": {"index": name, "alias": self.alias}},
                ]
            )
        for other in self.names():
            if other != name:
                self.drop(other)

    def drop(self, name: str) -> None:
        """Remove a generation. A failure is only logged; the next rebuild tries again."""
        try:
            with self._connection.writing() as client:
                client.indices.delete(index=name, ignore_unavailable=True)
        except Unavailable:
            log.warning("generation_not_dropped", index=name)  # the next rebuild tries again

    def names(self) -> list[str]:
        """All generations there are, serving or not."""
        with self._connection.writing() as client:
            found = client.indices.get_alias(index=f"{self.alias}-*").body
        return sorted(found)

    def _create(self, client: Elasticsearch, name: str, *, serving: bool) -> None:
        spec = json.loads(files("service.search.engines").joinpath("elastic_mapping.json").read_text("utf-8"))
        spec["mappings"]["properties"]["vector"]["dims"] = self._plan.dimensions()
        spec["mappings"]["_meta"] = {"mapping_version": MAPPING_VERSION, "identity": self._plan.identity()}
        index = {**spec["settings"]["index"], "number_of_shards": self._plan.shards, "number_of_replicas": self._plan.replicas}
        aliases: dict[str, dict[str, Any]] = {writer_alias(name): {}}
        if serving:
            aliases[self.alias] = {}
        client.indices.create(index=name, mappings=spec["mappings"], settings={"index": index}, aliases=aliases)
