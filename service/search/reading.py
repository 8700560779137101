"""Read a need's text: what is wanted, refused, owned, on which conditions; limits, trades, brands. Pure: no vector, no database."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from service.domain.reading import Clause, Condition, Limit, LimitKind, Mention, NeedText, Refusal
from service.domain.taxonomy import Taxonomy
from service.domain.text import clean_text
from service.search.reading_asking import asks_for_maker, says_wish
from service.search.reading_conditions import WITHOUT_TOPIC, read_conditions
from service.search.reading_content import says_nothing
from service.search.reading_foreign import foreign_topic
from service.search.reading_numbers import read_limits
from service.search.reading_privacy import strip_personal
from service.search.reading_questions import asked_question
from service.search.reading_refusals import refused_object
from service.search.reading_spans import clauses_of, conditions_of, settled_spans, wanted_parts
from service.search.scenario_namer import ScenarioNamer
from service.search.segment import Segmenter, fold_text
from service.search.spans.network import WordReader
from service.search.spans.tagger import spans_in
from service.search.word_list import WordList, stands_alone

_CLAUSES = re.compile(r"[，,]")
_MOST_MENTIONS = 12
_SHORTEST_WANTED = 2
_MOST_UNNAMED = 4
_READ_AGAIN = 64
"""Texts whose words stay in memory: what a text's parts mean is asked after the text was read."""


