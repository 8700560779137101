"""Build what a process knows from the database: taxonomy, reader, and the scenario bank with cached vectors."""

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from service.copies.embed import embed_texts
from service.errors import Unavailable
from service.ports import TextEncoder
from service.search import segment
from service.search.bank import LabelledText, bank_fingerprint, fit_bank
from service.search.knowledge import Knowledge, build_segmenter
from service.search.reading import NeedReader
from service.store import unit_of_work
from service.store.access import Database
from service.store.queries.embeddings import text_hash
from service.store.queries.taxonomy import read_taxonomy, read_utterances


def build_knowledge(
    database: Database, encoder: TextEncoder, *, cache_folder: Path | None = None, progress: Callable[[int, int], None] | None = None
) -> Knowledge:
    """Read everything and fit the bank; sentences that were never embedded are embedded now (about 10 ms each, once).

    Args:
        cache_folder: where a fitted bank is kept, so that the next process starts a second earlier.

    Raises:
        Unavailable: the database has no taxonomy yet.
    """
    with unit_of_work.reading(database) as session:
        taxonomy = read_taxonomy(session)
        utterances = read_utterances(session)
    if not taxonomy.scenarios:
        raise Unavailable("数据库里还没有场景和行业代码，请先运行：python -m service migrate")
    sentences = [(utterance.scenario, utterance.topic, utterance.text) for utterance in utterances]
    # Each scenario's own name, definition and sayings count as sentences too, so that one without utterances can be found.
    for scenario in taxonomy.scenarios:
        own = (f"{scenario.name}：{scenario.definition}", scenario.plain, *scenario.says, "、".join(scenario.synonyms[:8]))
        sentences.extend((scenario.code, None, text) for text in own if text)
    segmenter = build_segmenter(taxonomy)
    reader = NeedReader(taxonomy, segmenter)
    texts = [LabelledText(scenario, topic, segmenter.tokens(text)) for scenario, topic, text in sentences]
    vectors = embed_texts(database, encoder, [text for _, _, text in sentences], progress=progress)
    labels = "\n".join(f"{scenario}/{topic}/{text}" for scenario, topic, text in sentences)
    fingerprint = bank_fingerprint(f"{encoder.fingerprint}/s{segment.VERSION}/{text_hash(labels)}")
    kept = cache_folder / f"bank-{fingerprint}.npy" if cache_folder else None
    bank = fit_bank(texts, vectors, fingerprint=fingerprint, dual=_read_kept(kept))
    _keep(kept, bank.dual)
    return Knowledge(taxonomy, segmenter, reader, bank, encoder.fingerprint)


def _read_kept(path: Path | None) -> NDArray[np.float32] | None:
    try:
        return np.load(path, allow_pickle=False) if path else None
    except (OSError, ValueError):
        return None  # not there, or damaged: it is only a copy of what is computed again


def _keep(path: Path | None, dual: NDArray[np.float32]) -> None:
    if path is None or path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_suffix(f".{os.getpid()}.npy")
    np.save(scratch, dual, allow_pickle=False)
    scratch.replace(path)
