"""Vectors that come with the product, so that the first start need not compute them: a build product, made by `make vectors`.

They are good for one encoder only, which the file names by its fingerprint, and are looked up by the hash of a text. So a changed
sentence is simply not in it and is embedded as ever.
"""

import zipfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FILE_NAME = "vectors.npz"
"""In the fixtures' folder."""
_HASH_BYTES = 16


def read_shipped(path: Path, fingerprint: str) -> dict[str, NDArray[np.float32]]:
    """Hash of a text → vector; nothing when the file is missing, damaged or made with another encoder."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as shipped:
            if str(shipped["fingerprint"]) != fingerprint:
                return {}
            return {key.tobytes().hex(): vector for key, vector in zip(shipped["hashes"], shipped["vectors"], strict=True)}
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return {}


def write_shipped(path: Path, fingerprint: str, vectors: Mapping[str, NDArray[np.float32]]) -> None:
    """Write the file whole, ordered by hash, so that the same vectors give the same bytes."""
    hashes = sorted(vectors)
    keys = np.frombuffer(bytes.fromhex("".join(hashes)), np.uint8).reshape(len(hashes), _HASH_BYTES)
    scratch = path.with_suffix(".part.npz")
    np.savez_compressed(scratch, fingerprint=np.array(fingerprint), hashes=keys, vectors=np.stack([vectors[key] for key in hashes]))
    scratch.replace(path)
