"""What a process knows, from the database: taxonomy, reader, and the scenario bank with cached vectors."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from service.copies.embed import embed_texts
from service.copies.kept_bank import keep_bank, read_bank
from service.copies.kept_codes import read_codes
from service.domain.taxonomy import Taxonomy
from service.errors import Unavailable
from service.ports import TextEncoder
from service.runtime import KeptCodes
from service.search import segment
from service.search.bank import LabelledText, bank_fingerprint, fit_bank
from service.search.knowledge import Knowledge, build_segmenter
from service.search.reading import NeedReader
from service.search.reading_asking import without_asking
from service.search.segment import fold_text
from service.store import unit_of_work
from service.store.access import Database
from service.store.queries.codes import Utterance, read_utterances
from service.store.queries.embeddings import text_hash

BankSentence = tuple[str | None, str | None, str]
"""Scenario code, topic when it has no scenario, text."""


class RenewedKnowledge:
    """Gives the knowledge of now: built at its first use, its taxonomy renewed when the code tables change.

    A renamed scenario is renamed in pages, readings and reasons at once. The bank stays as it was fitted until the process starts anew,
    because stored passages were tagged by it; only a scenario that came or went makes a new bank.

    Raises (when called):
        Unavailable: the database has no taxonomy yet.
    """

    def __init__(
        self,
        database: Database,
        encoder: TextEncoder,
        codes: KeptCodes,
        *,
        cache_folder: Path | None = None,
        known: Knowledge | None = None,
    ) -> None:
        self._database = database
        self._encoder = encoder
        self._codes = codes
        self._cache_folder = cache_folder
        self._lock = threading.Lock()
        self._known = known

    def __call__(self) -> Knowledge:
        """The knowledge, built by one thread while others wait."""
        taxonomy = read_codes(self._database, self._codes).taxonomy
        known = self._known
        if known is not None and known.taxonomy is taxonomy:
            return known
        with self._lock:
            known = self._known
            if known is None or known.taxonomy is not taxonomy:
                known = self._renewed(known, taxonomy)
                self._known = known
            return known

    def _renewed(self, known: Knowledge | None, taxonomy: Taxonomy) -> Knowledge:
        if known is None or _codes(known.taxonomy) != _codes(taxonomy):
            return build_knowledge(self._database, self._encoder, taxonomy, cache_folder=self._cache_folder)
        segmenter = build_segmenter(taxonomy)
        return replace(known, taxonomy=taxonomy, segmenter=segmenter, reader=NeedReader(taxonomy, segmenter))


def build_knowledge(
    database: Database,
    encoder: TextEncoder,
    taxonomy: Taxonomy,
    *,
    cache_folder: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Knowledge:
    """Read the bank's sentences and fit it; sentences that were never embedded are embedded now (about 10 ms each, once).

    Args:
        cache_folder: where a fitted bank is kept for the next process.

    Raises:
        Unavailable: the taxonomy is empty.
    """
    if not taxonomy.scenarios:
        raise Unavailable("数据库里还没有场景和行业代码，请先运行：python -m service migrate")
    with unit_of_work.reading(database) as session:
        utterances = read_utterances(session)
    sentences = bank_sentences(taxonomy, utterances)
    segmenter = build_segmenter(taxonomy)
    reader = NeedReader(taxonomy, segmenter)
    # Read as a need is read, so that 找, 公司 and 推荐 teach no scenario and no foreign topic.
    sentences = [(scenario, topic, without_asking(fold_text(text), segmenter.cuts_at) or text) for scenario, topic, text in sentences]
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


def bank_sentences(taxonomy: Taxonomy, utterances: Sequence[Utterance]) -> list[BankSentence]:
    """All sentences of the bank.

    Each scenario's own name, definition and sayings count too, so that one without utterances can be found.
    """
    sentences: list[BankSentence] = [(utterance.scenario, utterance.topic, utterance.text) for utterance in utterances]
    for scenario in taxonomy.scenarios:
        own = (f"{scenario.name}：{scenario.definition}", scenario.plain, *scenario.says, "、".join(scenario.synonyms[:8]))
        sentences.extend((scenario.code, None, text) for text in own if text)
    return sentences


def _codes(taxonomy: Taxonomy) -> list[str]:
    return [scenario.code for scenario in taxonomy.scenarios]
