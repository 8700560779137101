"""Which words of a marked sentence mean which scenario, and the same sentence about other scenarios.

The network must learn how people refuse, own and want apart from what they speak of: `EQP04谁爱上谁上` is a refusal whatever stands first.
So each marked sentence is learned once more with the names of its scenarios exchanged.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from indexer.span_training import MarkedSentence
from service.search.scenario_namer import ScenarioNamer

MOST_TOPICS = 4
_SHORTEST_NAME, _LONGEST_NAME = 2, 8
_ASIDE = frozenset("no")


@dataclass(frozen=True, slots=True)
class LearnedTopic:
    """Characters that mean a scenario. `spans`: (first, one behind the last) of each run. `codes`: the right scenarios, any of them."""

    spans: tuple[tuple[int, int], ...]
    codes: frozenset[str]


def whole_topic(text: str, codes: Sequence[str]) -> tuple[LearnedTopic, ...]:
    """All of a text means a scenario: a sentence of the bank."""
    return (LearnedTopic(((0, len(text)),), frozenset(codes)),) if codes and text else ()


def marked_topics(case: Mapping[str, Any], sentence: MarkedSentence, namer: ScenarioNamer) -> tuple[LearnedTopic, ...]:
    """What the wanted words mean, and what the refused and owned ones do, as far as the case tells it.

    A case with several jobs tells them by urgency. A span belongs to the job whose scenario it names; one of each may be left over.
    """
    spans = _spans(sentence)
    wanted = [(start, end) for kind, start, end in spans if kind == "w"]
    aside = [(start, end) for kind, start, end in spans if kind in _ASIDE]
    found: list[LearnedTopic] = []
    if jobs := case.get("jobs"):
        found += _jobs(sentence.text, wanted, [frozenset(job) for job in jobs], namer)
    elif wanted and (codes := case.get("want") or case.get("scenarios")):
        found.append(LearnedTopic(tuple(wanted), frozenset(codes)))
    if aside and (codes := case.get("not_want")):
        found.append(LearnedTopic(tuple(aside), frozenset(codes)))
    return tuple(found)[:MOST_TOPICS]


def about_others(
    case: Mapping[str, Any], sentence: MarkedSentence, namer: ScenarioNamer, chance: random.Random
) -> tuple[MarkedSentence, tuple[LearnedTopic, ...]] | None:
    """The sentence with every named scenario exchanged for another, and what its words mean then; None when it names none in a span."""
    names = _names_of_one(namer)
    text, labels = sentence.text, list(sentence.labels)
    named: dict[str, str] = {}
    for code, word in namer.names(text).items():
        at = text.find(word)
        kinds = {label.partition("-")[2] for label in labels[at : at + len(word)]}
        if at < 0 or len(kinds) != 1 or not kinds & {"w", "n", "o"}:
            continue
        other = chance.choice(names)
        (meant,) = namer.names(other)
        if meant in named.values():
            continue
        named[code] = meant
        kind = labels[at].partition("-")[2]
        labels[at : at + len(word)] = [labels[at], *[f"I-{kind}"] * (len(other) - 1)]
        text = text[:at] + other + text[at + len(word) :]
    if not named:
        return None
    swapped = MarkedSentence(sentence.author, text, tuple(labels))
    codes = {field: [named[code] for code in case.get(field) or () if code in named] for field in ("want", "scenarios", "not_want")}
    told = {field: kept for field, kept in codes.items() if kept and len(kept) == len(case[field])}
    return swapped, marked_topics(told, swapped, namer)


@cache
def _names_of_one(namer: ScenarioNamer) -> list[str]:
    """Names that tell one scenario and are neither too short nor too long to stand for another."""
    return [name for name in namer.words if _SHORTEST_NAME <= len(name) <= _LONGEST_NAME and len(namer.names(name)) == 1]


def _jobs(text: str, wanted: Sequence[tuple[int, int]], jobs: Sequence[frozenset[str]], namer: ScenarioNamer) -> list[LearnedTopic]:
    if len(wanted) == len(jobs):
        places = [{place for place, job in enumerate(jobs) if job & namer.names(text[start:end]).keys()} for start, end in wanted]
        sure = {row: next(iter(place)) for row, place in enumerate(places) if len(place) == 1}
        if len(set(sure.values())) == len(sure):
            left = sorted(set(range(len(jobs))) - set(sure.values()))
            rows = [row for row in range(len(wanted)) if row not in sure]
            if len(rows) == 1:
                sure[rows[0]] = left[0]
            return [LearnedTopic((wanted[row],), jobs[place]) for row, place in sorted(sure.items())]
    return []


def _spans(sentence: MarkedSentence) -> list[tuple[str, int, int]]:
    found: list[tuple[str, int, int]] = []
    for place, label in enumerate(sentence.labels):
        begin, _, kind = label.partition("-")
        if kind and begin == "I" and found and found[-1][0] == kind and found[-1][2] == place:
            found[-1] = (kind, found[-1][1], place + 1)
        elif kind:
            found.append((kind, place, place + 1))
    return found
