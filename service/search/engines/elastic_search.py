"""Turn wishes into the searches of one `_msearch` request, and its answers into candidate passages. Pure."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.domain.finding import CandidatePassage, CandidateSet, Filters, WishQuery
from service.search.engines.elastic_bulk import GenerationGone, is_direction, plain_numbers, read_brief
from service.search.engines.elastic_connection import AnswerRefused
from service.search.engines.filter_keys import wanted_keys

ANSWER_FIELDS = ",".join(f"responses.{path}" for path in ("hits.hits._score", "hits.hits.fields", "timed_out", "status", "error.type"))
"""The only parts of the answer that the server sends: a third of the bytes."""

_MOST_TERMS = 1_000
_CANDIDATES_PER_HIT = 4
_MOST_CANDIDATES = 10_000
_FEWEST_CANDIDATES = 100
_OK = 200

Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Leg:
    """One search of the bundle: which wish it serves, which of the three score arrays it fills, and its body."""

    wish: int
    kind: str
    body: Body


def build_legs(wishes: Sequence[WishQuery], filters: Filters, *, per_leg: int, seconds: float) -> list[Leg]:
    """All legs (searches) for a need: for each wish one by words, one by bigrams, one by vector. An empty one is left out."""
    narrowed = _narrowing(filters)
    shared = _shared(per_leg, seconds)
    legs = []
    for number, wish in enumerate(wishes):
        for kind, tokens in (("words", wish.words), ("bigrams", wish.bigrams)):
            distinct = list(dict.fromkeys(tokens))[:_MOST_TERMS]
            if distinct:
                matching: Body = {"match": {kind: {"query": " ".join(distinct)}}}
                query = {"bool": {"must": [matching], "filter": narrowed}} if narrowed else matching
                legs.append(Leg(number, kind, {**shared, "query": query}))
        if is_direction(wish.vector):
            legs.append(Leg(number, "cosine", {**shared, "knn": _nearest(wish.vector, per_leg, narrowed)}))
    return legs


def bundle(legs: Sequence[Leg]) -> list[Body]:
    """Headers and bodies of `_msearch`.

    The same need always goes to the same copies of the shards, because the same need must always give the same list. Copies differ
    in their deleted documents, so their scores differ a little.
    """
    digest = hashlib.blake2b(digest_size=8)
    for leg in legs:
        digest.update(repr(leg.body.get("query", leg.kind)).encode())
    header: Body = {
        "search_type": "dfs_query_then_fetch",
        "preference": f"need-{digest.hexdigest()}",
        "allow_partial_search_results": False,
    }
    return [part for leg in legs for part in (header, leg.body)]


def read_answers(answers: Sequence[Mapping[str, Any]], legs: Sequence[Leg], *, wishes: int) -> CandidateSet:
    """Put the hits of all legs together; passages in the order of their ids.

    Raises:
        GenerationGone: the index was dropped meanwhile.
        AnswerRefused: a leg failed or ran out of time; half an answer would be a wrong one.
    """
    passages: dict[str, CandidatePassage] = {}
    parsed: dict[str, CandidatePassage] = {}
    by_leg: list[list[tuple[str, float]]] = []
    for answer in answers:
        _check(answer)
        scored = []
        for hit in answer.get("hits", {}).get("hits", ()):
            brief = hit["fields"]["brief"][0]
            if brief not in parsed:
                parsed[brief] = read_brief(brief)
            passage = parsed[brief]
            # By id: a passage that changed between two legs of one request is still one passage.
            passages[passage.id] = passage
            scored.append((passage.id, float(hit["_score"])))
        by_leg.append(scored)
    ordered = sorted(passages)
    columns = {passage_id: column for column, passage_id in enumerate(ordered)}
    scores = {kind: _blank(wishes, len(ordered)) for kind in ("words", "bigrams", "cosine")}
    for leg, scored in zip(legs, by_leg, strict=True):
        for passage_id, score in scored:
            # Elasticsearch gives (1 + cosine) / 2, so that no score is negative.
            scores[leg.kind][leg.wish, columns[passage_id]] = 2 * score - 1 if leg.kind == "cosine" else score
    return _candidate_set([passages[passage_id] for passage_id in ordered], scores)


def no_candidates(wishes: int) -> CandidateSet:
    """The answer to wishes with nothing to ask for."""
    return _candidate_set([], {kind: _blank(wishes, 0) for kind in ("words", "bigrams", "cosine")})


def _shared(per_leg: int, seconds: float) -> Body:
    return {
        "size": per_leg,
        "_source": False,
        "stored_fields": "_none_",
        "docvalue_fields": ["brief"],
        "track_total_hits": False,
        "timeout": f"{int(seconds * 1000)}ms",
    }


def _nearest(vector: NDArray[np.float32], k: int, narrowed: list[Body]) -> Body:
    examined = min(_MOST_CANDIDATES, max(_CANDIDATES_PER_HIT * k, _FEWEST_CANDIDATES))
    nearest: Body = {
        "field": "vector",
        "query_vector": plain_numbers(vector),
        "k": k,
        "num_candidates": examined,
        # The graph is walked on int8 vectors; the k it returns are scored again on the exact ones.
        "rescore_vector": {"oversample": 1.5},
    }
    return {**nearest, "filter": narrowed} if narrowed else nearest


def _narrowing(filters: Filters) -> list[Body]:
    parts: list[Body] = [{"term": {"keys": key}} for key in wanted_keys(filters)]
    if filters.price_max_fen is not None:
        parts.append({"range": {"price": {"lte": filters.price_max_fen}}})
    return parts


def _check(answer: Mapping[str, Any]) -> None:
    error = answer.get("error") or {}
    if error.get("type") == "index_not_found_exception":
        raise GenerationGone
    status = int(answer.get("status", _OK))
    if status != _OK or error:
        raise AnswerRefused(status, str(error.get("type")))
    if answer.get("timed_out"):
        raise AnswerRefused(503, "timed_out")


def _blank(wishes: int, passages: int) -> NDArray[np.float32]:
    return np.full((wishes, passages), np.nan, np.float32)


def _candidate_set(passages: list[CandidatePassage], scores: dict[str, NDArray[np.float32]]) -> CandidateSet:
    return CandidateSet(tuple(passages), scores["words"], scores["bigrams"], scores["cosine"])
