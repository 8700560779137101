"""What the network that reads needs learns from: marked sentences, some verdict cases, the bank, names, provider texts."""

import random
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from indexer.learned_topics import about_others, marked_topics, whole_topic
from indexer.network_training import LearnedText
from indexer.plain_grammar import plain_sentences
from indexer.scope_training import scope_of
from indexer.span_training import MarkedSentence, read_marked, sentence_of
from indexer.verdict_cases import for_looking, read_cases
from service.domain.taxonomy import Taxonomy
from service.search.scenario_namer import ScenarioNamer
from service.search.scope import SCOPES
from service.search.segment import fold_text

_TAGS = re.compile(r"</?[wnocax]>")
_EVERY = 2
"""Of the plain needs, marked by a tagger and the rules and not by a person, each second is learned from."""
_BANK_WEIGHT = 0.5
_UNMARKED = {"first_author": False, "second_author": False, "third_author": True, "fourth_author": True, "fifth_author": True}
"""Whose verdict cases of kinds without marks count too, and whether all of them do or only the half for looking."""
_BANK = ("author_a", "author_b", "author_c", "author_d")
_KINDS_WITHOUT_MARKS = frozenset({"foreign", "policy", "gap"})
_TOPICS = {"policy": "policy", "pools": "pools", "desk": "desk", "unserved": "gap", "too_little": "too_little", "refusal": "refusal"}


def learned_texts(fixtures: Path, taxonomy: Taxonomy, namer: ScenarioNamer) -> list[LearnedText]:
    """Everything that the network learns from."""
    found: dict[str, list[LearnedText]] = defaultdict(list)
    chance = random.Random(0)  # noqa: S311  the same sentences at each call, nothing secret
    for path in sorted((fixtures / "spans").glob("author_*.jsonl")):
        cases = read_cases(path)
        found[path.stem] = [_of_case(case, path.stem, namer) for case in cases]
        found[path.stem] += [text for case in cases if (text := _about_others(case, path.stem, namer, chance)) is not None]
    found["plain_grammar"] = [
        _of_case({"marked": marked, "kind": kind}, "plain_grammar", namer) for marked, kind in plain_sentences(taxonomy)
    ]
    bank = {author: read_cases(fixtures / "utterances" / f"{author}.jsonl") for author in _BANK}
    meant = {fold_text(line["text"]): line["scenario"] for lines in bank.values() for line in lines}
    for case in read_cases(fixtures / "spans" / "plain_needs.jsonl")[::_EVERY]:
        scenario = meant.get(fold_text(_TAGS.sub("", case["marked"])))
        found["plain_needs"].append(_of_case({**case, "want": [scenario] if scenario else []}, "plain_needs", namer))
    for author, whole in _UNMARKED.items():
        cases = read_cases(fixtures / "verdicts" / f"{author}.jsonl")
        found[author] = [
            _whole(case["text"], _wanted_alone(case), _scope(case))
            for case in cases
            if (whole or for_looking(case)) and (author in {"fourth_author", "fifth_author"} or _kind(case) in _KINDS_WITHOUT_MARKS)
        ]
    for name in ("asides", "asides_other", "asides_third", "out_of_scope", "out_of_scope_other"):
        lines = read_cases(fixtures / "utterances" / f"{name}.jsonl")
        found[name] = [LearnedText(fold_text(line["text"]), scope=_topic_scope(line.get("topic", ""))) for line in lines]
    for author, lines in bank.items():
        found[f"bank_{author}"] = [_whole(line["text"], [line["scenario"]], 0, _BANK_WEIGHT) for line in lines]
    found["names"] = [LearnedText(name, topics=whole_topic(name, sorted(namer.names(name)))) for name in sorted(namer.words)]
    found["providers"] = [LearnedText(each.text, each.labels, of_provider=True) for each in provider_texts(fixtures)]
    return [text for texts in found.values() for text in texts]


def provider_texts(fixtures: Path) -> list[MarkedSentence]:
    """Provider texts with what they exclude marked."""
    folder = fixtures / "spans"
    return [*read_marked(folder / "provider_texts.jsonl"), *read_marked(folder / "plain_provider_texts.jsonl")]


def _of_case(case: Mapping[str, Any], author: str, namer: ScenarioNamer) -> LearnedText:
    sentence = sentence_of(case["marked"], author)
    marked = "<" in case["marked"] or case["kind"] in {"vague", "only_refuse"}
    return LearnedText(sentence.text, sentence.labels if marked else None, _scope(case), topics=marked_topics(case, sentence, namer))


def _about_others(case: Mapping[str, Any], author: str, namer: ScenarioNamer, chance: random.Random) -> LearnedText | None:
    other = about_others(case, sentence_of(case["marked"], author), namer, chance)
    return None if other is None else LearnedText(other[0].text, other[0].labels, _scope(case), topics=other[1])


def _whole(text: str, codes: Sequence[str], scope: int | None, weight: float = 1.0) -> LearnedText:
    """An unmarked text that is about one matter."""
    folded = fold_text(text)
    return LearnedText(folded, scope=scope, weight=weight, topics=whole_topic(folded, codes))


def _wanted_alone(case: Mapping[str, Any]) -> list[str]:
    """The scenarios of a case whose whole text is about them."""
    return (case.get("want") or case.get("scenarios") or []) if not case.get("not_want") else []


def _scope(case: Mapping[str, Any]) -> int | None:
    scope = scope_of(case)
    return None if scope is None else SCOPES.index(scope)


def _topic_scope(topic: str) -> int:
    return [scope.value for scope in SCOPES].index(_TOPICS.get(topic, "foreign"))


def _kind(case: Mapping[str, Any]) -> str:
    return str(case.get("as") or case["kind"])
