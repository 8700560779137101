"""Learn how needs and provider texts are read, from marked sentences (`make tune-reading`): the network that reads needs, the chain that
reads what providers exclude, and the weights of scope.

Scopes are fitted on what a network reads that has not seen the sentence's author: one that has would look surer than it is.
"""

import re
import tempfile
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from indexer.development import open_development_pool
from indexer.network_layers import Base
from indexer.network_training import LearnedText, train_network
from indexer.plain_grammar import plain_sentences
from indexer.scope_training import ScopeCase, fit_scope, scope_cases, scope_file, scope_of
from indexer.span_training import MarkedSentence, character_scores, labels_of, read_marked, sentence_of, train
from indexer.verdict_cases import for_looking, read_cases
from service.bootstrap import build_learned_network, bundled_model_folder
from service.domain.taxonomy import Taxonomy
from service.ports import TextEncoder
from service.search.knowledge import Knowledge
from service.search.reading import NeedReader
from service.search.scope import SCOPES, ScopeWeights, decide_scope
from service.search.segment import fold_text
from service.search.spans.chain import Marked
from service.search.spans.exclusion_tagger import provider_features
from service.search.spans.network import WordReader
from service.search.spans.tagger import spans_in
from service.settings import Settings

_TAGS = re.compile(r"</?[wnocax]>")
_FOLDS = (
    ("author_d", "author_e", "author_f", "author_g"),
    ("author_a", "author_b", "author_c", "author_h", "author_i", "author_j", "author_k"),
)
"""Authors who are left out together."""
_EVERY = 4
"""Of the plain needs, marked by a tagger and the rules and not by a person, each fourth is learned from."""
_LEAST_CHANCE = 0.5
_NEEDS_WEIGHT = 0.5
_BANK_WEIGHT = 0.5
_UNMARKED = {"first_author": False, "second_author": False, "third_author": True, "fourth_author": True, "fifth_author": True}
"""Whose verdict cases of kinds without marks count too, and whether all of them do or only the half for looking."""
_KINDS_WITHOUT_MARKS = frozenset({"foreign", "policy", "gap"})
_TOPICS = {"policy": "policy", "pools": "pools", "desk": "desk", "unserved": "gap", "too_little": "too_little", "refusal": "refusal"}
_EPOCHS = 3


def tune_reading(settings: Settings, *, tell: Callable[[str], None], write: bool, epochs: int = _EPOCHS) -> None:
    """Tell how well spans and scopes are told of authors left out; with `write`, store models and weights.

    Cost: about an hour on two cores, 20 minutes for each network.
    """
    runtime = open_development_pool(settings, "first", tell=tell)
    knowledge, base = runtime.knowledge(), Base.read(bundled_model_folder(settings))
    texts_of = learned_texts(settings.fixtures_dir, knowledge.taxonomy)
    readers: dict[str, Knowledge] = {}
    for left_out in _FOLDS:
        known = [text for author, texts in texts_of.items() if author not in left_out for text in texts]
        with tempfile.TemporaryDirectory() as folder:
            network = build_learned_network(settings, train_network(base, known, epochs=epochs, tell=tell), Path(folder))
            network("")  # loaded before its folder goes
            reader = NeedReader(knowledge.taxonomy, knowledge.segmenter, network)
            readers |= {author: replace(knowledge, reader=reader) for author in left_out}
            marked = [each for author in left_out for each in read_marked(settings.fixtures_dir / "spans" / f"{author}.jsonl")]
            _tell_spans(marked, network, left_out, tell)
    cases = [*_marked_cases(settings, readers, runtime.encoder), *_judged_needs(settings, knowledge, runtime.encoder)]
    _tell_scopes(cases, tell)
    if write:
        words = Path(str(files("service.search").joinpath("words")))
        everything = [text for texts in texts_of.values() for text in texts]
        learned: dict[str, Any] = dict(train_network(base, everything, epochs=epochs, tell=tell))
        np.savez(words / "need_reader.npz", **learned)
        (words / "provider_spans.crfsuite").write_bytes(train(_provider_texts(settings.fixtures_dir), provider_features))
        (words.parent / "scope_weights.json").write_text(scope_file(fit_scope(cases), _LEAST_CHANCE), "utf-8")
        tell(f"written: {words}")


