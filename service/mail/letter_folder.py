"""Letters as files in a folder, for a laptop without a mail server: whoever runs the platform reads them there."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from service.domain.letters import Letter
from service.errors import Unavailable, from_os_error


class LetterFolder:
    """Writes each letter into a file of its own.

    Args:
        folder: made at the first letter, for the platform's own user alone: letters hold links that open accounts.
        now: the present instant.
    """

    def __init__(self, folder: Path, now: Callable[[], datetime]) -> None:
        self._folder = folder
        self._now = now

    def send(self, letter: Letter) -> None:
        """Write one letter; a repeat replaces the file.

        Raises:
            Unavailable: the folder cannot be written.
        """
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            written = next(self._folder.glob(f"*-{letter.id}.txt"), None)
            path = written or self._folder / f"{self._now():%Y%m%dT%H%M%S}-{letter.id}.txt"
            path.touch(mode=0o600)
            path.write_text(f"To: {letter.to}\nSubject: {letter.subject}\n\n{letter.body}\n", "utf-8")
        except OSError as error:
            raise Unavailable(from_os_error(error).message) from error
