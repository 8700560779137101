"""Letters as files in a folder, for a laptop without a mail server: whoever runs the platform reads them there."""

import secrets
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlalchemy import event
from sqlalchemy.orm import Session

from service.domain.letters import Letter


class LetterFolder:
    """Writes each letter into a file of its own as soon as its transaction has committed.

    Args:
        folder: made at the first letter, for the platform's own user alone: letters hold links that open accounts.
        now: the present instant.
    """

    def __init__(self, folder: Path, now: Callable[[], datetime]) -> None:
        self._folder = folder
        self._now = now

    def __call__(self, transaction: Session, letter: Letter) -> None:
        """Take one letter."""
        event.listen(transaction, "after_commit", lambda _session: self._write(letter), once=True)

    def _write(self, letter: Letter) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self._folder / f"{self._now():%Y%m%dT%H%M%S}-{secrets.token_hex(4)}.txt"
        path.touch(mode=0o600)
        path.write_text(f"To: {letter.to}\nSubject: {letter.subject}\n\n{letter.body}\n", "utf-8")
