"""Learn how needs and provider texts are read, from marked sentences: two span models and the weights of scope (`make tune-reading`).

The weights of scope are fitted on what a tagger reads that has not seen the sentence's author: one that has would look surer than it is.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from indexer.development import open_development_pool
from indexer.scope_training import ScopeCase, fit_scope, scope_cases, scope_file
from indexer.span_training import MarkedSentence, character_scores, labels_of, read_marked, train
from indexer.verdict_cases import for_looking, read_cases
from service.ports import TextEncoder
from service.search.knowledge import Knowledge
from service.search.reading import NeedReader
from service.search.scope import ScopeWeights, decide_scope
from service.search.spans.chain import Chain
from service.search.spans.exclusion_tagger import provider_features
from service.search.spans.tagger import FAVOURED, need_features
from service.search.spans.words import SpanWords
from service.settings import Settings

_TAGS = re.compile(r"</?[wnocax]>")
_FOLDS = (("author_d", "author_e"), ("author_f", "author_g"), ("author_h", "author_i"), ("author_a", "author_b", "author_c"))
"""Authors who are left out together."""
_EVERY = 4
"""Of the plain needs, marked by a tagger and the rules and not by a person, each fourth is learned from."""
_LEAST_CHANCE = 0.5
_NEEDS_WEIGHT = 0.5
_UNMARKED = {"author_a": "first_author", "author_b": "second_author", "author_c": "third_author"}
"""Whose verdict cases of kinds without marks count too: of the first two the half for looking."""
_KINDS_WITHOUT_MARKS = frozenset({"foreign", "policy", "gap"})


def tune_reading(settings: Settings, *, tell: Callable[[str], None], write: bool) -> None:
    """Tell how well spans and scopes are told of authors left out; with `write`, store models and weights. About six minutes."""
    runtime = open_development_pool(settings, "first", tell=tell)
    knowledge, folder = runtime.knowledge(), settings.fixtures_dir / "spans"
    features = partial(need_features, words=SpanWords(knowledge.taxonomy, knowledge.segmenter, knowledge.reader.namer.words))
    marked = {path.stem: read_marked(path) for path in sorted(folder.glob("author_*.jsonl"))}
    plain = read_marked(folder / "plain_needs.jsonl")[::_EVERY]
    readers: dict[str, Knowledge] = {}
    for left_out in _FOLDS:
        known = [sentence for author, sentences in marked.items() if author not in left_out for sentence in sentences]
        chain = Chain(train([*known, *plain], features), FAVOURED)
        reader = NeedReader(knowledge.taxonomy, knowledge.segmenter, chain=chain)
        readers |= {author: replace(knowledge, reader=reader) for author in left_out}
        _tell_spans([sentence for author in left_out for sentence in marked[author]], chain, features, left_out, tell)
    cases = [*_marked_cases(settings, readers, runtime.encoder), *_judged_needs(settings, knowledge, runtime.encoder)]
    _tell_scopes(cases, tell)
    if write:
        words = Path(str(files("service.search").joinpath("words")))
        everyone = [sentence for sentences in marked.values() for sentence in sentences]
        (words / "need_spans.crfsuite").write_bytes(train([*everyone, *plain], features))
        texts = [*read_marked(folder / "provider_texts.jsonl"), *read_marked(folder / "plain_provider_texts.jsonl")]
        (words / "provider_spans.crfsuite").write_bytes(train(texts, provider_features))
        (words.parent / "scope_weights.json").write_text(scope_file(fit_scope(cases), _LEAST_CHANCE), "utf-8")
        tell(f"written: {words}")


def _marked_cases(settings: Settings, readers: Mapping[str, Knowledge], encoder: TextEncoder) -> list[ScopeCase]:
    cases: list[ScopeCase] = []
    for author, knowledge in readers.items():
        lines = read_cases(settings.fixtures_dir / "spans" / f"{author}.jsonl")
        sentences: list[Mapping[str, Any]] = [{**line, "text": _TAGS.sub("", line["marked"])} for line in lines]
        if author in _UNMARKED:
            whole = author == "author_c"
            more = read_cases(settings.fixtures_dir / "verdicts" / f"{_UNMARKED[author]}.jsonl")
            sentences += [
                case for case in more if (case.get("as") or case["kind"]) in _KINDS_WITHOUT_MARKS and (whole or for_looking(case))
            ]
        cases += scope_cases(sentences, author, knowledge, encoder)
    return cases


def _judged_needs(settings: Settings, knowledge: Knowledge, encoder: TextEncoder) -> list[ScopeCase]:
    """The development needs: those that somebody serves, and the foreign ones."""
    fixtures = settings.fixtures_dir
    paths = (
        fixtures / "needs" / "development.jsonl",
        fixtures / "needs" / "unserved.jsonl",
        fixtures / "judgements" / "third_pool" / "needs.jsonl",
    )
    needs = [case for path in paths for case in read_cases(path)]
    kinds = [{**need, "kind": "need" if need.get("kind", "need") == "need" else "foreign"} for need in needs]
    return scope_cases(kinds, "needs", knowledge, encoder, _NEEDS_WEIGHT)


def _tell_spans(
    sentences: Sequence[MarkedSentence],
    chain: Chain,
    features: Callable[[str], list[list[str]]],
    left_out: Sequence[str],
    tell: Callable[[str], None],
) -> None:
    found = [labels_of(sentence.text, chain.spans(features(sentence.text))) for sentence in sentences]
    scores = character_scores(sentences, found)
    told = "  ".join(f"{tag} {precision:.2f}/{recall:.2f}" for tag, (precision, recall) in sorted(scores.items()))
    tell(f"without {', '.join(left_out)}: characters right of told / of meant  {told}")


def _tell_scopes(cases: Sequence[ScopeCase], tell: Callable[[str], None]) -> None:
    right: dict[str, list[bool]] = defaultdict(list)
    for source in dict.fromkeys(case.source for case in cases):
        weights = ScopeWeights(fit_scope([case for case in cases if case.source != source]), _LEAST_CHANCE)
        for case in cases:
            if case.source == source:
                right[case.kind].append(decide_scope(case.evidence, weights) is case.scope)
    tell("scopes right, author left out: " + "  ".join(f"{kind} {np.mean(values):.3f}/{len(values)}" for kind, values in right.items()))
