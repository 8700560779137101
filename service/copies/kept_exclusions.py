"""Keep on disk which words of providers' texts exclude something, so that a process starts a second earlier. No text is kept.

The file is only a copy. When it is missing or damaged, the texts are read again.
"""

import json
import os
from contextlib import suppress
from pathlib import Path

from service.search.rules_digest import rules_digest
from service.search.spans.exclusion_spans import Spans
from service.search.spans.exclusion_tagger import REMEMBERED, ExclusionTagger

_KEPT_FILES = 2
"""How many files stay on disk: that of the present rules, and that of the rules before, in case a release is undone."""


def recall_exclusions(folder: Path, tagger: ExclusionTagger) -> None:
    """Take in what earlier processes found by the same rules. Nothing when the file is missing or damaged."""
    tagger.recall(_read(_path(folder)))


def keep_exclusions(folder: Path, tagger: ExclusionTagger) -> bool:
    """Write all spans found so far, if there are any that the file lacks. False when the disk cannot be written.

    The file is written completely or not at all.
    """
    path, found = _path(folder), tagger.remembered()
    kept = _read(path)
    if found.keys() <= kept.keys():
        return True
    together = list({**kept, **found}.items())[-REMEMBERED:]  # another process may have kept others
    scratch = folder / f".exclusions-{os.getpid()}.json"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        scratch.write_text(json.dumps({key.hex(): spans for key, spans in together}), "ascii")
        scratch.replace(path)
        newest_first = sorted(folder.glob("exclusions-*.json"), key=lambda each: each.stat().st_mtime, reverse=True)
        for old in newest_first[_KEPT_FILES:]:
            old.unlink(missing_ok=True)
    except OSError:
        # Not an error: without this file the next process reads the texts again.
        with suppress(OSError):
            scratch.unlink(missing_ok=True)
        return False
    return True


def _read(path: Path) -> dict[bytes, Spans]:
    try:
        kept = json.loads(path.read_text("ascii"))
        return {bytes.fromhex(key): tuple((int(start), int(end)) for start, end in spans) for key, spans in kept.items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}


def _path(folder: Path) -> Path:
    return folder / f"exclusions-{rules_digest()}.json"
