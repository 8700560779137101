"""Follow the change feed into a shared index, for as long as the process lives."""

import threading
from dataclasses import dataclass
from datetime import date

import structlog

from indexer.follower_file import FollowerFile, FollowerState
from indexer.rebuild import rebuild
from service.copies.follow_changes import all_provider_ids, catch_up, feed_position, read_docs
from service.errors import PlatformError
from service.runtime import Runtime

log = structlog.get_logger(__name__)

FEED_LINES_AT_ONCE = 1_000
POLL_SECONDS = 0.5
FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 30.0
_PROVIDERS_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class FollowState:
    """Where an index stands. `position` −1: there is none."""

    position: int
    newest: int

    @property
    def lag(self) -> int:
        """Feed lines still to come; below zero when the index knows changes that the database does not."""
        return self.newest - max(self.position, 0)


def follow_state(runtime: Runtime) -> FollowState:
    """Ask the index and the feed where they are.

    Raises:
        Unavailable: the index does not answer.
    """
    return FollowState(runtime.engine.position(), feed_position(runtime))


def follow(runtime: Runtime, *, once: bool, stop: threading.Event) -> None:
    """Take changes into the index until `stop` is set, or with `once` until it has caught up.

    It may be ended at any point: the index notes its position after the documents, so what was under way is done again. While
    something does not answer it waits, each time twice as long, up to half a minute; every failure is logged.

    Raises:
        PlatformError: only with `once`; without it failures are waited out.
    """
    pause = FIRST_PAUSE_SECONDS
    made_for: date | None = None
    file = FollowerFile(runtime.settings.data_dir)
    while not stop.is_set():
        try:
            state = follow_state(runtime)
            moved, made_for = _step(runtime, state, made_for, stop)
        except Exception as error:  # a long-running loop: whatever happened is recorded and tried again
            if once:
                raise
            reason = error.message if isinstance(error, PlatformError) else type(error).__name__
            log.warning("follow_failed", reason=reason, next_try_seconds=pause, exc_info=not isinstance(error, PlatformError))
            file.tell(FollowerState(_now(runtime), None, None, reason))
            stop.wait(pause)
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS)
            continue
        pause = FIRST_PAUSE_SECONDS
        file.tell(FollowerState(_now(runtime), state.position, state.lag))
        if moved:
            log.info("followed", providers=moved, lag_before=state.lag)
        elif once:
            return
        else:
            stop.wait(POLL_SECONDS)


def _step(runtime: Runtime, state: FollowState, made_for: date | None, stop: threading.Event) -> tuple[int, date]:
    """Catch up by a stretch of the feed; afterwards, at the start and on a new day, compare all providers."""
    day = runtime.today
    if state.position < 0:
        return rebuild(runtime).providers, day
    if state.lag < 0:
        # Following would skip the next changes, and their versions would lose against those in the index.
        log.warning("index_ahead_of_database", position=state.position, newest=state.newest, remedy="rebuild, as after a restored backup")
        return rebuild(runtime).providers, day
    moved = catch_up(runtime, runtime.engine, limit=FEED_LINES_AT_ONCE)
    if moved or made_for == day:
        return moved, made_for or day
    _fill_anew(runtime, stop)
    return 0, day


def _now(runtime: Runtime) -> str:
    return runtime.clock.now().isoformat(timespec="seconds")


def _fill_anew(runtime: Runtime, stop: threading.Event) -> None:
    """Put all providers as of today: memberships lapse by date without any change. What is the same is not written again."""
    position = runtime.engine.position()
    ids = all_provider_ids(runtime)
    for start in range(0, len(ids), _PROVIDERS_AT_ONCE):
        if stop.is_set():
            return
        runtime.engine.put(read_docs(runtime, ids[start : start + _PROVIDERS_AT_ONCE]), position=position)
