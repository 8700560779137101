"""Read a need with a learned network: the kind of each word, and the chance of each verdict.

The network has the lower layers of the bundled encoder, which know the language, and layers above them that learned from marked
sentences (`indexer/reader_training.py`). It knows forms of a refusal that nobody listed: PLM归总部管, 培训听腻了.
"""

import json
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from service.errors import Unavailable

TAGS = ("", "w", "n", "o", "c", "a")
"""The kinds of words, in the order of the network's columns; the empty one stands for words outside of spans."""
BEGINS = 6
EXCLUDES = 7
"""Columns of the network that tell whether a span begins at a token, and whether a provider's text excludes there."""
TOPICS = EXCLUDES + 2
"""The first of the columns that tell which scenario a token speaks of."""
PREFIX = "query: "
"""The lower layers are those of the encoder, so the text stands behind the encoder's prefix."""
LONGEST_IN_TOKENS = 256
CODES_FILE = "scenarios.json"
"""Beside the graph: the scenarios of its columns, in their order."""
_WORDS = "embeddings.word_embeddings.weight"
_PLACES = "embeddings.position_embeddings.weight"
_TYPES = "embeddings.token_type_embeddings.weight"


@dataclass(frozen=True, slots=True)
class WordsRead:
    """What the network tells of a text.

    Shape: `tokens` (tokens, 2), first character and the one behind the last; `tags` (tokens, kinds), rows sum to 1;
    `begins` (tokens,), chances of a beginning; `scopes` (scopes,), logarithms of chances in the order of `scope.SCOPES`;
    `topics` (tokens, scenarios), how much each token speaks of each scenario of `codes`;
    `excludes` (tokens, 2), chances that a provider's text excludes there, and that an exclusion begins there.
    """

    tokens: NDArray[np.int64]
    tags: NDArray[np.float32]
    begins: NDArray[np.float32]
    scopes: NDArray[np.float32]
    excludes: NDArray[np.float32]
    topics: NDArray[np.float32] = field(default_factory=lambda: np.zeros((0, 0), np.float32))
    codes: tuple[str, ...] = ()

    def topic_chances(self, spans: Sequence[tuple[int, int]]) -> NDArray[np.float32] | None:
        """Logarithms of the chances that the characters of `spans` mean each scenario; None when no token lies there."""
        own = tokens_within(self.tokens, spans)
        if not self.codes or not own.any():
            return None
        told = self.topics[own].mean(axis=0)
        powers = told - told.max()
        result: NDArray[np.float32] = powers - np.log(np.exp(powers).sum())
        return result


def tokens_within(tokens: NDArray[np.int64], spans: Sequence[tuple[int, int]]) -> NDArray[np.bool_]:
    """Which tokens share a character with a span. Shape: (tokens, 2) → (tokens,)."""
    first, last = np.maximum(tokens[:, 0], 0), tokens[:, 1]
    own = np.zeros(len(tokens), np.bool_)
    for start, end in spans:
        own |= (first < end) & (last > start) & (last > first)
    return own


class WordReader(Protocol):
    """Reads the words of a folded text."""

    def __call__(self, folded: str) -> WordsRead:
        """What the text says, token by token."""


class NeedNetwork:
    """The network as ONNX Runtime runs it, loaded at its first use.

    Args:
        model: gives the bundled model's folder (tokenizer, words' vectors).
        graph: gives the file of the graph.

    Raises (when called):
        Unavailable: one of the files cannot be read.
    """

    def __init__(self, model: Callable[[], Path], graph: Callable[[], Path]) -> None:
        self._model, self._graph = model, graph
        self._lock = threading.Lock()
        self._loaded: _Loaded | None = None

    def __call__(self, folded: str) -> WordsRead:
        """Read a text of at most 256 tokens, about 400 characters; what is behind them is not read.

        Cost: about 2 ms, and 0.1 ms for each token.
        """
        loaded = self._loaded
        if loaded is None:
            with self._lock:
                loaded = self._loaded = self._loaded or _Loaded(self._model(), self._graph())
        encoding = loaded.tokenizer.encode(PREFIX + folded)
        ids = np.array(encoding.ids, np.int64)
        tags, scopes = loaded.session.run(None, {"embedded": (loaded.words[ids] + loaded.places[: len(ids)])[None]})
        offsets = np.array(encoding.offsets, np.int64) - len(PREFIX)
        own = offsets[:, 1] > np.maximum(offsets[:, 0], 0)
        kinds = _softmax(tags[0, own, : len(TAGS)])
        begins = 1 / (1 + np.exp(-tags[0, own, BEGINS]))
        verdicts = np.log(_softmax(scopes)[0] + 1e-9)
        excludes = 1 / (1 + np.exp(-tags[0, own, EXCLUDES : EXCLUDES + 2]))
        return WordsRead(np.maximum(offsets[own], 0), kinds, begins, verdicts, excludes, tags[0, own, TOPICS:], loaded.codes)


class _Loaded:
    def __init__(self, model: Path, graph: Path) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        try:
            self.tokenizer = Tokenizer.from_file(str(model / "tokenizer.json"))
            self.session = onnxruntime.InferenceSession(
                str(graph), options, providers=["CPUExecutionProvider"], disabled_optimizers=["SkipLayerNormFusion"]
            )
            self.words = _tensor(model / "model.safetensors", _WORDS)
            self.codes: tuple[str, ...] = tuple(json.loads((graph.parent / CODES_FILE).read_text("utf-8")))
            self.places = np.array(_tensor(model / "model.safetensors", _PLACES)) + _tensor(model / "model.safetensors", _TYPES)[0]
        except Exception as error:  # the libraries raise plain exceptions for a file they cannot read
            raise Unavailable(f"模型目录 {model.name} 里的文件读不出来，可能已损坏：请删除这个目录后重新生成或拷贝。") from error
        self.tokenizer.enable_truncation(LONGEST_IN_TOKENS)
        self.tokenizer.no_padding()


def _tensor(path: Path, name: str) -> NDArray[np.float32]:
    """A float32 tensor of a safetensors file, mapped and not read: processes share its pages, and only used rows come into memory."""
    with path.open("rb") as file:
        size = int.from_bytes(file.read(8), "little")
        entry = json.loads(file.read(size))[name]
    return np.memmap(path, np.float32, "r", offset=8 + size + entry["data_offsets"][0], shape=tuple(entry["shape"]))


def _softmax(values: NDArray[np.float32]) -> NDArray[np.float32]:
    powers = np.exp(values - values.max(axis=-1, keepdims=True))
    result: NDArray[np.float32] = powers / powers.sum(axis=-1, keepdims=True)
    return result
