"""Turn a need's text and vectors into a reading: scenario shares, wishes, a verdict, and pieces that were not understood. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from service.domain.finding import WishQuery
from service.domain.reading import Job, Mention, NeedReading, NeedText, ScenarioShare, Wish
from service.domain.verdicts import Verdict
from service.ports import TextEncoder
from service.search.bank import NEED_SHARPNESS, shares
from service.search.knowledge import Knowledge
from service.search.reading import chunks, unnamed_asides, wanted_text
from service.search.reading_jobs import MOST_JOBS, in_order, job_pieces, says_list, says_several
from service.search.scope import decide_scope, load_scope_weights, scope_evidence

_CLAUSE_SHARE = 0.3
"""The part of a need's scenario shares that comes from its pieces. Without it a second wish would be lost."""
_OWNED_FACTOR = 0.02
_SHORTEST_WISH = 2
_CHOSEN_SHARE = 0.9
_SECOND_WISH_SHARE = 0.35
_SECOND_WISH_SCORE = -0.5
_UNSURE_MARGIN = 0.25
_MUTE_SCORE = -0.8
_SHOWN_SHARES = 6
_PIECES = 5
_SHORT_NEED = 64
"""A need of up to this many characters is cut where one job may end and another begin. A longer need is cut into chunks."""
_JOB_SHARE = 0.45
_JOB_SCORE = -0.35
_PART_SHARE = 0.45
_PART_SCORE = -0.5
"""The least share and score of a job whose piece the network read as a thing wanted, or of a text that says that it lists several."""
_NAMED_JOB_SCORE = -0.75
_MEANT_SHARE = 0.4
_MEANT_SCORE = -0.75
"""A refusal that names no scenario means its likeliest one from this share and score on: 机械手先放一放 is PLN08."""
_TOPIC_WEIGHT = 0.35
_LEAST_TOPIC, _UNKNOWN_TOPIC = -5.0, -4.0
"""The network's chances count from this logarithm on. A scenario that it did not learn, as staff may add, has this one."""
_NAMED_BONUS = 0.3
"""Added to a scenario's score in a piece that names it: `5g专网` means INF04 whatever words stand beside it."""


@dataclass(frozen=True, slots=True)
class Interpretation:
    """The reading for people, and the same reading as numbers for engines and ranking.

    `strength`: the best scenario's score, about 1 when the scenario is sure. `foreign`: the score of `foreign` (what the pools
    do not offer) minus the best scenario's score.

    Shape: `shares` (wishes, scenarios), scenarios in the bank's order.
    """

    reading: NeedReading
    queries: tuple[WishQuery, ...]
    shares: NDArray[np.float32]
    strength: float
    foreign: float


@dataclass(frozen=True, slots=True)
class _Pieces:
    """The whole need (row 0) and its pieces (the other rows), each scored by the bank.

    `known`: scores of the scenarios. `asides`: scores of the kinds of text beside the scenarios (`bank.ASIDES`).

    Shape: `centred` (texts, dimensions), `known` and `shares` (texts, scenarios), `asides` (texts, asides).
    """

    texts: tuple[str, ...]
    words: tuple[tuple[str, ...], ...]
    bigrams: tuple[tuple[str, ...], ...]
    centred: NDArray[np.float32]
    known: NDArray[np.float32]
    asides: NDArray[np.float32]
    shares: NDArray[np.float32]

    @classmethod
    def read(cls, need: NeedText, texts: Sequence[str], vectors: NDArray[np.float32], knowledge: Knowledge) -> "_Pieces":
        """Segment and score every text: by the bank, and by what the network says that its words mean."""
        centred = knowledge.bank.centre(vectors)
        words = tuple(tuple(knowledge.segmenter.words(text)) for text in texts)
        bigrams = tuple(tuple(knowledge.segmenter.bigrams(text)) for text in texts)
        scores = knowledge.bank.scores(centred, [frozenset(pair[0] + pair[1]) for pair in zip(words, bigrams, strict=True)])
        known = scores[:, : len(knowledge.bank.codes)] + _topic_scores(need, texts, knowledge)
        return cls(tuple(texts), words, bigrams, centred, known, scores[:, len(knowledge.bank.codes) :], shares(known, NEED_SHARPNESS))

    def whole(self) -> NDArray[np.float32]:
        """The scenario shares of the whole need, mixed with the mean of its pieces to keep a second wish. Shape: (scenarios,)."""
        if len(self.texts) == 1:
            only: NDArray[np.float32] = self.shares[0]
            return only
        result: NDArray[np.float32] = (1 - _CLAUSE_SHARE) * self.shares[0] + _CLAUSE_SHARE * self.shares[1:].mean(axis=0)
        return result


