"""The embedded engine: tantivy in memory for words and bigrams, one exact float32 matrix for vectors. Rebuilt from the database.

Vectors are compared exactly (100,000 × 384 take about 6 ms): no approximation below 300,000 passages.
"""

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import tantivy
from numpy.typing import NDArray

from service.domain.finding import CandidatePassage, CandidateSet, Filters, PassageDoc, ProviderDoc, WishQuery
from service.search.engines.filter_keys import UNPRICED_FEN, provider_keys, wanted_keys

_WRITER_HEAP_BYTES = 64_000_000
_FIRST_ROWS = 4096


@dataclass(frozen=True)
class _Snapshot:
    """What one search sees: rows [0, count) of the shared buffers, minus the dead ones."""

    searcher: tantivy.Searcher
    passages: list[CandidatePassage]
    matrix: NDArray[np.float32]
    docs: dict[str, ProviderDoc]
    position: int
    alive: NDArray[np.bool_]

    @property
    def count(self) -> int:
        return len(self.alive)


@dataclass
class _Buffers:
    """Append-only, so an older snapshot stays right while a newer one is being made; compacted when half is dead."""

    dimensions: Callable[[], int]
    passages: list[CandidatePassage] = field(default_factory=list)
    matrix: NDArray[np.float32] = field(default_factory=lambda: np.zeros((0, 0), np.float32))

    def append(self, passage: PassageDoc) -> int:
        row = len(self.passages)
        if row == 0:
            self.matrix = np.zeros((_FIRST_ROWS, self.dimensions()), np.float32)
        elif row == len(self.matrix):
            self.matrix = np.concatenate([self.matrix, np.zeros_like(self.matrix)])
        if passage.vector is not None:
            self.matrix[row] = passage.vector
        self.passages.append(CandidatePassage(passage.id, passage.provider_id, passage.kind, passage.tags, passage.industries))
        return row


