"""Turn provider documents into lines of `_bulk` requests, and check the answers. Pure: nothing here talks to a server."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.domain.finding import CandidatePassage, PassageDoc, ProviderDoc
from service.search.engines.elastic_connection import AnswerRefused
from service.search.engines.filter_keys import UNPRICED_FEN, provider_keys

STATE_ID = "state"
"""Id of the document that holds the last change-feed sequence taken in. It is no passage."""

_GUARD_ID = "write-guard"
_LARGEST_BYTES = 4_000_000
_VECTOR_DECIMALS = 7
_CONFLICT = 409
_MISSING = 404
_FAILED = 400

Line = bytes
Operation = tuple[Line, ...]


class GenerationGone(Exception):
    """The index generation that was asked has been replaced and dropped."""


@dataclass(frozen=True, slots=True)
class Held:
    """A passage as the index holds it: its provider's version, and a digest of everything stored."""

    version: int
    digest: str


def replace_passages(doc: ProviderDoc, held: Mapping[str, Held]) -> Iterator[Operation]:
    """Operations that make an index hold exactly the passages of this provider. Unchanged passages are not written again.

    Every operation carries the provider's version, so a late operation cannot undo a newer one.

    Args:
        held: passage id → what the index holds now.
    """
    kept = {passage.id for passage in doc.passages} if doc.listed else set()
    if doc.listed:
        for passage in doc.passages:
            source = _source(doc, passage)
            digest = hashlib.blake2b(_line(source), digest_size=12).hexdigest()
            if passage.id not in held or held[passage.id].digest != digest:
                yield (_line({"index": _versioned(passage.id, doc.version)}), _line({**source, "digest": digest}))
    for passage_id in sorted(set(held) - kept):
        yield (_line({"delete": _versioned(passage_id, doc.version)}),)


def state_operation(position: int) -> Operation:
    """Note the last change-feed sequence taken in. It is the document's version too, so it never goes back."""
    return (_line({"index": _versioned(STATE_ID, position)}), _line({"position": position}))


def requests(operations: Iterable[Operation]) -> Iterator[list[Line]]:
    """Pack operations into request bodies of a few megabytes.

    Each body begins with a write that is only valid through an alias. It stops the request when the generation was just dropped.
    Without it, a delete with a version would make Elasticsearch create an index of that name, without our mapping.
    """
    guard = (_line({"index": {"_id": _GUARD_ID, "require_alias": True}}), b"{}")
    body: list[Line] = [*guard]
    size = 0
    for operation in operations:
        added = sum(map(len, operation))
        if size and size + added > _LARGEST_BYTES:
            yield body
            body, size = [*guard], 0
        body.extend(operation)
        size += added
    if size:
        yield body


def check_bulk(answer: Mapping[str, Any]) -> None:
    """Look at every item of a `_bulk` answer. A conflict is no error: the index holds something newer.

    Raises:
        GenerationGone: the index was dropped meanwhile.
        AnswerRefused: an item was not stored.
    """
    if not answer.get("errors"):
        return
    for item in answer.get("items", ()):
        for outcome in item.values():
            status, error = int(outcome.get("status", 0)), outcome.get("error") or {}
            if status < _FAILED or status == _CONFLICT or (status == _MISSING and not error):
                continue
            if error.get("type") == "index_not_found_exception":
                raise GenerationGone
            raise AnswerRefused(status, str(error.get("type")), outcome.get("_id"))


def read_brief(brief: str) -> CandidatePassage:
    """Turn the `brief` field back into a passage."""
    passage_id, provider_id, kind, tags, industries = json.loads(brief)
    return CandidatePassage(passage_id, provider_id, kind, tuple((code, float(weight)) for code, weight in tags), tuple(industries))


def plain_numbers(vector: NDArray[np.float32]) -> list[float]:
    """A vector as JSON numbers with as many decimals as float32 holds."""
    numbers: list[float] = np.round(vector.astype(np.float64), _VECTOR_DECIMALS).tolist()
    return numbers


def is_direction(vector: NDArray[np.float32] | None) -> bool:
    """False for None and for the zero vector, which has no cosine with any vector."""
    return vector is not None and bool(np.any(vector))


def _source(doc: ProviderDoc, passage: PassageDoc) -> dict[str, object]:
    source: dict[str, object] = {
        "provider": doc.id,
        "version": doc.version,
        "siblings": len(doc.passages),
        "brief": _brief(passage),
        "keys": provider_keys(doc),
        "price": doc.price_min_fen or UNPRICED_FEN,
        "words": passage.words,
        "bigrams": passage.bigrams,
    }
    if passage.vector is not None and is_direction(passage.vector):
        source["vector"] = plain_numbers(passage.vector)
    return source


def _brief(passage: PassageDoc) -> str:
    """All that ranking needs of a passage, in one stored value: one read for each hit instead of five."""
    fields = [passage.id, passage.provider_id, passage.kind, passage.tags, passage.industries]
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


def _versioned(document_id: str, version: int) -> dict[str, object]:
    return {"_id": document_id, "version": version, "version_type": "external_gte"}


def _line(value: Mapping[str, object]) -> Line:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