def learned_texts(fixtures: Path, taxonomy: Taxonomy) -> dict[str, list[LearnedText]]:
    """Everything that the network learns from, by its author or file."""
    found: dict[str, list[LearnedText]] = defaultdict(list)
    for path in sorted((fixtures / "spans").glob("author_*.jsonl")):
        found[path.stem] = [_of_case(case, path.stem) for case in read_cases(path)]
    plain = read_marked(fixtures / "spans" / "plain_needs.jsonl")[::_EVERY]
    found["plain_grammar"] = [_of_case({"marked": marked, "kind": kind}, "plain_grammar") for marked, kind in plain_sentences(taxonomy)]
    found["plain_needs"] = [LearnedText(each.text, each.labels, scope=0) for each in plain]
    for author, whole in _UNMARKED.items():
        cases = read_cases(fixtures / "verdicts" / f"{author}.jsonl")
        found[author] = [
            LearnedText(fold_text(case["text"]), scope=_scope(case))
            for case in cases
            if (whole or for_looking(case)) and (author in {"fourth_author", "fifth_author"} or _kind(case) in _KINDS_WITHOUT_MARKS)
        ]
    for name in ("asides", "asides_other", "asides_third", "out_of_scope", "out_of_scope_other"):
        lines = read_cases(fixtures / "utterances" / f"{name}.jsonl")
        found[name] = [LearnedText(fold_text(line["text"]), scope=_topic_scope(line.get("topic", ""))) for line in lines]
    for author in ("author_a", "author_b", "author_c", "author_d"):
        lines = read_cases(fixtures / "utterances" / f"{author}.jsonl")
        found[f"bank_{author}"] = [LearnedText(fold_text(line["text"]), scope=0, weight=_BANK_WEIGHT) for line in lines]
    found["providers"] = [LearnedText(each.text, each.labels, of_provider=True) for each in _provider_texts(fixtures)]
    return dict(found)


def _provider_texts(fixtures: Path) -> list[MarkedSentence]:
    folder = fixtures / "spans"
    return [*read_marked(folder / "provider_texts.jsonl"), *read_marked(folder / "plain_provider_texts.jsonl")]


def _of_case(case: Mapping[str, Any], author: str) -> LearnedText:
    sentence = sentence_of(case["marked"], author)
    marked = "<" in case["marked"] or case["kind"] in {"vague", "only_refuse"}
    return LearnedText(sentence.text, sentence.labels if marked else None, _scope(case))


def _scope(case: Mapping[str, Any]) -> int | None:
    scope = scope_of(case)
    return None if scope is None else SCOPES.index(scope)


def _topic_scope(topic: str) -> int:
    return [scope.value for scope in SCOPES].index(_TOPICS.get(topic, "foreign"))


def _kind(case: Mapping[str, Any]) -> str:
    return str(case.get("as") or case["kind"])


def _marked_cases(settings: Settings, readers: Mapping[str, Knowledge], encoder: TextEncoder) -> list[ScopeCase]:
    cases: list[ScopeCase] = []
    for author, knowledge in readers.items():
        lines = read_cases(settings.fixtures_dir / "spans" / f"{author}.jsonl")
        cases += scope_cases([{**line, "text": _TAGS.sub("", line["marked"])} for line in lines], author, knowledge, encoder)
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


def _tell_spans(sentences: Sequence[MarkedSentence], words: WordReader, left_out: Sequence[str], tell: Callable[[str], None]) -> None:
    found = []
    for sentence in sentences:
        read = words(sentence.text)
        spans = spans_in(sentence.text, read, asks=bool(read.scopes.argmax() == 0))
        found.append(labels_of(sentence.text, [Marked(span.kind.value, span.start, span.end) for span in spans]))
    scores = character_scores(sentences, found)
    told = "  ".join(f"{tag} {precision:.2f}/{recall:.2f}" for tag, (precision, recall) in sorted(scores.items()))
    tell(f"without {', '.join(left_out)}: characters right of told / of meant  {told}")


def _tell_scopes(cases: Sequence[ScopeCase], tell: Callable[[str], None]) -> None:
    right: dict[str, list[bool]] = defaultdict(list)
    for source in dict.fromkeys(case.source for case in cases):
        weights = ScopeWeights(fit_scope([case for case in cases if case.source != source]), _LEAST_CHANCE)
        for case in cases:
            if case.source == source:
                right[case.kind].append(decide_scope(case.evidence, case.read, weights) is case.scope)
    tell("scopes right, author left out: " + "  ".join(f"{kind} {np.mean(values):.3f}/{len(values)}" for kind, values in right.items()))
