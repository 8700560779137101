"""One generation of the passage index: what is in it, what is put into it, what it finds."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

import structlog
from elasticsearch import ConflictError, Elasticsearch, NotFoundError

from service.domain.finding import CandidateSet, Filters, ProviderDoc, WishQuery
from service.search.engines import elastic_bulk, elastic_search
from service.search.engines.elastic_bulk import STATE_ID, GenerationGone, Held
from service.search.engines.elastic_connection import ElasticConnection

log = structlog.get_logger(__name__)

_PROVIDERS_AT_ONCE = 200
_PAGE = 5_000
_KEEP_ALIVE = "1m"
_NEVER_FED = -1
_INCOMPLETE = 0


def writer_alias(index: str) -> str:
    """The alias for all writes of a generation. It is dropped with it, so a late write cannot create an index by accident."""
    return f"{index}-writer"


class PassageIndex:
    """A concrete index. Its methods raise `GenerationGone` when it was dropped, and `Unavailable` when the server does not answer.

    Args:
        name: the concrete index, not an alias: one need is answered by one generation.
    """

    def __init__(self, connection: ElasticConnection, name: str) -> None:
        self.name = name
        self._connection = connection

    def position(self) -> int:
        """The last change-feed sequence taken in; −1 when none was. It is read in real time, so a noted position is never missed."""
        with self._connection.searching() as client:
            try:
                found = client.get(index=self.name, id=STATE_ID)
            except NotFoundError as error:
                if error.body.get("found") is False:
                    return _NEVER_FED
                raise GenerationGone from error
        return int(found["_source"]["position"])

    def put(self, docs: Sequence[ProviderDoc], *, position: int) -> None:
        """Replace these providers, then note the position: a crash in between means a harmless repeat.

        Cost: four round trips for up to 200 providers; visible to searches on return.
        """
        for start in range(0, len(docs), _PROVIDERS_AT_ONCE):
            self._replace(docs[start : start + _PROVIDERS_AT_ONCE])
        self._note(position)

    def candidates(self, wishes: Sequence[WishQuery], filters: Filters, *, per_leg: int, seconds: float) -> CandidateSet:
        """All legs of all wishes in one round trip."""
        legs = elastic_search.build_legs(wishes, filters, per_leg=per_leg, seconds=seconds)
        if not legs:
            return elastic_search.no_candidates(len(wishes))
        with self._connection.searching() as client:
            answer = client.msearch(
                index=self.name,
                searches=elastic_search.bundle(legs),
                filter_path=elastic_search.ANSWER_FIELDS,
            )
            return elastic_search.read_answers(answer.get("responses", ()), legs, wishes=len(wishes))

    def versions(self) -> dict[str, int]:
        """Provider id → version: the oldest of its passages; 0 when their number is not the expected one."""
        lowest: dict[str, int] = {}
        seen: dict[str, int] = {}
        expected: dict[str, int] = {}
        query = {"exists": {"field": "provider"}}
        for hit in self._scan(query, fields=["provider", "version", "siblings"]):
            fields = hit["fields"]
            provider_id, version = fields["provider"][0], int(fields["version"][0])
            lowest[provider_id] = min(version, lowest.get(provider_id, version))
            seen[provider_id] = seen.get(provider_id, 0) + 1
            expected[provider_id] = int(fields["siblings"][0])
        return {
            provider_id: version if seen[provider_id] == expected[provider_id] else _INCOMPLETE for provider_id, version in lowest.items()
        }

    def refresh(self) -> None:
        """Make everything written so far visible to searches."""
        with self._connection.writing() as client:
            try:
                client.indices.refresh(index=self.name)
            except NotFoundError as error:
                raise GenerationGone from error

    def _replace(self, docs: Sequence[ProviderDoc]) -> None:
        # Make visible what an interrupted writer left. Otherwise a passage that it wrote could stay for ever.
        self.refresh()
        held = self._held([doc.id for doc in docs])
        fresh = [doc for doc in docs if max((one.version for one in held[doc.id].values()), default=0) <= doc.version]
        if len(fresh) < len(docs):
            log.info("newer_versions_kept", providers=len(docs) - len(fresh))
        operations = (operation for doc in fresh for operation in elastic_bulk.replace_passages(doc, held[doc.id]))
        written = False
        for body in elastic_bulk.requests(operations):
            written = True
            with self._connection.writing() as client:
                answer = client.bulk(
                    index=writer_alias(self.name),
                    operations=cast(Any, body),
                    filter_path="errors,items.*.status,items.*._id,items.*.error.type",
                )
                elastic_bulk.check_bulk(answer.body)
        if written:
            self.refresh()

    def _held(self, provider_ids: Sequence[str]) -> dict[str, dict[str, Held]]:
        held: dict[str, dict[str, Held]] = {provider_id: {} for provider_id in provider_ids}
        query = {"terms": {"provider": list(provider_ids)}}
        for hit in self._scan(query, fields=["provider", "version", "digest"], with_ids=True):
            fields = hit["fields"]
            held[fields["provider"][0]][hit["_id"]] = Held(int(fields["version"][0]), fields["digest"][0])
        return held

    def _note(self, position: int) -> None:
        if position <= _NEVER_FED:
            return
        with self._connection.writing() as client:
            try:
                for body in elastic_bulk.requests([elastic_bulk.state_operation(position)]):
                    elastic_bulk.check_bulk(client.bulk(index=writer_alias(self.name), operations=cast(Any, body)).body)
            except (ConflictError, NotFoundError) as error:
                raise GenerationGone from error

    def _scan(self, query: Mapping[str, Any], *, fields: list[str], with_ids: bool = False) -> Iterator[Mapping[str, Any]]:
        """All documents a query matches, as of one instant, page by page."""
        with self._connection.writing() as client:
            try:
                pit = str(client.open_point_in_time(index=self.name, keep_alive=_KEEP_ALIVE)["id"])
            except NotFoundError as error:
                raise GenerationGone from error
        asked = {
            "query": query,
            "stored_fields": None if with_ids else "_none_",
            "docvalue_fields": [{"field": field} for field in fields],
        }
        after: list[Any] | None = None
        try:
            while True:
                with self._connection.writing() as client:
                    hits = self._page(client, pit, asked, after)
                yield from hits
                if len(hits) < _PAGE:
                    return
                after = hits[-1]["sort"]
        finally:
            with self._connection.writing() as client:
                client.options(ignore_status=404).close_point_in_time(id=pit)

    @staticmethod
    def _page(client: Elasticsearch, pit: str, asked: Mapping[str, Any], after: list[Any] | None) -> list[Mapping[str, Any]]:
        answer = client.search(
            pit={"id": pit, "keep_alive": _KEEP_ALIVE},
            size=_PAGE,
            sort=["_shard_doc"],
            search_after=after,
            source=False,
            **asked,
            track_total_hits=False,
            allow_partial_search_results=False,
        )
        hits: list[Mapping[str, Any]] = answer["hits"]["hits"]
        return hits
