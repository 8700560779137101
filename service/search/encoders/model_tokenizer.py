"""Write the tokenizer of the bundled model as the standard `tokenizer.json`, from the pieces and the table in the blob."""

import struct
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.search.encoders.model_blob import ModelBlob

_Trie = dict[int, Any]


def write_tokenizer(blob: ModelBlob, directory: Path, rows: NDArray[np.int64]) -> None:
    """Write `tokenizer.json` into `directory`, holding only the vocabulary `rows`."""
    from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

    vocabulary = [(blob.pieces[row], float(blob.scores[row])) for row in rows]
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=blob.unk, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Precompiled(compile_charsmap(blob.normalisation)), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="\u2581", prepend_scheme="always", split=True)
    tokenizer.decoder = decoders.Metaspace(replacement="\u2581", prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", blob.bos), ("</s>", blob.eos)]
    )
    tokenizer.add_special_tokens(["<s>", "<pad>", "</s>", "<unk>", "<mask>"])
    tokenizer.save(str(directory / "tokenizer.json"))


def compile_charsmap(table: dict[int, str]) -> bytes:
    """Compile {code point: replacement} into SentencePiece's precompiled map.

    That is a darts-clone double array over the UTF-8 keys, followed by the replacements, each ended by NUL.
    Source: the format read by `tokenizers.normalizers.Precompiled` (SentencePiece, normalizer.cc).
    """
    replacements, offsets = bytearray(), dict[str, int]()
    trie: _Trie = {}
    for code_point, replacement in sorted(table.items()):
        if code_point == 0:
            continue  # NUL ends a key and cannot be one
        if replacement not in offsets:
            offsets[replacement] = len(replacements)
            replacements += replacement.encode("utf-8") + b"\0"
        node = trie
        for byte in chr(code_point).encode("utf-8"):
            node = node.setdefault(byte, {})
        node[0] = offsets[replacement]
    units = _DoubleArray().build(trie)
    return struct.pack("<I", len(units)) + units + bytes(replacements)


class _DoubleArray:
    def __init__(self) -> None:
        self._units = [0] * 256
        self._used = [True] + [False] * 255
        self._bases: set[int] = set()
        self._first_free = 1

    def build(self, trie: _Trie) -> bytes:
        stack: list[tuple[_Trie, int, int]] = [(trie, 0, 0)]
        while stack:
            node, at, label = stack.pop()
            base = self._place(sorted(node))
            offset = at ^ base
            if offset >= 1 << 21:
                raise ValueError("normalisation table is too large for the double array")
            self._units[at] = (label if at else 0) | (offset << 10) | ((1 << 8) if 0 in node else 0)
            for key, child in node.items():
                if key == 0:
                    self._units[base] = (1 << 31) | child
                else:
                    stack.append((child, base ^ key, key))
        while len(self._units) % 256:
            self._units.append(0)
        return np.array(self._units, dtype="<u4").tobytes()

    def _place(self, labels: list[int]) -> int:
        base = max(1, self._first_free)
        while True:
            highest = max(base ^ label for label in labels)
            while highest >= len(self._units):
                self._units.extend([0] * 256)
                self._used.extend([False] * 256)
            if base not in self._bases and not any(self._used[base ^ label] for label in labels):
                break
            base += 1
        self._bases.add(base)
        for label in labels:
            self._used[base ^ label] = True
        while self._first_free < len(self._used) and self._used[self._first_free]:
            self._first_free += 1
        # Leave a few free places unused: looking at all of them again would take longer.
        self._first_free = max(self._first_free, base - 512)
        return base
