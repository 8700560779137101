"""Interpret a need and fetch its candidates. The two calls that are not pure, encoder and engine, stand together here."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.domain.finding import CandidateSet, Filters
from service.domain.reading import NeedText
from service.ports import SearchEngine, TextEncoder
from service.search.interpret import Interpretation, interpret, texts_to_encode
from service.search.knowledge import Knowledge


@dataclass(frozen=True, slots=True)
class Retrieved:
    """What ranking needs."""

    interpretation: Interpretation
    candidates: CandidateSet


@dataclass(frozen=True, slots=True)
class Reach:
    """How far to look: passages of each leg (a search by words, bigrams or vector), and wishes of a need."""

    per_leg: int
    wishes_max: int


def retrieve(
    encoder: TextEncoder,
    engine: SearchEngine,
    knowledge: Knowledge,
    need: NeedText,
    *,
    reach: Reach,
    filters: Filters | None = None,
    chosen: Sequence[str] = (),
) -> Retrieved:
    """Embed what must be embedded, interpret, and ask the engine once.

    Raises:
        Unavailable: the engine does not answer.
    """
    texts = texts_to_encode(need, knowledge)
    found = interpret(need, texts, encoder.encode(texts), knowledge, chosen=chosen, wishes_max=reach.wishes_max)
    return Retrieved(found, engine.candidates(found.queries, filters or Filters(), per_leg=reach.per_leg))
