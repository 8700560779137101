"""The network that reads needs learns from marked sentences."""

from pathlib import Path

import numpy as np

from indexer.network_layers import Base
from indexer.network_training import LearnedText, token_labels, train_network
from indexer.span_training import sentence_of
from service.search.encoders.bundled_reader import GRAPH_FILE, build_reader
from service.search.scope import SCOPES
from service.search.spans.network import NeedNetwork
from service.search.spans.tagger import spans_in

THINGS, OTHERS = ("排产", "追溯", "看板", "联网"), ("erp", "云", "培训", "立库")


def _texts() -> list[LearnedText]:
    marked = [sentence_of(f"<w>要{thing}</w>，<n>不要{other}</n>", "one") for thing in THINGS for other in OTHERS]
    foreign = [LearnedText(f"诚聘{thing}工程师", scope=1) for thing in THINGS]
    return [*(LearnedText(each.text, each.labels, scope=0) for each in marked), *foreign]


def test_it_reads_what_it_learned_with_integer_weights(model_directory: Path, tmp_path: Path) -> None:
    learned = train_network(Base.read(model_directory), _texts(), ["PLN01", "QUA04"], epochs=16)
    build_reader(model_directory, learned, tmp_path)
    network = NeedNetwork(lambda: model_directory, lambda: tmp_path / GRAPH_FILE)
    read = network("要看板，不要云")
    assert [(span.kind.value, span.text) for span in spans_in("要看板，不要云", read, asks=True)] == [("w", "要看板"), ("n", "不要云")]
    assert SCOPES[int(read.scopes.argmax())].value == "found"
    assert SCOPES[int(network("诚聘看板工程师").scopes.argmax())].value == "foreign"


def test_a_token_has_the_kind_of_most_of_its_characters() -> None:
    sentence = sentence_of("<w>要排产</w>，<n>不要</n>", "one")
    tags, begins = token_labels(sentence.labels, np.array([[-7, 0], [0, 1], [1, 4], [4, 6]]))
    assert tags.tolist() == [-1, 1, 1, 2]
    assert begins.tolist() == [0, 1, 0, 1]
