"""What one process knows while it answers: taxonomy, segmenter, reader and scenario bank, built together once."""

from dataclasses import dataclass
from functools import cached_property

from service.domain.taxonomy import Taxonomy
from service.search import segment
from service.search.bank import ScenarioBank
from service.search.exclusions import ExclusionReader
from service.search.reading import NeedReader
from service.search.segment import Segmenter
from service.search.spans.exclusion_tagger import ExclusionTagger
from service.search.word_list import WordList


@dataclass(frozen=True)
class Knowledge:
    """Built by `service.copies.know`; replaced whole, never changed in place."""

    taxonomy: Taxonomy
    segmenter: Segmenter
    reader: NeedReader
    bank: ScenarioBank
    encoder_fingerprint: str
    tagger: ExclusionTagger

    @cached_property
    def scenario_words(self) -> WordList:
        """Names and sayings of all scenarios, with their codes."""
        return WordList((word, scenario.code) for scenario in self.taxonomy.scenarios for word in (scenario.name, *scenario.synonyms))

    @cached_property
    def exclusions(self) -> ExclusionReader:
        """Reads what providers' texts exclude."""
        return ExclusionReader(self.reader.namer, self.tagger)

    @property
    def identity(self) -> str:
        """Names everything an index depends on: another identity demands a rebuild."""
        return f"{self.encoder_fingerprint}/{self.bank.fingerprint}/s{segment.VERSION}"


def build_segmenter(taxonomy: Taxonomy) -> Segmenter:
    """A segmenter that keeps the taxonomy's own words whole."""
    return Segmenter(
        [
            *(word for scenario in taxonomy.scenarios for word in scenario.synonyms),
            *(word for industry in taxonomy.industries for word in industry.slang),
            *(word for process in taxonomy.processes for word in (process.name, *process.slang)),
            *(term.term for term in taxonomy.ambiguous_terms),
            *(word for town in taxonomy.towns for word in (town.name, town.short)),
            *(brand.name for brand in taxonomy.brands),
        ]
    )
