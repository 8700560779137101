"""An optional encoder for larger pools, such as a province's: any sentence-transformers model. Needs the extra `models`."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.errors import Unavailable

_FAMILY_PREFIX = (("e5", "query: "),)
"""Put before every text, on both sides: our comparisons are symmetric. e5 was trained with one; bge, gte and others need none."""
_OVERLAP = 0.2


class SentenceEncoder:
    """Encode with sentence-transformers; imported and loaded at the first use (4–8 s).

    Args:
        name: a model's name on the hub, or a directory.
        prefix: put before every text, see `family_prefix`.
        device: `cpu`, `cuda` …; empty lets the library choose.
        batch: texts encoded at once.

    Raises:
        Unavailable: the extra is not installed, or the model cannot be loaded.
    """

    def __init__(self, name: str, *, prefix: str = "", device: str = "", batch: int = 32) -> None:
        self._prefix = prefix
        self._batch = batch
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError:
            raise Unavailable("没有安装 sentence-transformers，请运行 pip install '.[models]'，或把 POOL_ENCODER 改回 bundled。") from None
        try:
            self._model: Any = SentenceTransformer(name, device=device or None)
        except (OSError, ValueError):
            raise Unavailable("POOL_ENCODER 指定的模型打不开，请检查名称或目录；不能上网时请先把模型放到本机目录。") from None
        self._dimensions = int(self._model.get_embedding_dimension())
        self._window = int(self._model.max_seq_length or 512)
        self._fingerprint = _fingerprint(name, self._prefix, self._window, self._dimensions)

    @property
    def fingerprint(self) -> str:
        """Names model, weights, prefix and window."""
        return self._fingerprint

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        return self._dimensions

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encode all texts; one longer than the model's window is the mean of its overlapping windows."""
        if not texts:
            return np.zeros((0, self._dimensions), np.float32)
        pieces: list[str] = []
        owners: list[int] = []
        for row, text in enumerate(texts):
            for piece in self._windows(text):
                pieces.append(self._prefix + piece)
                owners.append(row)
        encoded = self._model.encode(pieces, batch_size=self._batch, normalize_embeddings=True, show_progress_bar=False)
        vectors = np.zeros((len(texts), self._dimensions), np.float32)
        np.add.at(vectors, owners, np.asarray(encoded, np.float32))
        result: NDArray[np.float32] = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
        return result

    def _windows(self, text: str) -> list[str]:
        tokens = len(self._model.tokenizer(text, truncation=False, verbose=False)["input_ids"])
        room = self._window - 16  # the prefix and the special tokens
        if tokens <= room:
            return [text]
        length = max(1, int(len(text) * room / tokens))
        step = max(1, int(length * (1 - _OVERLAP)))
        return [text[start : start + length] for start in range(0, max(1, len(text) - int(length * _OVERLAP)), step)]


def family_prefix(name: str) -> str:
    """The prefix a model's family was trained with, by its name."""
    last = Path(name).name.lower()
    return next((prefix for family, prefix in _FAMILY_PREFIX if family in last.replace("_", "-").split("-")), "")


def _fingerprint(name: str, prefix: str, window: int, dimensions: int) -> str:
    """Name the model: a directory by its files' names and sizes, a hub model by its name. A new fingerprint demands a rebuild."""
    folder = Path(name)
    files = sorted(path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else []
    parts = [folder.name if files else name, prefix, str(window), str(dimensions)]
    parts.extend(f"{path.name}:{path.stat().st_size}" for path in files)
    return "st-" + hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