class NeedReader:
    """Reads needs with the taxonomy's words.

    Args:
        taxonomy: industries, processes, brands, towns, spellings.
        segmenter: knows which characters form a word: 从而家电 (从而 + 家电) does not contain 而家.
        words: tells the kind of each word of a folded text.
    """

    def __init__(self, taxonomy: Taxonomy, segmenter: Segmenter, words: WordReader) -> None:
        self._segmenter = segmenter
        self._words = lru_cache(_READ_AGAIN)(words)
        self._spellings = sorted(
            ((fold_text(typed), meant) for typed, meant in taxonomy.spellings if typed), key=lambda pair: (-len(pair[0]), pair[0])
        )
        self._english = {fold_text(english): fold_text(chinese) for english, chinese in taxonomy.english_terms}
        longest_first = sorted(self._english, key=lambda term: (-len(term), term))
        self._english_pattern = re.compile(
            r"(?<![a-z0-9])(" + "|".join(re.escape(term) for term in longest_first) + r")(?:s|es)?(?![a-z0-9])"
            if longest_first
            else r"(?!)"
        )
        self._industries = WordList((word, entry.code) for entry in taxonomy.industries for word in (entry.name, *entry.slang))
        self._processes = WordList((word, entry.code) for entry in taxonomy.processes for word in (entry.name, *entry.slang))
        self._brands = WordList((word, entry.name) for entry in taxonomy.brands for word in (entry.name, *entry.aliases))
        self._towns = WordList((word, entry.code) for entry in taxonomy.towns for word in (entry.name, entry.short, *entry.aliases))
        self._misspelt = WordList((word, entry.code) for entry in taxonomy.towns for word in entry.misspellings)
        self.namer = ScenarioNamer(taxonomy)

    def read(self, text: str, *, called: Sequence[str] = ()) -> NeedText:
        """Read one need. Never raises; reading `original` again gives the same.

        Args:
            called: names of providers in the folded text. They are taken out, because they name no topic.
        """
        original, removed = strip_personal(clean_text(text))
        written, mended = self._mend(fold_text(original))
        folded = self._in_chinese(written)
        told = _without(written, called)
        read = self._words(told)
        asks = bool(read.scopes.argmax() == 0) or says_wish(told)
        spans = settled_spans(told, spans_in(told, read, asks=asks))
        clauses = tuple(replace(clause, text=self._in_chinese(clause.text)) for clause in clauses_of(told, spans))
        industries = self._mentions(folded, self._industries)
        refused = [clause for clause in clauses if clause.refused]
        owned = self._named([clause for clause in clauses if clause.owned])
        return NeedText(
            original=original,
            folded=folded,
            clauses=clauses,
            parts=tuple(map(self._in_chinese, wanted_parts(spans))),
            limits=(*read_limits(folded), *self._town(folded)),
            industries=industries,
            processes=self._mentions(folded, self._processes),
            brands=self._mentions(folded, self._brands),
            owned=owned,
            refused=self._named(refused),
            refusals=self._refusals(refused),
            conditions=_joined(conditions_of(spans), read_conditions(folded)),
            topic=foreign_topic(folded),
            question=asked_question(folded),
            asks_for_firm=asks_for_maker(folded),
            silent=self._is_silent(clauses, industries),
            mended=mended,
            personal_removed=removed,
            told=told,
            scopes=tuple(read.scopes.tolist()),
        )

    def topic_chances(self, need: NeedText, texts: Sequence[str]) -> tuple[tuple[str, ...], list[NDArray[np.float32] | None]]:
        """The network's scenarios, and for each text the logarithms of their chances; None for a text that it did not read.

        Args:
            texts: parts of the need, English terms translated or not.
        """
        read = self._words(need.told)
        written = [(self._english[english], english) for english in self._english_pattern.findall(need.told)]
        return read.codes, [read.topic_chances(_places(need.told, text, written)) for text in texts]

    def industries_in(self, text: str) -> tuple[str, ...]:
        """Codes of the trades whose words stand in any text."""
        return tuple(mention.code for mention in self._mentions(fold_text(text), self._industries))

    def _mend(self, text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
        mended: list[tuple[str, str]] = []
        for typed, meant in self._spellings:
            at = text.find(typed)
            while at >= 0:
                end = at + len(typed)
                if self._segmenter.cuts_at(text, at) and self._segmenter.cuts_at(text, end):
                    text = text[:at] + meant.lower() + text[end:]
                    end = at + len(meant)
                    mended.append((typed, meant))
                at = text.find(typed, end)
        return text, tuple(dict.fromkeys(mended))

    def _in_chinese(self, text: str) -> str:
        """Translate known English terms, because the bank and the profiles use Chinese: `mold life不准` → `模具寿命不准`."""
        return self._english_pattern.sub(lambda found: self._english[found[1]], text)

    def _town(self, folded: str) -> tuple[Limit, ...]:
        """The town that is named first. Wrong spellings count only when no town is spelt right."""
        for words in (self._towns, self._misspelt):
            found = [
                (at, -len(word), word, code) for word, code in words.in_text(folded) for at in self._segmenter.stands_apart(folded, word)
            ]
            if found:
                _, _, word, code = min(found)
                return (Limit(LimitKind.TOWN, word, code=code),)
        return ()

    def _mentions(self, text: str, words: WordList) -> tuple[Mention, ...]:
        """Known words in `text`, in its order. A word inside a longer word that was found does not count."""
        found: dict[str, str] = {}
        rest = text
        for word, code in words.in_text(text):
            if word in rest and stands_alone(word, rest):
                rest = rest.replace(word, "□" * len(word))
                found.setdefault(code, word)
                if len(found) == _MOST_MENTIONS:
                    break
        order = sorted(found.items(), key=lambda pair: (text.find(pair[1]), pair[0]))
        return tuple(Mention(code, word) for code, word in order)

    def _is_silent(self, clauses: Sequence[Clause], industries: Sequence[Mention]) -> bool:
        text = "，".join(clause.text for clause in clauses if not (clause.refused or clause.owned))
        for mention in industries:
            text = text.replace(mention.text, " ")
        return says_nothing(text, self._segmenter)

    def _named(self, clauses: Sequence[Clause]) -> tuple[Mention, ...]:
        """Scenarios named in refusing or owning clauses, each once."""
        found: dict[str, str] = {}
        for clause in clauses:
            found = self.namer.names(clause.text) | found
        return tuple(Mention(code, word) for code, word in sorted(found.items()))

    def _refusals(self, clauses: Sequence[Clause]) -> tuple[Refusal, ...]:
        """For each refusing clause the words that name what is not wanted, with the scenarios they name."""
        named = [(refused_object(clause.text), tuple(sorted(self.namer.names(clause.text)))) for clause in clauses]
        return tuple(dict.fromkeys(Refusal(text, codes) for text, codes in named if text))


def _places(told: str, text: str, written: Sequence[tuple[str, str]]) -> list[tuple[int, int]]:
    """Where the clauses of a text stand in `told`. `written`: (translation, English term as it was written)."""
    found = []
    for chinese, english in written:
        text = text.replace(chinese, english)
    for clause in _CLAUSES.split(text):
        at = told.find(clause) if clause else -1
        if at >= 0:
            found.append((at, at + len(clause)))
    return found


def _joined(*readings: tuple[Condition, ...]) -> tuple[Condition, ...]:
    return tuple({condition.label: condition for reading in readings for condition in reading}.values())


def _without(folded: str, words: Sequence[str]) -> str:
    for word in words:
        folded = folded.replace(word, " ")
    return folded


def unnamed_asides(need: NeedText) -> tuple[str, ...]:
    """Refused or owned things whose words name no scenario, at most four. The bank then finds which scenario they mean."""
    named = {mention.text for mention in need.owned}
    owned = (clause.text for clause in need.clauses if clause.owned and not any(word in clause.text for word in named))
    texts = (*(refusal.text for refusal in need.refusals if not refusal.codes), *owned)
    return tuple(dict.fromkeys(text for text in texts if len(text) >= _SHORTEST_WANTED))[:_MOST_UNNAMED]


def wanted_text(need: NeedText) -> str:
    """The clauses that say what is wanted, without the limits; the whole need when nothing else is left."""
    return "，".join(_wanted_clauses(need)) or need.folded


def _wanted_clauses(need: NeedText) -> list[str]:
    """The clauses to search for. Budget, weeks, headcount and town are taken out: as search words they only blur the search."""
    wanted = []
    others = any(not clause.refused and not clause.owned for clause in need.clauses)
    for clause in (clause for clause in need.clauses if not clause.refused):
        if clause.owned and others:
            continue
        text = clause.text
        for limit in need.limits:
            if limit.kind is not LimitKind.LEVEL:
                text = text.replace(limit.text, "")
        for condition in need.conditions:
            if condition.kind in WITHOUT_TOPIC:
                text = text.replace(condition.text, "")
        if len(text.strip("，,、 的")) >= _SHORTEST_WANTED:
            wanted.append(text.strip("，,、 "))
    return wanted


def chunks(need: NeedText, *, most: int, length: int = 34) -> tuple[str, ...]:
    """The wanted clauses of a long need, in at most `most` pieces of about `length` characters. Each is scored by itself."""
    pieces: list[str] = []
    for text in _wanted_clauses(need):
        if pieces and len(pieces[-1]) + len(text) < length:
            pieces[-1] = f"{pieces[-1]}，{text}"
        else:
            pieces.append(text)
    if len(pieces) <= most:
        return tuple(pieces)
    return chunks(need, most=most, length=length * 2) if length < len(need.folded) else tuple(pieces[:most])
