"""No sentence of the bank or of the judged needs is nearly another one: copies would teach nothing and flatter every measurement."""

import json

import numpy as np

from service.settings import ROOT

FOLDERS = ("utterances", "needs")
ALIKE = 0.8
_BUCKETS = 8_192


def sentences() -> list[tuple[str, str]]:
    """(file:line, text) of all sentences."""
    return [
        (f"{path.parent.name}/{path.name}:{number}", json.loads(line)["text"])
        for folder in FOLDERS
        for path in sorted((ROOT / "fixtures" / folder).glob("*.jsonl"))
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
    ]


def bigrams(text: str) -> frozenset[str]:
    """Pairs of neighbouring letters, digits and characters; what stands between does not count."""
    kept = "".join(character for character in text.lower() if character.isalnum())
    return frozenset(kept[place : place + 2] for place in range(len(kept) - 1)) or frozenset({kept})


def near_copies(texts: list[str]) -> list[tuple[int, int, float]]:
    """Pairs over the limit. Hashing bigrams into buckets can only overrate what two texts share, so no pair is overlooked."""
    sets = [bigrams(text) for text in texts]
    counts = np.zeros((len(sets), _BUCKETS), np.float32)
    place = {each: number % _BUCKETS for number, each in enumerate(sorted(frozenset().union(*sets)))}
    for row, each in enumerate(sets):
        for bigram in each:
            counts[row, place[bigram]] += 1
    sizes = np.array([len(each) for each in sets], np.float32)
    found = []
    for start in range(0, len(sets), 512):
        shared = counts[start : start + 512] @ counts.T
        likely = np.argwhere(shared > ALIKE * (sizes[start : start + 512, None] + sizes[None] - shared))
        for row, other in likely:
            first = start + int(row)
            second = int(other)
            if first < second and (value := len(sets[first] & sets[second]) / len(sets[first] | sets[second])) > ALIKE:
                found.append((first, second, round(value, 2)))
    return found


def test_near_copies_are_seen() -> None:
    alike = ["晚班到底开没开，我在家看不到机台", "晚班到底开没开我在家看不到机台。", "想上一套扫码报工"]
    assert [(first, second) for first, second, _ in near_copies(alike)] == [(0, 1)]


def test_no_sentence_is_nearly_another() -> None:
    told = sentences()
    assert len(told) > 2_500
    pairs = near_copies([text for _, text in told])
    assert [f"{value} {told[first][0]} {told[first][1]} ~ {told[second][0]} {told[second][1]}" for first, second, value in pairs] == []
