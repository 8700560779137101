"""Find the scenarios that a few everyday words are likely about: for suggestions while typing, and to filter the scenarios' list.

The numbers below were chosen on the 320 development needs and the 16 foreign ones. For needs cut after 14 characters the right
scenario is offered in 58 % (by words alone in 24 %). For whole needs it is offered in 97 % (by words alone in 46 %; docs/ranking.md).
"""

import numpy as np

from service.domain.taxonomy import Scenario
from service.ports import TextEncoder
from service.search.knowledge import Knowledge
from service.search.reading import wanted_text
from service.search.segment import fold_text
from service.search.word_list import stands_alone

_BEGINNING_MOST = 6
"""A text of up to this many characters may be a part of a word, as 排产 is of 排产模拟."""
_MEANT_FROM = 4
"""A text of at least this many characters is scored by the bank. A shorter one is only compared with known words."""
_LIKELY_FROM = -0.8
_BELOW_BEST = 0.3
_SUGGESTION_MARGIN = 0.3
"""Nothing is offered when the score of `foreign` is above the best scenario's by more than this. Short texts are never sure."""
_PER_CHARACTER = 0.1
"""Each character of a scenario's own word adds this: 注塑机联网 written in full outweighs any score of the bank."""


def likely_scenarios(knowledge: Knowledge, encoder: TextEncoder, text: str, *, most: int) -> tuple[Scenario, ...]:
    """At most `most` scenarios, the likeliest first; none for what the pools do not offer.

    Cost: one encoding, 4–8 ms, and 1 ms for the bank; about 0.1 ms when the text is shorter than four characters.
    """
    folded = fold_text(text)
    said = _said(knowledge, folded)
    likely = _meant(knowledge, encoder, text) if len(folded) >= _MEANT_FROM else {}
    scores = {code: likely.get(code, -1.0) + _PER_CHARACTER * said.get(code, 0) for code in {*said, *likely}}
    ordered = sorted(scores, key=lambda code: (-scores[code], code))
    return tuple(knowledge.taxonomy.scenario_by_code[code] for code in ordered[:most])


def _said(knowledge: Knowledge, folded: str) -> dict[str, int]:
    """Scenario → how many characters of its names and synonyms stand in the text."""
    said: dict[str, int] = {}
    for word, code in knowledge.scenario_words.in_text(folded):
        if stands_alone(word, folded):
            said[code] = said.get(code, 0) + len(word)
    if len(folded) <= _BEGINNING_MOST:
        for word, code in knowledge.scenario_words.around(folded):
            said[code] = said.get(code, 0) + (len(folded) if word.startswith(folded) else 1)
    return said


def _meant(knowledge: Knowledge, encoder: TextEncoder, text: str) -> dict[str, float]:
    """Likely scenario → its score by the bank."""
    wanted = wanted_text(knowledge.reader.read(text))
    if not wanted.strip():
        return {}
    bank = knowledge.bank
    (scores,) = bank.scores(bank.centre(encoder.encode([wanted])), [knowledge.segmenter.tokens(wanted)])
    own = scores[: len(bank.codes)]
    best = float(own.max())
    if best < float(scores[len(bank.codes)]) - _SUGGESTION_MARGIN:
        return {}
    likely = np.flatnonzero(own >= max(_LIKELY_FROM, best - _BELOW_BEST))
    known = knowledge.taxonomy.scenario_by_code
    return {code: float(own[place]) for place in likely.tolist() if (code := bank.codes[place]) in known}