class EmbeddedEngine:
    """A copy of the listed providers in this process's memory; safe to use from many threads.

    Args:
        dimensions: gives the length of the encoder's vectors when the first document comes.
    """

    name = "embedded"
    in_process = True

    def __init__(self, dimensions: Callable[[], int]) -> None:
        self._dimensions = dimensions
        self._writing = threading.Lock()
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("provider", tokenizer_name="raw", index_option="basic")
        builder.add_text_field("keys", tokenizer_name="whitespace", index_option="basic")
        for leg in ("words", "bigrams"):
            builder.add_text_field(leg, tokenizer_name="whitespace", index_option="freq")
        # Unsigned on purpose: the binding treats a Python int as signed and kills the writer on an unsigned field.
        builder.add_unsigned_field("row", fast=True)
        builder.add_unsigned_field("price", fast=True, indexed=True)
        self._schema = builder.build()
        self._snapshot: _Snapshot
        self._reset()

    def position(self) -> int:
        """The last change-feed sequence taken in; −1 before the first `put`."""
        return self._snapshot.position

    def versions(self) -> dict[str, int]:
        """Provider id → version as indexed."""
        return {doc.id: doc.version for doc in self._snapshot.docs.values()}

    def clear(self) -> None:
        """Forget everything, as after a change of encoder or bank."""
        with self._writing:
            self._reset()

    def put(self, docs: Sequence[ProviderDoc], *, position: int) -> None:
        """Replace these providers. Cost: about 20 ms for one, 2.5 s for 100,000 passages."""
        with self._writing:
            old = self._snapshot
            seen = max(position, old.position)
            fresh = [doc for doc in docs if doc.id not in old.docs or old.docs[doc.id].version <= doc.version]
            if not fresh:
                self._snapshot = replace(old, position=seen)
                return
            held = dict(old.docs)
            alive, dead = list[int](), list[int]()
            for doc in fresh:
                if held.pop(doc.id, None) is not None:
                    self._writer.delete_documents_by_term("provider", doc.id)
                    dead.extend(self._rows.pop(doc.id))
                if doc.listed:
                    held[doc.id] = doc
                    self._rows[doc.id] = [self._append(doc, passage) for passage in doc.passages]
                    alive.extend(self._rows[doc.id])
            mask = np.zeros(len(self._buffers.passages), bool)
            mask[: old.count] = old.alive
            mask[alive] = True
            mask[dead] = False
            self._publish(held, seen, mask)
            if len(mask) > _FIRST_ROWS and mask.sum() * 2 < len(mask):
                self._compact()

    def candidates(self, wishes: Sequence[WishQuery], filters: Filters, *, per_leg: int) -> CandidateSet:
        """For every wish the best `per_leg` passages of each leg, with raw scores."""
        snapshot = self._snapshot
        if snapshot.count == 0:
            nothing = np.zeros((len(wishes), 0), np.float32)
            return CandidateSet((), nothing, nothing, nothing)
        allowed = self._allowed(snapshot, filters)
        lexical = [
            {leg: self._lexical(snapshot.searcher, leg, tokens, filters, per_leg) for leg, tokens in _tokens(wish)} for wish in wishes
        ]
        cosines = [snapshot.matrix[: snapshot.count] @ wish.vector for wish in wishes]
        rows = {row for hits in lexical for found in hits.values() for row in found}
        near = [_best(np.where(allowed, cosine, -np.inf), per_leg) for cosine in cosines]
        for found in near:
            rows.update(found.tolist())
        ordered = np.array(sorted(rows), np.int64)
        place = {row: column for column, row in enumerate(ordered.tolist())}
        scores = {leg: np.full((len(wishes), len(ordered)), np.nan, np.float32) for leg in ("words", "bigrams", "cosine")}
        for number, hits in enumerate(lexical):
            for leg, leg_hits in hits.items():
                for row, score in leg_hits.items():
                    scores[leg][number, place[row]] = score
            columns = [place[row] for row in near[number].tolist()]
            scores["cosine"][number, columns] = cosines[number][near[number]]
        found_passages = tuple(snapshot.passages[row] for row in ordered.tolist())
        return CandidateSet(found_passages, scores["words"], scores["bigrams"], scores["cosine"])

    def _reset(self) -> None:
        self._index = tantivy.Index(self._schema)
        self._writer = self._index.writer(heap_size=_WRITER_HEAP_BYTES, num_threads=1)
        self._buffers = _Buffers(self._dimensions)
        self._rows: dict[str, list[int]] = {}
        self._publish({}, -1, np.zeros(0, bool))

    def _publish(self, docs: dict[str, ProviderDoc], position: int, alive: NDArray[np.bool_]) -> None:
        self._writer.commit()
        self._index.reload()
        buffers = self._buffers
        self._snapshot = _Snapshot(self._index.searcher(), buffers.passages, buffers.matrix, docs, position, alive)

    def _compact(self) -> None:
        docs, position = self._snapshot.docs, self._snapshot.position
        buffers = _Buffers(self._dimensions)
        self._index = tantivy.Index(self._schema)
        self._writer = self._index.writer(heap_size=_WRITER_HEAP_BYTES, num_threads=1)
        self._buffers = buffers
        for doc in docs.values():
            self._rows[doc.id] = [self._append(doc, passage) for passage in doc.passages]
        self._publish(docs, position, np.ones(len(buffers.passages), bool))

    def _append(self, doc: ProviderDoc, passage: PassageDoc) -> int:
        row = self._buffers.append(passage)
        document = tantivy.Document()
        document.add_text("provider", doc.id)
        document.add_text("keys", " ".join(provider_keys(doc)))
        document.add_text("words", passage.words)
        document.add_text("bigrams", passage.bigrams)
        document.add_unsigned("row", row)
        document.add_unsigned("price", doc.price_min_fen or UNPRICED_FEN)
        self._writer.add_document(document)
        return row

    def _lexical(self, searcher: tantivy.Searcher, leg: str, tokens: Iterable[str], filters: Filters, limit: int) -> dict[int, float]:
        terms = [(tantivy.Occur.Should, tantivy.Query.term_query(self._schema, leg, token, index_option="freq")) for token in tokens]
        if not terms:
            return {}
        query = tantivy.Query.boolean_query(terms)
        narrowed = [tantivy.Query.term_query(self._schema, "keys", key, index_option="basic") for key in wanted_keys(filters)]
        if filters.price_max_fen is not None:
            narrowed.append(
                tantivy.Query.range_query(self._schema, "price", tantivy.FieldType.Unsigned, UNPRICED_FEN, filters.price_max_fen)
            )
        if narrowed:
            must = [(tantivy.Occur.Must, tantivy.Query.const_score_query(part, 0.0)) for part in narrowed]
            query = tantivy.Query.boolean_query([(tantivy.Occur.Must, query), *must])
        hits = searcher.search(query, limit=limit, count=False).hits
        rows = searcher.fast_field_values("row", [address for _, address in hits])
        return {int(row): float(score) for row, (score, _) in zip(rows, hits, strict=True)}

    @staticmethod
    def _allowed(snapshot: _Snapshot, filters: Filters) -> NDArray[np.bool_]:
        if not filters.active:
            return snapshot.alive
        wanted = set(wanted_keys(filters))
        fit = {
            doc.id
            for doc in snapshot.docs.values()
            if wanted <= set(provider_keys(doc))
            and (filters.price_max_fen is None or (doc.price_min_fen or UNPRICED_FEN) <= filters.price_max_fen)
        }
        kept: Iterable[bool] = (snapshot.passages[row].provider_id in fit for row in range(snapshot.count))
        allowed: NDArray[np.bool_] = snapshot.alive & np.fromiter(kept, bool, snapshot.count)
        return allowed


def _tokens(wish: WishQuery) -> tuple[tuple[str, list[str]], ...]:
    return (("words", sorted(set(wish.words))), ("bigrams", sorted(set(wish.bigrams))))


def _best(scores: NDArray[np.float32], limit: int) -> NDArray[np.int64]:
    """Rows of the best finite scores, best first; equal scores by row."""
    rows = np.argpartition(-scores, limit - 1)[:limit] if len(scores) > limit else np.arange(len(scores))
    rows = rows[np.isfinite(scores[rows])]
    return rows[np.lexsort((rows, -scores[rows]))]
