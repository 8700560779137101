"""Read a need's text: clauses, limits, trades, brands, what they own or refuse. Pure: no vector, no database; ≤ 3 ms."""

import re

from service.domain.reading import Limit, LimitKind, Mention, NeedText
from service.domain.taxonomy import Taxonomy
from service.domain.text import clean_text
from service.search.reading_clauses import owns, postpones, split_clauses
from service.search.reading_numbers import read_limits
from service.search.reading_privacy import strip_personal
from service.search.segment import Segmenter, fold_text
from service.search.word_list import WordList, stands_alone

_SYSTEM_SCENARIOS = {"erp": "BIZ01", "mes": "PLN02", "oa": "BIZ03", "plm": "RND02", "wms": "SCM02", "crm": "BIZ04"}
"""What a brand's kind means when a factory owns or refuses it."""
_MOST_MENTIONS = 12
_SHORTEST_WANTED = 2


class NeedReader:
    """Reads needs with the taxonomy's words.

    Args:
        taxonomy: industries, processes, brands, towns, spellings.
        segmenter: knows which characters belong together, so that 从而家电 does not hold 而家.
    """

    def __init__(self, taxonomy: Taxonomy, segmenter: Segmenter) -> None:
        self._segmenter = segmenter
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
        self._brand_kinds = {entry.name: entry.kind for entry in taxonomy.brands}
        self._towns = WordList((word, entry.code) for entry in taxonomy.towns for word in (entry.name, entry.short, *entry.aliases))
        self._misspelt = WordList((word, entry.code) for entry in taxonomy.towns for word in entry.misspellings)
        self._scenario_words = WordList((word, entry.code) for entry in taxonomy.scenarios for word in entry.synonyms)

    def read(self, text: str) -> NeedText:
        """Read one need. Never raises; reading `original` again gives the same."""
        original, removed = strip_personal(clean_text(text))
        folded, mended = self._mend(fold_text(original))
        folded = self._in_chinese(folded)
        clauses = split_clauses(folded)
        refused_text = "，".join(clause.text for clause in clauses if clause.refused and not postpones(clause.text))
        owned_text = "，".join(clause.text for clause in clauses if owns(clause.text) and not clause.refused)
        return NeedText(
            original=original,
            folded=folded,
            clauses=clauses,
            limits=(*read_limits(folded), *self._town(folded)),
            industries=self._mentions(folded, self._industries),
            processes=self._mentions(folded, self._processes),
            brands=self._mentions(folded, self._brands),
            owned=self._systems(owned_text),
            refused=self._systems(refused_text),
            mended=mended,
            personal_removed=removed,
        )

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
        """`mold life不准` → `模具寿命不准`: sentences of the bank and profiles of providers say it in Chinese."""
        return self._english_pattern.sub(lambda found: self._english[found[1]], text)

    def _town(self, folded: str) -> tuple[Limit, ...]:
        """The town named first, by a right spelling before a wrong one."""
        for words in (self._towns, self._misspelt):
            found = [
                (at, -len(word), word, code) for word, code in words.in_text(folded) for at in self._segmenter.stands_apart(folded, word)
            ]
            if found:
                _, _, word, code = min(found)
                return (Limit(LimitKind.TOWN, word, code=code),)
        return ()

    def _mentions(self, text: str, words: WordList) -> tuple[Mention, ...]:
        """Known words in `text`, longest first; a word inside a longer one found already does not count."""
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

    def _systems(self, text: str) -> tuple[Mention, ...]:
        """Scenario codes of the systems and brands named in a refusing or owning clause."""
        if not text:
            return ()
        found = {
            _SYSTEM_SCENARIOS[kind]: mention.text
            for mention in self._mentions(text, self._brands)
            if (kind := self._brand_kinds[mention.code]) in _SYSTEM_SCENARIOS
        }
        found.update({code: kind for kind, code in _SYSTEM_SCENARIOS.items() if re.search(rf"(?<![a-z]){kind}(?![a-z])", text)})
        for mention in self._mentions(text, self._scenario_words):
            found.setdefault(mention.code, mention.text)
        return tuple(Mention(code, word) for code, word in sorted(found.items()))


def wanted_text(need: NeedText) -> str:
    """The clauses that say what is wanted, without the limits; the whole need when nothing else is left."""
    return "，".join(_wanted_clauses(need)) or need.folded


def _wanted_clauses(need: NeedText) -> list[str]:
    """Budget, weeks, headcount and town are filters and explanations: as search words they only blur."""
    wanted = []
    for clause in (clause for clause in need.clauses if not clause.refused):
        text = clause.text
        for limit in need.limits:
            if limit.kind is not LimitKind.LEVEL:
                text = text.replace(limit.text, "")
        if len(text.strip("，,、 的")) >= _SHORTEST_WANTED:
            wanted.append(text.strip("，,、 "))
    return wanted


def chunks(need: NeedText, *, most: int, length: int = 34) -> tuple[str, ...]:
    """The wanted clauses of a long need in at most `most` pieces of about `length` characters, for a posterior piece by piece."""
    pieces: list[str] = []
    for text in _wanted_clauses(need):
        if pieces and len(pieces[-1]) + len(text) < length:
            pieces[-1] = f"{pieces[-1]}，{text}"
        else:
            pieces.append(text)
    if len(pieces) <= most:
        return tuple(pieces)
    return chunks(need, most=most, length=length * 2) if length < len(need.folded) else tuple(pieces[:most])