def _topic_scores(need: NeedText, texts: Sequence[str], knowledge: Knowledge) -> NDArray[np.float32]:
    """What the network's reading adds to the bank's scores: 0 for a scenario that is sure, less for others. Shape: (texts, scenarios)."""
    codes, told = knowledge.reader.topic_chances(need, texts)
    added = np.zeros((len(texts), len(knowledge.bank.codes)), np.float32)
    place = {code: column for column, code in enumerate(codes)}
    columns = [place.get(code, -1) for code in knowledge.bank.codes]
    for row, chances in enumerate(told):
        if chances is not None:
            own = np.append(chances, np.float32(_UNKNOWN_TOPIC))[columns]
            added[row] = _TOPIC_WEIGHT / NEED_SHARPNESS * np.maximum(own, _LEAST_TOPIC)
    return added


def texts_to_encode(need: NeedText, knowledge: Knowledge) -> tuple[str, ...]:
    """The texts whose vectors `interpret` needs: the wanted text, its pieces when there are several, and `unnamed_asides`."""
    wanted = wanted_text(need)
    pieces = chunks(need, most=_PIECES)
    short = len(wanted) <= _SHORT_NEED
    by_words = _pieces_by_words(wanted, knowledge) if short and says_several(wanted) else ()
    if len(need.parts) > 1:
        pieces = _with_named(need.parts, by_words, wanted, knowledge)[:_PIECES]
    elif short:
        pieces = by_words
    return (wanted, *(pieces if len(pieces) > 1 else ()), *unnamed_asides(need))


def _pieces_by_words(wanted: str, knowledge: Knowledge) -> tuple[str, ...]:
    namer = knowledge.reader.namer
    return job_pieces(wanted, knowledge.segmenter.cuts_at, lambda text: len(namer.names(text)), most=_PIECES)


def _with_named(parts: tuple[str, ...], pieces: tuple[str, ...], wanted: str, knowledge: Knowledge) -> tuple[str, ...]:
    """The parts that the network told, and pieces between them that name a scenario which no part names, as they stand in the text."""
    namer = knowledge.reader.namer
    parts = tuple(piece for part in parts for piece in _cut_lists(part, knowledge))
    named = {code for part in parts for code in namer.names(part)}
    more = [piece for piece in pieces if (codes := namer.names(piece)) and not named & codes.keys()]
    return tuple(sorted((*parts, *more), key=wanted.find))


def _cut_lists(part: str, knowledge: Knowledge) -> tuple[str, ...]:
    """A part that lists things, cut: `齐套、供应商对账` names two scenarios."""
    return _pieces_by_words(part, knowledge) if len(knowledge.reader.namer.names(part)) > 1 or "、" in part else (part,)


def interpret(
    need: NeedText,
    texts: Sequence[str],
    vectors: NDArray[np.float32],
    knowledge: Knowledge,
    *,
    chosen: Sequence[str] = (),
    wishes_max: int = 4,
) -> Interpretation:
    """Interpret a need whose `texts_to_encode` gave `vectors`.

    Args:
        chosen: scenario codes the person confirmed; unknown ones are ignored.

    Shape: `vectors` (len(texts), dimensions), raw.
    """
    bank = knowledge.bank
    asides = unnamed_asides(need)
    kept = len(texts) - len(asides)
    pieces = _Pieces.read(need, texts[:kept], vectors[:kept], knowledge)
    if asides:
        need = _with_meant(need, _Pieces.read(need, asides, vectors[kept:], knowledge), int(pieces.known[0].argmax()), bank.codes)
    confirmed = tuple(code for code in chosen if code in bank.codes)
    whole = _choose(_without_owned(pieces.whole(), need, bank.codes), confirmed, bank.codes)
    jobs = () if confirmed else _jobs(need, pieces, knowledge)
    wishes, rows = _of_jobs(jobs, pieces, whole, bank.codes, wishes_max) if jobs else _wishes(pieces, whole, bank.codes, wishes_max)
    strength = float(pieces.known[0].max())
    foreign = float(pieces.asides[0, 0] - pieces.known[0].max())
    order = np.argsort(-whole, kind="stable")
    verdict = None if confirmed else _verdict(need, pieces, knowledge)
    reading = NeedReading(
        text=need,
        wishes=wishes,
        scenarios=_named(whole, bank.codes, order[:_SHOWN_SHARES]),
        chosen=confirmed,
        unsure=not confirmed and verdict is None and bool(whole[order[0]] - whole[order[1]] < _UNSURE_MARGIN),
        verdict=verdict,
        jobs=jobs if verdict is None else (),
        out_of_scope=(need.topic or bank.nearest_topic(pieces.centred[0])) if verdict is Verdict.FOREIGN else None,
        not_understood=_mute_pieces(need, pieces),
    )
    queries = tuple(
        WishQuery(
            words=pieces.words[row],
            bigrams=pieces.bigrams[row],
            vector=pieces.centred[row],
            scenarios=tuple((share.code, share.share) for share in wish.scenarios),
        )
        for row, wish in zip(rows, wishes, strict=True)
    )
    wish_shares = np.stack([whole, *(pieces.shares[row] for row in rows[1:])])
    return Interpretation(reading, queries, wish_shares, strength, foreign)


