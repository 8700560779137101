"""What can go wrong, as one tree. A leaf knows its stable code and its Chinese sentence, never HTTP.

PlatformError
├── NotFound        the thing named does not exist, or this person may not know that it does
├── Conflict        the request is right, the present state does not allow it
│   └── RecordChanged   somebody saved a newer version meanwhile
├── Refused         this person may not do that
│   └── TooManyRequests the rate is limited
├── Invalid         the input cannot be used; `fields` says where and how to mend it
│   ├── FileUnusable    a whole file cannot be read as its kind
│   └── TooLarge        over a limit
└── Unavailable     a part of the platform does not answer; try later
    ├── Overloaded      more is asked at this moment than can be answered soon
    └── IndexStale      the index was made by another encoder or mapping
"""

from collections.abc import Mapping


class PlatformError(Exception):
    """Base of all errors a person may see.

    Args:
        message: a Chinese sentence naming place and remedy.
        fields: field name → Chinese sentence, for forms and API answers.
        wait_seconds: after which the same request has a good chance, when that is known.
    """

    code = "platform_error"

    def __init__(self, message: str, *, fields: Mapping[str, str] | None = None, wait_seconds: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.fields = dict(fields or {})
        self.wait_seconds = wait_seconds


class NotFound(PlatformError):
    """The thing named does not exist, or this person may not know that it does."""

    code = "not_found"


class Conflict(PlatformError):
    """The request is right, the present state does not allow it."""

    code = "conflict"


class RecordChanged(Conflict):
    """Somebody saved a newer version of this record meanwhile."""

    code = "record_changed"


class Refused(PlatformError):
    """This person may not do that."""

    code = "refused"


class TooManyRequests(Refused):
    """More requests in a minute than one visitor or address may send."""

    code = "too_many_requests"


class Invalid(PlatformError):
    """The input cannot be used; `fields` says where and how to mend it."""

    code = "invalid"


class FileUnusable(Invalid):
    """A whole file cannot be read as its kind; nothing of it was stored."""

    code = "file_unusable"


class TooLarge(Invalid):
    """Text, file or number over a limit of `docs/settings.md`."""

    code = "too_large"


class Unavailable(PlatformError):
    """A part of the platform does not answer; trying later helps."""

    code = "unavailable"


class Overloaded(Unavailable):
    """More is asked at this moment than can be answered soon; nothing was begun."""

    code = "overloaded"


class IndexStale(Unavailable):
    """The index was made by another encoder or mapping and must be rebuilt."""

    code = "index_stale"
