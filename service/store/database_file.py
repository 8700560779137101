"""The SQLite file that a process has open: is it still the one at its path?"""

from pathlib import Path

from service.errors import DatabaseMoved


class DatabaseFile:
    """Remembers device and inode of the file as it was first opened.

    A file deleted while it is open goes on working for whoever has it open; all that is written to it is lost.

    Args:
        path: of the SQLite file; None for a database in memory or on a server, which is never missing.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._first: tuple[int, int] | None = None

    def note(self) -> None:
        """Remember the file now at the path, once."""
        if self._first is None:
            self._first = self._now()

    def check(self) -> None:
        """Compare.

        Raises:
            DatabaseMoved: the path leads to another file than the one that was opened, or to none.
        """
        if self._first is not None and self._now() != self._first:
            raise DatabaseMoved

    def _now(self) -> tuple[int, int] | None:
        if self._path is None:
            return None
        try:
            found = self._path.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino
