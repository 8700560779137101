"""The embedded engine: tantivy in memory for words and bigrams, and a table of vectors. It is rebuilt from the database."""

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import tantivy
from numpy.typing import NDArray

from service.domain.finding import CandidatePassage, CandidateSet, Filters, PassageDoc, ProviderDoc, WishQuery
from service.search.engines.filter_keys import UNPRICED_FEN, provider_keys, wanted_keys
from service.search.engines.vector_table import VectorTable, VectorView

_WRITER_HEAP_BYTES = 64_000_000
_MASKS_MOST = 64
_COMPACTED_FROM = 4_096
"""Up to this many rows, dead rows do not matter."""


@dataclass(frozen=True, slots=True)
class _Held:
    """A listed provider. Its passages are kept without vectors; the vectors stand in the table at `rows`."""

    doc: ProviderDoc
    keys: frozenset[str]
    rows: tuple[int, ...]

    def passes(self, wanted: frozenset[str], price_max_fen: int | None) -> bool:
        return wanted <= self.keys and (price_max_fen is None or (self.doc.price_min_fen or UNPRICED_FEN) <= price_max_fen)


@dataclass(frozen=True)
class _Snapshot:
    """What one search sees: rows [0, count) of the shared buffers, minus the dead ones."""

    searcher: tantivy.Searcher
    passages: list[CandidatePassage]
    vectors: VectorView
    held: dict[str, _Held]
    position: int
    alive: NDArray[np.bool_]
    masks: dict[tuple[frozenset[str], int | None], NDArray[np.bool_]] = field(default_factory=dict)
    """Filter → rows that pass it, for the filters asked so far."""

    @property
    def count(self) -> int:
        return len(self.alive)


@dataclass
class _Buffers:
    """Append-only, so an older snapshot stays right while a newer one is made. Compacted when more than half of the rows are dead."""

    vectors: VectorTable
    passages: list[CandidatePassage] = field(default_factory=list)

    def append(self, passage: PassageDoc) -> int:
        self.passages.append(CandidatePassage(passage.id, passage.provider_id, passage.kind, passage.tags, passage.industries))
        return self.vectors.append(passage.vector)


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
        return {provider_id: held.doc.version for provider_id, held in self._snapshot.held.items()}

    def clear(self) -> None:
        """Forget everything, as after a change of encoder or bank."""
        with self._writing:
            self._reset()

    def put(self, docs: Sequence[ProviderDoc], *, position: int) -> None:
        """Replace these providers. Cost: about 20 ms for one, 2.5 s for 100,000 passages."""
        with self._writing:
            old = self._snapshot
            seen = max(position, old.position)
            fresh = [doc for doc in docs if doc.id not in old.held or old.held[doc.id].doc.version <= doc.version]
            if not fresh:
                self._snapshot = replace(old, position=seen)
                return
            held = dict(old.held)
            alive, dead = list[int](), list[int]()
            for doc in fresh:
                gone = held.pop(doc.id, None)
                if gone is not None:
                    self._writer.delete_documents_by_term("provider", doc.id)
                    dead.extend(gone.rows)
                if doc.listed:
                    held[doc.id] = self._hold(doc)
                    alive.extend(held[doc.id].rows)
            mask = np.zeros(len(self._buffers.passages), bool)
            mask[: old.count] = old.alive
            mask[alive] = True
            mask[dead] = False
            self._publish(held, seen, mask)
            if len(mask) > _COMPACTED_FROM and mask.sum() * 2 < len(mask):
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
        rows = {row for hits in lexical for found in hits.values() for row in found}
        near = [snapshot.vectors.nearest(wish.vector, allowed, per_leg) for wish in wishes]
        for found, _ in near:
            rows.update(found.tolist())
        ordered = np.array(sorted(rows), np.int64)
        place = {row: column for column, row in enumerate(ordered.tolist())}
        scores = {leg: np.full((len(wishes), len(ordered)), np.nan, np.float32) for leg in ("words", "bigrams", "cosine")}
        for number, hits in enumerate(lexical):
            for leg, leg_hits in hits.items():
                for row, score in leg_hits.items():
                    scores[leg][number, place[row]] = score
            found, cosines = near[number]
            scores["cosine"][number, [place[row] for row in found.tolist()]] = cosines
        found_passages = tuple(snapshot.passages[row] for row in ordered.tolist())
        return CandidateSet(found_passages, scores["words"], scores["bigrams"], scores["cosine"])

    def _reset(self) -> None:
        self._begin()
        self._publish({}, -1, np.zeros(0, bool))

    def _begin(self) -> None:
        """Make an empty index and empty buffers to write to. Searches use the old ones until `_publish`."""
        self._index = tantivy.Index(self._schema)
        self._writer = self._index.writer(heap_size=_WRITER_HEAP_BYTES, num_threads=1)
        self._buffers = _Buffers(VectorTable(self._dimensions))

    def _publish(self, held: dict[str, _Held], position: int, alive: NDArray[np.bool_]) -> None:
        self._writer.commit()
        self._index.reload()
        buffers = self._buffers
        self._snapshot = _Snapshot(self._index.searcher(), buffers.passages, buffers.vectors.view(), held, position, alive)

    def _compact(self) -> None:
        """Build everything again without the dead rows. The vectors come from the old table: no other place keeps them."""
        old = self._snapshot
        self._begin()
        held = {}
        for provider_id, known in old.held.items():
            vectors = old.vectors.matrix[list(known.rows)]
            passages = tuple(replace(passage, vector=vector) for passage, vector in zip(known.doc.passages, vectors, strict=True))
            held[provider_id] = self._hold(replace(known.doc, passages=passages))
        self._publish(held, old.position, np.ones(len(self._buffers.passages), bool))

    def _hold(self, doc: ProviderDoc) -> _Held:
        keys = provider_keys(doc)
        rows = tuple(self._append(doc, keys, passage) for passage in doc.passages)
        slim = replace(doc, passages=tuple(replace(passage, vector=None) for passage in doc.passages))
        return _Held(slim, frozenset(keys), rows)

    def _append(self, doc: ProviderDoc, keys: Sequence[str], passage: PassageDoc) -> int:
        row = self._buffers.append(passage)
        document = tantivy.Document()
        document.add_text("provider", doc.id)
        document.add_text("keys", " ".join(keys))
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
        wanted, price = frozenset(wanted_keys(filters)), filters.price_max_fen
        known = snapshot.masks.get((wanted, price))
        if known is not None:
            return known
        allowed = np.zeros(snapshot.count, bool)
        allowed[[row for held in snapshot.held.values() if held.passes(wanted, price) for row in held.rows]] = True
        if len(snapshot.masks) < _MASKS_MOST:
            snapshot.masks[wanted, price] = allowed
        return allowed


def _tokens(wish: WishQuery) -> tuple[tuple[str, list[str]], ...]:
    return (("words", sorted(set(wish.words))), ("bigrams", sorted(set(wish.bigrams))))
