"""Build what a process needs to understand a need: the taxonomy, the reader and the scenario bank. All come from the database."""

import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from service.copies.embed import embed_texts
from service.copies.kept_bank import keep_bank, keep_fingerprint, read_bank, read_fingerprint
from service.copies.kept_codes import read_codes
from service.copies.kept_exclusions import recall_exclusions
from service.domain.taxonomy import Taxonomy
from service.errors import Unavailable
from service.ports import TextEncoder
from service.runtime import KeptCodes
from service.search import segment
from service.search.bank import LabelledText, ScenarioBank, bank_fingerprint, fit_bank
from service.search.knowledge import Knowledge, build_segmenter
from service.search.reading import NeedReader
from service.search.reading_asking import without_asking
from service.search.rules_digest import rules_digest
from service.search.segment import Segmenter, fold_text
from service.search.spans.exclusion_tagger import ExclusionTagger
from service.search.spans.network import WordReader
from service.store import unit_of_work
from service.store.access import Database
from service.store.queries.codes import Utterance, read_utterances
from service.store.queries.embeddings import text_hash

BankSentence = tuple[str | None, str | None, str]
"""(scenario code, topic, text). The topic is set for a sentence that belongs to no scenario."""


class RenewedKnowledge:
    """Call it to get the present knowledge. It is built at the first call. When the code tables change, its taxonomy changes too.

    A renamed scenario gets its new name in pages, readings and reasons at once.
    The bank stays the same until the process starts again, because stored passages were tagged with it.
    Only a scenario that was added or removed makes a new bank.

    Raises (when called):
        Unavailable: the database has no taxonomy yet.
    """

    def __init__(
        self,
        database: Database,
        encoder: TextEncoder,
        codes: KeptCodes,
        words: WordReader,
        *,
        cache_folder: Path | None = None,
    ) -> None:
        self._database = database
        self._encoder = encoder
        self._codes = codes
        self._words = words
        self._cache_folder = cache_folder
        self._lock = threading.Lock()
        self._known: Knowledge | None = None

    def take_over(self, known: Knowledge) -> None:
        """Begin with what another process has built."""
        self._known = known

    def __call__(self) -> Knowledge:
        """The knowledge. One thread builds it while the others wait."""
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
            return build_knowledge(self._database, self._encoder, taxonomy, self._words, cache_folder=self._cache_folder)
        segmenter = build_segmenter(taxonomy)
        return replace(known, taxonomy=taxonomy, segmenter=segmenter, reader=NeedReader(taxonomy, segmenter, self._words))


def build_knowledge(
    database: Database,
    encoder: TextEncoder,
    taxonomy: Taxonomy,
    words: WordReader,
    *,
    cache_folder: Path | None = None,
) -> Knowledge:
    """Read the sentences of the bank and fit the bank. Sentences without a stored vector are embedded now (about 10 ms each, once).

    Args:
        cache_folder: the folder that keeps the fitted bank for the next process. None: the bank is not kept.

    Raises:
        Unavailable: the taxonomy is empty.
    """
    if not taxonomy.scenarios:
        raise Unavailable("数据库里还没有场景和行业代码，请先运行：python -m service migrate")
    with unit_of_work.reading(database) as session:
        utterances = read_utterances(session)
    segmenter = build_segmenter(taxonomy)
    reader = NeedReader(taxonomy, segmenter, words)
    source = text_hash(f"{encoder.fingerprint}/{rules_digest()}/{taxonomy!r}/{utterances!r}")
    bank = _kept_bank(cache_folder, source) if cache_folder else None
    if bank is None:
        sentences = bank_sentences(taxonomy, utterances, segmenter)
        labels = "\n".join(f"{scenario}/{topic}/{text}" for scenario, topic, text in sentences)
        fingerprint = bank_fingerprint(f"{encoder.fingerprint}/s{segment.VERSION}/{text_hash(labels)}")
        bank = read_bank(cache_folder, fingerprint) if cache_folder else None
        if bank is None:
            texts = [LabelledText(scenario, topic, segmenter.tokens(text)) for scenario, topic, text in sentences]
            vectors = embed_texts(database, encoder, [text for _, _, text in sentences])
            bank = fit_bank(texts, vectors, fingerprint=fingerprint)
        if cache_folder:
            keep_bank(cache_folder, bank)
            keep_fingerprint(cache_folder, source, fingerprint)
    tagger = ExclusionTagger(words)
    if cache_folder:
        recall_exclusions(cache_folder, tagger)
    return Knowledge(taxonomy, segmenter, reader, bank, encoder.fingerprint, tagger)


def _kept_bank(folder: Path, source: str) -> ScenarioBank | None:
    """The bank that was made from the same sentences by the same rules: nothing is cleaned, cut or embedded for it."""
    fingerprint = read_fingerprint(folder, source)
    return read_bank(folder, fingerprint) if fingerprint else None


def bank_sentences(taxonomy: Taxonomy, utterances: Sequence[Utterance], segmenter: Segmenter) -> list[BankSentence]:
    """All sentences of the bank, as it learns them: whoever needs their vectors must ask for these texts.

    Each scenario's name, definition, sayings and synonyms are sentences too. So a scenario without utterances can be found.
    Asking words such as 找, 公司 and 推荐 are removed, as they are removed from a need.
    So the bank does not learn them as signs of a scenario or of a topic.
    """
    sentences: list[BankSentence] = [(utterance.scenario, utterance.topic, utterance.text) for utterance in utterances]
    for scenario in taxonomy.scenarios:
        own = (f"{scenario.name}：{scenario.definition}", scenario.plain, *scenario.says, "、".join(scenario.synonyms[:8]))
        sentences.extend((scenario.code, None, text) for text in own if text)
    return [(scenario, topic, without_asking(fold_text(text), segmenter.cuts_at) or text) for scenario, topic, text in sentences]


def _codes(taxonomy: Taxonomy) -> list[str]:
    return [scenario.code for scenario in taxonomy.scenarios]
