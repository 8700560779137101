"""What the follower is doing, in a small file that people and health checks can read: `follower.json` in the data folder."""

import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path

NAME = "follower.json"
_AT_LEAST_EVERY_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class FollowerState:
    """`at`: UTC, ISO 8601. `lag`: feed lines still to come, None when it could not be asked. `error`: why the last try failed."""

    at: str
    position: int | None
    lag: int | None
    error: str | None = None


class FollowerFile:
    """Keeps the file fresh while the follower lives: an old one means that it hangs or is gone.

    Args:
        folder: made when it is not there.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / NAME
        self._written: FollowerState | None = None
        self._written_at = 0.0

    def tell(self, state: FollowerState) -> None:
        """Write `state` at once when something but the time changed, else every few seconds. Readers never see half a file."""
        last = self._written
        same = last is not None and (last.position, last.lag, last.error) == (state.position, state.lag, state.error)
        if same and time.monotonic() - self._written_at < _AT_LEAST_EVERY_SECONDS:
            return
        partial = self._path.with_suffix(".part")
        partial.write_text(json.dumps(asdict(state), ensure_ascii=False) + "\n", "utf-8")
        partial.replace(self._path)
        self._written, self._written_at = state, time.monotonic()
