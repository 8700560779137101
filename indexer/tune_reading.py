"""Learn how needs and provider texts are read, from marked sentences (`make tune-reading`): the network that reads needs, the chain that
reads what providers exclude, and the weights of scope.

Scopes are fitted on verdict cases of authors from whom the network does not learn: of one that it knows it looks surer than it is.
"""

import tempfile
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import numpy as np

from indexer.development import open_development_pool
from indexer.learned_texts import learned_texts, provider_texts
from indexer.network_layers import Base
from indexer.network_training import train_network
from indexer.scope_training import ScopeCase, fit_scope, scope_cases, scope_file
from indexer.span_training import train
from indexer.verdict_cases import read_cases
from service.bootstrap import build_learned_network, bundled_model_folder
from service.ports import TextEncoder
from service.search.knowledge import Knowledge
from service.search.reading import NeedReader
from service.search.scope import ScopeWeights, decide_scope
from service.search.spans.exclusion_tagger import provider_features
from service.settings import Settings

_SCOPE_AUTHORS = ("sixth_author", "seventh_author")
_LEAST_CHANCE = 0.5
_NEEDS_WEIGHT = 0.5
_EPOCHS = 3


def tune_reading(settings: Settings, *, tell: Callable[[str], None], write: bool, epochs: int = _EPOCHS) -> None:
    """Tell how well scopes are told of authors left out; with `write`, store models and weights.

    Cost: about 20 minutes on two cores, nearly all for the network.
    """
    runtime = open_development_pool(settings, "first", tell=tell)
    knowledge, base = runtime.knowledge(), Base.read(bundled_model_folder(settings))
    codes = [scenario.code for scenario in knowledge.taxonomy.scenarios]
    texts = learned_texts(settings.fixtures_dir, knowledge.taxonomy, knowledge.reader.namer)
    learned = train_network(base, texts, codes, epochs=epochs, tell=tell)
    with tempfile.TemporaryDirectory() as folder:
        network = build_learned_network(settings, learned, Path(folder))
        reader = NeedReader(knowledge.taxonomy, knowledge.segmenter, network)
        cases = _scope_cases(settings, replace(knowledge, reader=reader), runtime.encoder)
    _tell_scopes(cases, tell)
    if write:
        words = Path(str(files("service.search").joinpath("words")))
        np.savez(words / "need_reader.npz", **learned)  # type: ignore[arg-type]
        (words / "provider_spans.crfsuite").write_bytes(train(provider_texts(settings.fixtures_dir), provider_features))
        (words.parent / "scope_weights.json").write_text(scope_file(fit_scope(cases), _LEAST_CHANCE), "utf-8")
        tell(f"written: {words}")


def _scope_cases(settings: Settings, knowledge: Knowledge, encoder: TextEncoder) -> list[ScopeCase]:
    verdicts = settings.fixtures_dir / "verdicts"
    found = _judged_needs(settings, knowledge, encoder)
    for author in _SCOPE_AUTHORS:
        found += scope_cases(read_cases(verdicts / f"{author}.jsonl"), author, knowledge, encoder)
    return found


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


def _tell_scopes(cases: Sequence[ScopeCase], tell: Callable[[str], None]) -> None:
    right: dict[str, list[bool]] = defaultdict(list)
    for source in dict.fromkeys(case.source for case in cases):
        weights = ScopeWeights(fit_scope([case for case in cases if case.source != source]), _LEAST_CHANCE)
        for case in cases:
            if case.source == source:
                right[case.kind].append(decide_scope(case.evidence, case.read, weights) is case.scope)
    tell("scopes right, author left out: " + "  ".join(f"{kind} {np.mean(values):.3f}/{len(values)}" for kind, values in right.items()))
