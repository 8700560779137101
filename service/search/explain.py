"""Turn a ranked line and its provider into one match of the list, with reasons and what is missing. Pure."""

from service.domain.matching import Match, Ranked
from service.domain.providers import Provider, StoredCapability
from service.search.evidence import find_passage, wanted_words
from service.search.interpret import Interpretation
from service.search.knowledge import Knowledge
from service.search.peer_cases import peer_case
from service.search.reasons import covers_all, missing, reasons

_LIKELY = 3
"""While the reading is unsure which scenario is meant, the cases of this many likeliest ones count."""


class Explainer:
    """Explains one line after the other with the words of one need."""

    def __init__(self, knowledge: Knowledge, interpretation: Interpretation) -> None:
        self._taxonomy = knowledge.taxonomy
        self._knowledge = knowledge
        self._reading = interpretation.reading
        words = [word for query in interpretation.queries for word in query.words]
        scenario = (
            knowledge.taxonomy.scenario_by_code.get(interpretation.reading.scenarios[0].code) if interpretation.reading.scenarios else None
        )
        self._wanted = wanted_words(words, scenario.synonyms if scenario else (), knowledge)

    def __call__(self, place: int, line: Ranked, provider: Provider) -> Match:
        """Explain the line at `place`, counted from 1."""
        reading = self._reading
        codes = reading.chosen or [share.code for share in reading.scenarios[: _LIKELY if reading.unsure else 1]]
        return Match(
            rank=place,
            score=line.score,
            fit=line.fit,
            provider=provider,
            reasons=reasons(provider, line, self._reading, self._wanted, self._taxonomy),
            missing=missing(provider, line, self._reading, self._knowledge),
            scenarios=self._reading.scenarios[:3],
            parts=line.parts,
            covers_all=covers_all(line),
            named=line.named,
            excludes=self._knowledge.exclusions.of(provider),
            offer=next((item for passage in line.passages if isinstance(item := find_passage(provider, passage), StoredCapability)), None),
            peer=peer_case(provider, reading, self._wanted, self._taxonomy, codes=codes, spoken=line.passages[: line.speaking]),
        )
