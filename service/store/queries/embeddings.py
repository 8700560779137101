"""The embeddings cache: one vector for a text, ever."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Executable, select
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from service.store.base import ROWS_AT_ONCE
from service.store.rows import EmbeddingRow


def text_hash(text: str) -> str:
    """128 bits of SHA-256, in hex: the cache's key for a text."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:32]


def read_embeddings(session: Session, fingerprint: str, hashes: Sequence[str]) -> dict[str, NDArray[np.float32]]:
    """Hash → vector, for those that are cached."""
    found: dict[str, NDArray[np.float32]] = {}
    for start in range(0, len(hashes), ROWS_AT_ONCE):
        rows = session.execute(
            select(EmbeddingRow.text_hash, EmbeddingRow.vector).where(
                EmbeddingRow.fingerprint == fingerprint, EmbeddingRow.text_hash.in_(hashes[start : start + ROWS_AT_ONCE])
            )
        )
        found.update((row.text_hash, np.frombuffer(row.vector, "<f4").astype(np.float32)) for row in rows)
    return found


def add_embeddings(session: Session, fingerprint: str, vectors: Mapping[str, NDArray[np.float32]]) -> None:
    """Store hash → vector; one that another process stored meanwhile stays."""
    rows = [{"fingerprint": fingerprint, "text_hash": key, "vector": vector.astype("<f4").tobytes()} for key, vector in vectors.items()]
    for start in range(0, len(rows), ROWS_AT_ONCE):
        session.execute(_insert_new(session, rows[start : start + ROWS_AT_ONCE]))


def _insert_new(session: Session, rows: Sequence[Mapping[str, Any]]) -> Executable:
    if session.get_bind().dialect.name != "postgresql":
        return sqlite_insert(EmbeddingRow).values(rows).on_conflict_do_nothing()
    # Imported here: this dialect loads its drivers, a tenth of a second that every start on SQLite would pay.
    from sqlalchemy.dialects.postgresql import insert as postgresql_insert

    return postgresql_insert(EmbeddingRow).values(rows).on_conflict_do_nothing()
