"""Which edition of the public data is valid now: pages drawn from the same edition are the same."""

from dataclasses import dataclass

from service.copies.kept_directory import read_kept
from service.runtime import DirectoryState, Runtime

_KEPT_SECONDS = 60


@dataclass(frozen=True, slots=True, eq=False)
class Edition:
    """One state of directory and code tables, and the minute: a few words of pages turn with it, such as the examples of the first page."""

    state: DirectoryState
    minute: int

    def is_same(self, other: "Edition | None") -> bool:
        """Compared by identity: a state is replaced whole as soon as anything public changed."""
        return other is not None and self.state is other.state and self.minute == other.minute


def read_edition(runtime: Runtime) -> Edition:
    """The edition of now.

    Cost: one small query when nothing changed.
    """
    now = runtime.clock.now()
    return Edition(read_kept(runtime, now), int(now.timestamp() // _KEPT_SECONDS))
