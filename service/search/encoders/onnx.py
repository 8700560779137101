"""The default encoder: ONNX Runtime over a standard model directory. No torch, no network."""

import hashlib
import json
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from service.errors import Unavailable

_MAX_TOKENS = 512
_LEFT_APART = ("SkipLayerNormFusion",)
"""Fusions of ONNX Runtime that are switched off. On a processor this one takes 8.6 ms for 32 tokens, its parts only 7.3 ms."""


class OnnxEncoder:
    """Encode with `onnx/*.onnx` + `tokenizer.json` of a directory (ours or an exported one such as bge or e5).

    Args:
        directory: the model directory.
        prefix: put before every text; e5 models were trained with "query: ", on both sides for symmetric tasks.
        threads: texts encoded at once, each on one processor core.

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
            self._session = onnxruntime.InferenceSession(
                str(graphs[0]), options, providers=["CPUExecutionProvider"], disabled_optimizers=list(_LEFT_APART)
            )
        except Exception as error:  # both libraries raise plain exceptions for a file they cannot read
            raise Unavailable(f"模型目录 {directory.name} 里的文件读不出来，可能已损坏：请删除这个目录后重新生成或拷贝。") from error
        self._tokenizer.enable_truncation(_MAX_TOKENS)
        self._tokenizer.no_padding()
        self._inputs = {node.name for node in self._session.get_inputs()}
        self._prefix = prefix
        self._threads = threads
        self._workers: tuple[int, ThreadPoolExecutor] | None = None
        output = self._session.get_outputs()[0]
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
        run = self._pool().map if self._threads > 1 and len(texts) > 1 else map
        for row, vector in enumerate(run(self._encode_one, texts)):
            vectors[row] = vector
        return vectors

    def _pool(self) -> ThreadPoolExecutor:
        """The threads of this process. A forked process inherits the model but no threads, so it makes its own."""
        if self._workers is None or self._workers[0] != os.getpid():
            self._workers = os.getpid(), ThreadPoolExecutor(self._threads, thread_name_prefix="encoder")
        return self._workers[1]

    def _encode_one(self, text: str) -> NDArray[np.float32]:
        encoding = self._tokenizer.encode(self._prefix + text)
        feed = {
            "input_ids": np.array([encoding.ids], np.int64),
            "attention_mask": np.ones((1, len(encoding.ids)), np.int64),
        }
        if "token_type_ids" in self._inputs:
            feed["token_type_ids"] = np.zeros((1, len(encoding.ids)), np.int64)
        output: NDArray[np.float32] = self._session.run(None, feed)[0]
        vector = output[0] if self._pooled else output[0].mean(axis=0)
        result: NDArray[np.float32] = vector / max(float(np.linalg.norm(vector)), 1e-9)
        return result


def _fingerprint(graph: Path, tokenizer: Path, prefix: str) -> str:
    """Hash sizes and names, and the content of the stamp when there is one: reading 60 MB at each start would cost 0.1 s."""
    stamp = graph.parents[1] / "built-from.json"
    # The fusions are a part: a differently fused graph rounds int8 activations elsewhere, so a vector's last digits differ.
    parts = [graph.name, str(graph.stat().st_size), str(tokenizer.stat().st_size), prefix, *_LEFT_APART]
    if stamp.is_file():
        parts.append(json.dumps(json.loads(stamp.read_text("utf-8")), sort_keys=True))
    return "onnx-" + hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