def _mute_pieces(need: NeedText, pieces: _Pieces) -> tuple[str, ...]:
    """The pieces that mean nothing known. A condition was understood: it has its chip."""
    conditions = {condition.text for condition in need.conditions}
    rows = zip(pieces.texts[1:], pieces.known[1:], strict=True)
    return tuple(text for text, row in rows if row.max() < _MUTE_SCORE and text not in conditions)


def _with_meant(need: NeedText, asides: _Pieces, wanted: int, codes: tuple[str, ...]) -> NeedText:
    """Add the scenarios that unnamed refusals and possessions surely mean. The scenario that the need wants is never added."""
    meant: dict[str, str] = {}
    for row, text in enumerate(asides.texts):
        best = int(asides.known[row].argmax())
        if best != wanted and asides.shares[row, best] >= _MEANT_SHARE and asides.known[row, best] >= _MEANT_SCORE:
            meant[text] = codes[best]
    refusals = tuple(replace(each, codes=(meant[each.text],)) if each.text in meant else each for each in need.refusals)
    refused = [Mention(meant[each.text], each.text) for each in need.refusals if each.text in meant]
    owned = [Mention(meant[clause.text], clause.text) for clause in need.clauses if clause.owned and clause.text in meant]
    return replace(need, refusals=refusals, refused=(*need.refused, *refused), owned=(*need.owned, *owned))


def _jobs(need: NeedText, pieces: _Pieces, knowledge: Knowledge) -> tuple[Job, ...]:
    """The jobs: pieces that surely mean different scenarios, the most urgent first. Empty when there are fewer than two."""
    codes = knowledge.bank.codes
    found: dict[str, tuple[str, tuple[ScenarioShare, ...]]] = {}
    unwanted = {mention.code for mention in (*need.owned, *need.refused)}
    listed = says_list(need.folded)
    for row, text in enumerate(pieces.texts[1:], 1):
        told = listed or (len(need.parts) > 1 and any(text in part for part in need.parts))
        least_share, least_score = (_PART_SHARE, _PART_SCORE) if told else (_JOB_SHARE, _JOB_SCORE)
        scores = pieces.known[row].copy()
        names = [codes.index(code) for code in knowledge.reader.namer.names(text) if code in codes]
        scores[names] += _NAMED_BONUS
        shared = shares(scores, NEED_SHARPNESS)
        order = np.argsort(-shared, kind="stable")[:_SHOWN_SHARES]
        best = int(order[0])
        sure = scores[best] >= _NAMED_JOB_SCORE if best in names else shared[best] >= least_share and scores[best] >= least_score
        if sure and codes[best] not in unwanted and (names or listed or len(need.parts) != 1):
            found.setdefault(codes[best], (text, _named(shared, codes, order)))
    if len(found) < 2:
        return ()
    kept = list(found.values())[:MOST_JOBS]
    turns = in_order([text for text, _ in kept], need.folded)
    return tuple(Job(number, *kept[place], words) for number, (place, words) in enumerate(turns, 1))


def text_evidence(need: NeedText, knowledge: Knowledge, encoder: TextEncoder) -> NDArray[np.float64]:
    """The evidence that decides a need's scope. Shape: (evidence,)."""
    texts = texts_to_encode(need, knowledge)[:1]
    return _evidence(need, _Pieces.read(need, texts, encoder.encode(texts), knowledge), knowledge)


