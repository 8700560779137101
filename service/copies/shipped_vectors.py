"""Vectors that come with the product, so that the first start need not compute them. `make vectors` makes the file.

The vectors are valid for one encoder only. The file holds the fingerprint of this encoder.
A vector is found by the hash of its text. So a changed sentence is not found in the file, and it is embedded as usual.
"""

import zipfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FILE_NAME = "vectors.npz"
"""The file's name in the folder of the fixtures."""
_HASH_BYTES = 16


def read_shipped(path: Path, fingerprint: str) -> dict[str, NDArray[np.float32]]:
    """Hash of a text → its vector. Empty when the file is missing, damaged or made with another encoder."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as shipped:
            if str(shipped["fingerprint"]) != fingerprint:
                return {}
            return {key.tobytes().hex(): vector for key, vector in zip(shipped["hashes"], shipped["vectors"], strict=True)}
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return {}


def write_shipped(path: Path, fingerprint: str, vectors: Mapping[str, NDArray[np.float32]]) -> None:
    """Write the file completely or not at all. Vectors are ordered by hash, so the same vectors give the same bytes."""
    hashes = sorted(vectors)
    keys = np.frombuffer(bytes.fromhex("".join(hashes)), np.uint8).reshape(len(hashes), _HASH_BYTES)
    scratch = path.with_suffix(".part.npz")
    np.savez_compressed(scratch, fingerprint=np.array(fingerprint), hashes=keys, vectors=np.stack([vectors[key] for key in hashes]))
    scratch.replace(path)
