"""Turn texts into vectors. The database keeps each vector, so an unchanged text is never embedded again."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from service.ports import TextEncoder
from service.store import unit_of_work
from service.store.access import Database
from service.store.queries.embeddings import add_embeddings, read_embeddings, text_hash

_TEXTS_A_TRANSACTION = 64


def embed_texts(
    database: Database, encoder: TextEncoder, texts: Sequence[str], *, progress: Callable[[int, int], None] | None = None
) -> NDArray[np.float32]:
    """The vectors of `texts`, in the same order.

    New texts are embedded and stored in batches of 64. After an interruption the finished batches are still there.

    Args:
        progress: called after each batch with (texts embedded so far, texts to embed).

    Shape: (len(texts), encoder.dimensions), each of length 1.
    """
    hashes = [text_hash(text) for text in texts]
    with unit_of_work.reading(database) as session:
        known = read_embeddings(session, encoder.fingerprint, list(dict.fromkeys(hashes)))
    missing = [(key, text) for key, text in dict(zip(hashes, texts, strict=True)).items() if key not in known]
    for start in range(0, len(missing), _TEXTS_A_TRANSACTION):
        batch = missing[start : start + _TEXTS_A_TRANSACTION]
        vectors = encoder.encode([text for _, text in batch])
        fresh = {key: vector for (key, _), vector in zip(batch, vectors, strict=True)}
        with unit_of_work.writing(database) as session:
            add_embeddings(session, encoder.fingerprint, fresh)
        known.update(fresh)
        if progress:
            progress(min(start + _TEXTS_A_TRANSACTION, len(missing)), len(missing))
    return np.stack([known[key] for key in hashes]) if hashes else np.zeros((0, encoder.dimensions), np.float32)
