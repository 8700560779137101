"""Static files, read once at start and served under an address that holds their content's hash, so they can be kept for a year."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

STATIC_DIR = Path(__file__).parent / "static"
_MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
}


@dataclass(frozen=True, slots=True)
class Asset:
    """One static file."""

    name: str
    digest: str
    media_type: str
    content: bytes

    @property
    def address(self) -> str:
        """The address that changes with the content."""
        return f"/static/{self.digest}/{self.name}"


class Assets:
    """All static files by name."""

    def __init__(self, directory: Path = STATIC_DIR) -> None:
        self._by_name = {path.name: _read(path) for path in sorted(directory.iterdir()) if path.suffix in _MEDIA_TYPES}

    def find(self, name: str) -> Asset | None:
        """The file of that name, if there is one."""
        return self._by_name.get(name)

    def address(self, name: str) -> str:
        """The address of a file for a template.

        Raises:
            KeyError: a template names a file that does not exist.
        """
        return self._by_name[name].address

    def all(self) -> list[Asset]:
        """Every file."""
        return list(self._by_name.values())


def _read(path: Path) -> Asset:
    content = path.read_bytes()
    return Asset(path.name, hashlib.sha256(content).hexdigest()[:12], _MEDIA_TYPES[path.suffix], content)
