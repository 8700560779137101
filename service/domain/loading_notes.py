"""What people must hear of beside a change: what it removes, and what it keeps against a file's word."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum


class NoteKind(StrEnum):
    """The kinds of notes.

    `EMPTIED`: a stored value gave way to an empty one. `CLEARED`: a stored value contradicts the file and is gone.
    `REMOVED`: a stored capability, case or list item is not in the file any more. `KEPT_LIST`: it stays, because a row was refused.
    `KEPT_END`, `KEPT_STATE`, `KEPT_AGAINST`: validity, state or day of admission stay as stored. `WAITING`: a new membership is not
    listed. `RENAMED`: the firm had another name. `CONFIRMED`: a person confirmed what is stored, so the file's word was not taken.
    `CONFIRMED_KEPT`: likewise, and the file leaves it out. `CONFIRMED_GONE`: a person took it out, so the file does not bring it back.
    """

    EMPTIED = "emptied"
    CLEARED = "cleared"
    REMOVED = "removed"
    KEPT_LIST = "kept_list"
    KEPT_END = "kept_end"
    KEPT_STATE = "kept_state"
    KEPT_AGAINST = "kept_against"
    WAITING = "waiting"
    RENAMED = "renamed"
    CONFIRMED = "confirmed"
    CONFIRMED_KEPT = "confirmed_kept"
    CONFIRMED_GONE = "confirmed_gone"


@dataclass(frozen=True, slots=True)
class Note:
    """One note. `field`: of a firm, membership, capability or case. `value` never holds contact data."""

    kind: NoteKind
    field: str = ""
    value: str = ""
    pool: str = ""


def removed_from_list(field: str, before: Collection[str], after: Collection[str]) -> Iterator[Note]:
    """Each item of a list that is gone."""
    return (Note(NoteKind.REMOVED, field, value=item) for item in before if item not in after)
