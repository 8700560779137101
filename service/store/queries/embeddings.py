"""The embeddings cache: one vector for a text, ever."""

import hashlib
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from service.store.rows import EmbeddingRow

_BATCH = 500


def text_hash(text: str) -> str:
    """128 bits of SHA-256, in hex: the cache's key for a text."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:32]


def read_embeddings(session: Session, fingerprint: str, hashes: Sequence[str]) -> dict[str, NDArray[np.float32]]:
    """Hash → vector, for those that are cached."""
    found: dict[str, NDArray[np.float32]] = {}
    for start in range(0, len(hashes), _BATCH):
        rows = session.execute(
            select(EmbeddingRow.text_hash, EmbeddingRow.vector).where(
                EmbeddingRow.fingerprint == fingerprint, EmbeddingRow.text_hash.in_(hashes[start : start + _BATCH])
            )
        )
        found.update((row.text_hash, np.frombuffer(row.vector, "<f4").astype(np.float32)) for row in rows)
    return found


def add_embeddings(session: Session, fingerprint: str, vectors: Mapping[str, NDArray[np.float32]]) -> None:
    """Store hash → vector; one that another process stored meanwhile stays."""
    rows = [{"fingerprint": fingerprint, "text_hash": key, "vector": vector.astype("<f4").tobytes()} for key, vector in vectors.items()]
    insert = postgresql_insert if session.get_bind().dialect.name == "postgresql" else sqlite_insert
    for start in range(0, len(rows), _BATCH):
        session.execute(insert(EmbeddingRow).values(rows[start : start + _BATCH]).on_conflict_do_nothing())
