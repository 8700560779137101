"""Build what a process knows from the database: taxonomy, reader, and the scenario bank with cached vectors."""

from collections.abc import Callable
from pathlib import Path

from service.copies.embed import embed_texts
from service.copies.kept_bank import keep_bank, read_bank
from service.errors import Unavailable
from service.ports import TextEncoder
from service.search import segment
from service.search.bank import LabelledText, bank_fingerprint, fit_bank
from service.search.knowledge import Knowledge, build_segmenter
from service.search.reading import NeedReader
from service.store import unit_of_work
from service.store.access import Database
from service.store.queries.codes import read_taxonomy, read_utterances
from service.store.queries.embeddings import text_hash


def build_knowledge(
    database: Database, encoder: TextEncoder, *, cache_folder: Path | None = None, progress: Callable[[int, int], None] | None = None
) -> Knowledge:
    """Read everything and fit the bank; sentences that were never embedded are embedded now (about 10 ms each, once).

    Args:
        cache_folder: where a fitted bank is kept for the next process.

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
    labels = "\n".join(f"{scenario}/{topic}/{text}" for scenario, topic, text in sentences)
    fingerprint = bank_fingerprint(f"{encoder.fingerprint}/s{segment.VERSION}/{text_hash(labels)}")
    bank = read_bank(cache_folder, fingerprint) if cache_folder else None
    if bank is None:
        texts = [LabelledText(scenario, topic, segmenter.tokens(text)) for scenario, topic, text in sentences]
        vectors = embed_texts(database, encoder, [text for _, _, text in sentences], progress=progress)
        bank = fit_bank(texts, vectors, fingerprint=fingerprint)
        if cache_folder:
            keep_bank(cache_folder, bank)
    return Knowledge(taxonomy, segmenter, reader, bank, encoder.fingerprint)
