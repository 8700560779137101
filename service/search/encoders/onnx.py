"""The default encoder: ONNX Runtime over a standard model directory. No torch, no network."""

import hashlib
import json
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.errors import Unavailable
from service.search.encoders.graph_parts import FOLDER
from service.search.encoders.shared_run import SharedRun

_MAX_TOKENS = 512
_LEFT_APART = ("SkipLayerNormFusion",)
"""Fusions of ONNX Runtime that are switched off. On a processor this one takes 8.6 ms for 32 tokens, its parts only 7.3 ms."""
_TEXTS_OF_AN_ORDER = 16
"""A call with more texts loads passages: it takes turns with the matches of the same process."""

State = dict[str, NDArray[Any]]
"""What is known of one text on its way: name of a value of the graph → value."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A graph, or a part of one, with the names of what it takes and gives."""

    session: Any
    takes: tuple[str, ...]
    gives: tuple[str, ...]

    def take_on(self, state: State) -> None:
        state.update(zip(self.gives, self.session.run(self.gives, {name: state[name] for name in self.takes}), strict=True))


class OnnxEncoder:
    """Encode with `onnx/*.onnx` + `tokenizer.json` of a directory (ours or an exported one such as bge or e5).

    A directory of ours has the graph in parts as well. Then all texts of a call, and those of other threads that wait, pass one part
    before any passes the next (`graph_parts`).

    Args:
        directory: the model directory.
        prefix: put before every text; e5 models were trained with "query: ", on both sides for symmetric tasks.
        threads: processor cores that share the texts of a run.

    Raises:
        Unavailable: the directory lacks a graph or a tokenizer, or one of them cannot be read.
    """

    def __init__(self, directory: Path, *, prefix: str = "query: ", threads: int = 1) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        graphs = sorted((directory / "onnx").glob("*.onnx"), key=lambda path: ("qint8" not in path.name, path.name))
        if not graphs or not (directory / "tokenizer.json").is_file():
            raise Unavailable(f"模型目录 {directory.name} 缺少 onnx/*.onnx 或 tokenizer.json，请检查 POOL_ENCODER 设置。")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        try:
            self._tokenizer = Tokenizer.from_file(str(directory / "tokenizer.json"))
            self._parts = tuple(
                _part(
                    onnxruntime.InferenceSession(
                        str(file), options, providers=["CPUExecutionProvider"], disabled_optimizers=list(_LEFT_APART)
                    )
                )
                for file in (sorted((directory / "onnx" / FOLDER).glob("*.onnx")) or graphs[:1])
            )
        except Exception as error:  # both libraries raise plain exceptions for a file they cannot read
            raise Unavailable(f"模型目录 {directory.name} 里的文件读不出来，可能已损坏：请删除这个目录后重新生成或拷贝。") from error
        self._tokenizer.enable_truncation(_MAX_TOKENS)
        self._tokenizer.no_padding()
        self._prefix = prefix
        self._threads = threads
        self._workers: tuple[int, ThreadPoolExecutor] | None = None
        self._run = SharedRun(self._pass_all)
        output = self._parts[-1].session.get_outputs()[0]
        self._output: str = output.name
        self._pooled = len(output.shape) == 2
        self._dimensions = int(output.shape[-1])
        self._fingerprint = _fingerprint(graphs[0], directory / "tokenizer.json", prefix)

    @property
    def fingerprint(self) -> str:
        """Names graph, tokenizer and prefix."""
        return self._fingerprint

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        return self._dimensions

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encode every text by itself.

        ONNX Runtime chooses one scale of int8 activations for a whole batch. So in a batch a text's vector would depend on the other
        texts. Then it could not be cached by the text alone (docs/decisions/0010-one-text-one-vector.md).
        """
        vectors = np.empty((len(texts), self._dimensions), np.float32)
        for start in range(0, len(texts), _TEXTS_OF_AN_ORDER):
            states = [self._begin(text) for text in texts[start : start + _TEXTS_OF_AN_ORDER]]
            self._run(states)
            for row, state in enumerate(states, start):
                vectors[row] = self._vector(state[self._output][0])
        return vectors

    def _pass_all(self, states: list[State]) -> None:
        groups = _shared_out(states, self._threads)
        if len(groups) == 1:
            self._pass(states)
        else:
            list(self._pool().map(self._pass, groups))

    def _pass(self, states: list[State]) -> None:
        for part in self._parts:
            for state in states:
                part.take_on(state)

    def _pool(self) -> ThreadPoolExecutor:
        """The threads of this process. A forked process inherits the model but no threads, so it makes its own."""
        if self._workers is None or self._workers[0] != os.getpid():
            self._workers = os.getpid(), ThreadPoolExecutor(self._threads, thread_name_prefix="encoder")
        return self._workers[1]

    def _begin(self, text: str) -> State:
        ids = np.array([self._tokenizer.encode(self._prefix + text).ids], np.int64)
        return {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}

    def _vector(self, output: NDArray[np.float32]) -> NDArray[np.float32]:
        vector = output if self._pooled else output.mean(axis=0)
        result: NDArray[np.float32] = vector / max(float(np.linalg.norm(vector)), 1e-9)
        return result


def _part(session: Any) -> _Part:  # noqa: ANN401  the library tells no types
    takes, gives = (tuple(node.name for node in nodes) for nodes in (session.get_inputs(), session.get_outputs()))
    return _Part(session, takes, gives)


def _shared_out(states: list[State], count: int) -> list[list[State]]:
    """At most `count` groups of about as many tokens each."""
    groups: list[list[State]] = [[] for _ in range(min(count, len(states)))]
    sizes = [0] * len(groups)
    for state in sorted(states, key=lambda state: -state["input_ids"].size):
        smallest = sizes.index(min(sizes))
        groups[smallest].append(state)
        sizes[smallest] += state["input_ids"].size
    return groups


def _fingerprint(graph: Path, tokenizer: Path, prefix: str) -> str:
    """Hash sizes and names, and the content of the stamp when there is one: reading 60 MB at each start would cost 0.1 s."""
    stamp = graph.parents[1] / "built-from.json"
    # The fusions are a part: a differently fused graph rounds int8 activations elsewhere, so a vector's last digits differ.
    parts = [graph.name, str(graph.stat().st_size), str(tokenizer.stat().st_size), prefix, *_LEFT_APART]
    if stamp.is_file():
        parts.append(json.dumps(json.loads(stamp.read_text("utf-8")), sort_keys=True))
    return "onnx-" + hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
