"""Keep the fitted scenario bank on disk, so that a process starts a second earlier.

The file is only a copy. When it is missing or damaged, the bank is fitted again.
"""

import os
import zipfile
from contextlib import suppress
from pathlib import Path

import numpy as np

from service.search.bank import ScenarioBank

_KEPT = 3
"""How many banks stay on disk: the one in use and two older ones. An older one serves again when a setting or a release is undone."""


def read_bank(folder: Path, fingerprint: str) -> ScenarioBank | None:
    """The kept bank with this fingerprint. None when the file is missing or damaged."""
    try:
        with _path(folder, fingerprint).open("rb") as file, np.load(file, allow_pickle=False) as kept:
            return ScenarioBank(
                codes=tuple(kept["codes"].tolist()),
                vectors=kept["vectors"],
                dual=kept["dual"],
                words={word: place for place, word in enumerate(kept["words"].tolist())},
                idf=kept["idf"],
                word_weights=kept["word_weights"],
                foreign_rows=kept["foreign_rows"],
                foreign_topics=tuple(kept["foreign_topics"].tolist()),
                mean=kept["mean"],
                fingerprint=fingerprint,
            )
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None


def keep_bank(folder: Path, bank: ScenarioBank) -> bool:
    """Write the bank (about 8 MB) and remove the oldest files beyond three. False when the disk cannot be written.

    A bank is written completely or not at all.
    """
    scratch = folder / f".bank-{os.getpid()}.npz"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        np.savez(
            scratch,
            codes=np.array(bank.codes), vectors=bank.vectors, dual=bank.dual, words=np.array(list(bank.words)), idf=bank.idf,
            word_weights=bank.word_weights, foreign_rows=bank.foreign_rows, foreign_topics=np.array(bank.foreign_topics, np.str_),
            mean=bank.mean,
        )  # fmt: skip
        scratch.replace(_path(folder, bank.fingerprint))
        _drop_old(folder, "bank-*.npz")
    except OSError:
        # Not an error: without this file the next process fits the bank again.
        with suppress(OSError):
            scratch.unlink(missing_ok=True)
        return False
    return True


def read_fingerprint(folder: Path, source: str) -> str | None:
    """The fingerprint of the bank that was made from this source, so that its sentences need not be cleaned again. None when not kept."""
    try:
        return _source_path(folder, source).read_text("ascii")
    except (OSError, ValueError):
        return None


def keep_fingerprint(folder: Path, source: str, fingerprint: str) -> None:
    """Note which bank a source makes. A folder that cannot be written is no error: then the next process cleans the sentences."""
    scratch = folder / f".bank-of-{os.getpid()}.txt"
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        scratch.write_text(fingerprint, "ascii")
        scratch.replace(_source_path(folder, source))
        _drop_old(folder, "bank-of-*.txt")


def _drop_old(folder: Path, names: str) -> None:
    newest_first = sorted(folder.glob(names), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in newest_first[_KEPT:]:
        old.unlink(missing_ok=True)


def _source_path(folder: Path, source: str) -> Path:
    return folder / f"bank-of-{source}.txt"


def _path(folder: Path, fingerprint: str) -> Path:
    return folder / f"bank-{fingerprint}.npz"