def _evidence(need: NeedText, pieces: _Pieces, knowledge: Knowledge) -> NDArray[np.float64]:
    named = len(knowledge.reader.namer.names(pieces.texts[0]))
    return scope_evidence(need, pieces.texts[0], float(pieces.known[0].max()), pieces.asides[0], named)


def _verdict(need: NeedText, pieces: _Pieces, knowledge: Knowledge) -> Verdict | None:
    """The verdict when the text alone decides; None when providers must be searched for."""
    scope = decide_scope(_evidence(need, pieces, knowledge), need.scopes, load_scope_weights())
    refuses = any(clause.refused or clause.owned for clause in need.clauses)
    only_refuses = refuses and not _wants_something(need, knowledge)
    return None if scope is Verdict.FOUND or (scope is Verdict.REFUSAL and not only_refuses) else scope


def _wants_something(need: NeedText, knowledge: Knowledge) -> bool:
    """Tell whether a scenario is named outside of what is refused or owned: `看板行，排产不要` wants the board."""
    wanted = "，".join(clause.text for clause in need.clauses if not (clause.refused or clause.owned))
    return any(len(part) > _SHORTEST_WISH for part in need.parts) or bool(knowledge.reader.namer.names(wanted))


def _without_owned(whole: NDArray[np.float32], need: NeedText, codes: tuple[str, ...]) -> NDArray[np.float32]:
    """Multiply the shares of owned and refused scenarios by `_OWNED_FACTOR`: 已有金蝶 must not find sellers of ERP."""
    unwanted = [codes.index(mention.code) for mention in (*need.owned, *need.refused) if mention.code in codes]
    if not unwanted:
        return whole
    kept = whole.copy()
    kept[unwanted] *= _OWNED_FACTOR
    return kept / max(float(kept.sum()), 1e-9)


def _choose(whole: NDArray[np.float32], chosen: tuple[str, ...], codes: tuple[str, ...]) -> NDArray[np.float32]:
    if not chosen:
        return whole
    settled = whole * (1 - _CHOSEN_SHARE)
    for code in chosen:
        settled[codes.index(code)] += _CHOSEN_SHARE / len(chosen)
    return settled


def _wishes(pieces: _Pieces, whole: NDArray[np.float32], codes: tuple[str, ...], wishes_max: int) -> tuple[tuple[Wish, ...], list[int]]:
    """The whole need is the first wish. Each piece that surely means another scenario is one more wish."""
    best = np.argsort(-whole, kind="stable")[:_SHOWN_SHARES]
    wishes, rows, taken = [Wish(pieces.texts[0], _named(whole, codes, best))], [0], {int(best[0])}
    for row, text in enumerate(pieces.texts[1:], 1):
        if len(wishes) >= wishes_max:
            break
        shared = pieces.shares[row]
        column = int(shared.argmax())
        if column in taken or shared[column] < _SECOND_WISH_SHARE or pieces.known[row, column] < _SECOND_WISH_SCORE:
            continue
        taken.add(column)
        order = np.argsort(-shared, kind="stable")[:_SHOWN_SHARES]
        wishes.append(Wish(text, _named(shared, codes, order), weight=round(float(shared[column]), 4)))
        rows.append(row)
    return tuple(wishes), rows


def _of_jobs(
    jobs: tuple[Job, ...], pieces: _Pieces, whole: NDArray[np.float32], codes: tuple[str, ...], wishes_max: int
) -> tuple[tuple[Wish, ...], list[int]]:
    """The whole need is the first wish. Each job of another scenario is one more wish, in the order of the jobs."""
    best = np.argsort(-whole, kind="stable")[:_SHOWN_SHARES]
    jobs = tuple(job for job in jobs if job.scenarios[0].code != codes[int(best[0])])[: wishes_max - 1]
    wishes = (Wish(pieces.texts[0], _named(whole, codes, best)), *(Wish(job.text, job.scenarios, job.scenarios[0].share) for job in jobs))
    return wishes, [0, *(pieces.texts.index(job.text, 1) for job in jobs)]


def _named(row: NDArray[np.float32], codes: tuple[str, ...], order: NDArray[np.int64]) -> tuple[ScenarioShare, ...]:
    return tuple(ScenarioShare(codes[column], round(float(row[column]), 4)) for column in order if row[column] >= 0.005)
