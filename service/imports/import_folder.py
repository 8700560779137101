"""Where an uploaded file lies, how far its import is, and who may work on it: files beside the database.

While a file is stored, SQLite lets nobody else write. So progress and the wish to cancel are told by files.
The lock of the operating system tells whether the process that works is still alive: it goes with a process that is killed.
"""

import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from service.domain.imports import ImportProgress

if sys.platform != "win32":  # on Windows one process serves the site
    import fcntl

_LOCK = "running.lock"
_PIECE_BYTES = 1_000_000


class ImportFolder:
    """The folder of all imports.

    Args:
        root: made when it is needed.
    """

    def __init__(self, root: Path) -> None:
        self._root = root

    def keep(self, import_id: str, files: Sequence[tuple[str, BinaryIO]]) -> None:
        """Write the files under their names, which lead out of no folder."""
        folder = self._root / import_id
        folder.mkdir(parents=True, mode=0o700)
        for name, content in files:
            with (folder / name).open("xb") as kept:
                while piece := content.read(_PIECE_BYTES):
                    kept.write(piece)

    def path(self, import_id: str, names: Sequence[str]) -> Path:
        """What a command would be given: the one file, or the folder of several."""
        folder = self._root / import_id
        return folder / names[0] if len(names) == 1 else folder

    def forget(self, import_id: str) -> None:
        """Delete the uploaded files and what was told of their progress."""
        shutil.rmtree(self._root / import_id, ignore_errors=True)
        for path in (self._progress(import_id), self._wish(import_id)):
            path.unlink(missing_ok=True)

    def tell(self, import_id: str, progress: ImportProgress) -> None:
        """Note how far it is; a reader sees the old note or the new one, never half."""
        draft = self._progress(import_id).with_suffix(".new")
        draft.write_text(json.dumps([progress.what, progress.done, progress.of], ensure_ascii=False), "utf-8")
        draft.replace(self._progress(import_id))

    def progress(self, import_id: str) -> ImportProgress:
        """How far it is; nothing while nobody has told."""
        try:
            what, done, of = json.loads(self._progress(import_id).read_text("utf-8"))
            return ImportProgress(str(what), int(done), int(of))
        except (OSError, ValueError):
            return ImportProgress()

    def wish_to_cancel(self, import_id: str, person_id: str) -> None:
        """Ask whoever works on it to stop."""
        self._wish(import_id).write_text(person_id, "utf-8")

    def cancelled_by(self, import_id: str) -> str:
        """Who wished it to stop; empty: nobody."""
        try:
            return self._wish(import_id).read_text("utf-8")
        except OSError:
            return ""

    def clear(self, import_id: str) -> None:
        """Forget an earlier round's progress and wish."""
        for path in (self._progress(import_id), self._wish(import_id)):
            path.unlink(missing_ok=True)

    def lock(self) -> BinaryIO | None:
        """Take the lock of imports: an open file that holds it until it is closed here and in every process that inherits it.

        None: another living process holds it.
        """
        self._root.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = (self._root / _LOCK).open("ab")
        if sys.platform != "win32":
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                file.close()
                return None
        return file

    def _progress(self, import_id: str) -> Path:
        return self._root / f"{import_id}.progress"

    def _wish(self, import_id: str) -> Path:
        return self._root / f"{import_id}.cancel"
