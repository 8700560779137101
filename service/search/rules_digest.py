"""Name the rules by which texts are read, so that what was computed by other rules is never taken for the present ones."""

import hashlib
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable

from service.search.encoders.bundled_reader import learned_digest

_READ = (".py", ".txt", ".json")
_MODEL = "provider_spans.crfsuite"
_LIBRARIES = ("rjieba", "opencc", "python-crfsuite")


@cache
def rules_digest() -> str:
    """SHA-256 of the code and word lists of the search, both learned models, and the libraries' versions.

    It names more than one rule depends on. A change that does not matter costs one computing; a change that is missed costs wrong answers.

    Cost: about 20 ms, once.
    """
    digest = hashlib.sha256()
    cleaning = files("service.domain").joinpath("text.py").read_bytes()
    for name, content in [("text.py", cleaning), *sorted(_contents(files("service.search"), ""))]:
        digest.update(f"{name} {len(content)}\n".encode())
        digest.update(content)
    digest.update(" ".join(f"{library} {version(library)}" for library in _LIBRARIES).encode())
    digest.update(learned_digest().encode())
    return digest.hexdigest()[:16]


def _contents(folder: Traversable, path: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for entry in folder.iterdir():
        name = f"{path}/{entry.name}"
        if entry.is_dir():
            found.extend(_contents(entry, name) if entry.name != "__pycache__" else ())
        elif entry.name.endswith(_READ) or entry.name == _MODEL:
            found.append((name, entry.read_bytes()))
    return found
