"""Builders for ranking tests: candidates and interpretations of a made-up pool with three scenarios."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from service.domain.finding import CandidatePassage, CandidateSet
from service.domain.reading import Mention, NeedReading, NeedText, ScenarioShare, Wish
from service.domain.taxonomy import Industry, Taxonomy
from service.search.bank import LabelledText, fit_bank
from service.search.interpret import Interpretation
from service.search.knowledge import Knowledge
from service.search.reading import NeedReader
from service.search.segment import Segmenter
from service.search.spans.exclusion_tagger import ExclusionTagger
from tests.fakes import read_nothing

CODES = ("DEV02", "PLN01", "QUA01")
TAXONOMY = Taxonomy(
    industries=(
        Industry("electronics", "电子信息", (), (), (), None),
        Industry("smt", "贴片", (), (), (), "electronics"),
        Industry("plastics", "注塑", (), (), (), None),
    )
)


def _knowledge() -> Knowledge:
    """The three scenarios, one made-up sentence and direction each."""
    segmenter = Segmenter()
    bank = fit_bank([LabelledText(code, None, frozenset()) for code in CODES], np.eye(4, dtype=np.float32)[:3], fingerprint="made")
    return Knowledge(TAXONOMY, segmenter, NeedReader(TAXONOMY, segmenter, read_nothing), bank, "made", ExclusionTagger(read_nothing))


KNOWLEDGE = _knowledge()


@dataclass(frozen=True)
class Found:
    """One passage as the engine gives it back; None: that leg did not return it."""

    provider: str
    kind: str = "capability"
    words: float | None = 1.0
    bigrams: float | None = 1.0
    cosine: float | None = 0.5
    tags: tuple[tuple[str, float], ...] = ()
    industries: tuple[str, ...] = ()
    name: str = ""


def candidates(*found: Found, wishes: int = 1) -> CandidateSet:
    """The same scores for every wish."""
    passages = tuple(
        CandidatePassage(each.name or f"{each.provider}-{number}", each.provider, each.kind, each.tags, each.industries)
        for number, each in enumerate(found)
    )
    rows = {leg: [getattr(each, leg) for each in found] for leg in ("words", "bigrams", "cosine")}
    scores = {
        leg: np.tile(np.array([np.nan if score is None else score for score in row], np.float32), (wishes, 1)) for leg, row in rows.items()
    }
    return CandidateSet(passages, scores["words"], scores["bigrams"], scores["cosine"])


def interpretation(
    text: str = "啤机联网",
    shares: Sequence[Sequence[float]] = ((1.0, 0.0, 0.0),),
    *,
    industries: Sequence[str] = (),
    strength: float = 0.5,
    foreign: float = -1.0,
) -> Interpretation:
    """A need of as many wishes as `shares` has rows."""
    need = NeedText(original=text, folded=text, industries=tuple(Mention(code, code) for code in industries))
    wishes = tuple(Wish(text, tuple(ScenarioShare(code, share) for code, share in zip(CODES, row, strict=True))) for row in shares)
    return Interpretation(NeedReading(need, wishes, wishes[0].scenarios), (), np.array(shares, np.float32), strength, foreign)
