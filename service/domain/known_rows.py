"""Rows of a firm that were read before and change nothing: a load may count the firm as unchanged without reading them again."""

from collections.abc import Callable
from dataclasses import dataclass, field

from service.domain.providers import ProviderRecord


@dataclass(frozen=True, slots=True)
class RowsRead:
    """The rows of one firm in a file, once they were read without a doubt.

    `fingerprint`: of the rows and of everything their reading depends on, 32 hexadecimal digits. `remarks`: what the reader has to say
    again when it meets the same rows; the platform only keeps it.
    """

    fingerprint: str
    remarks: str = ""


@dataclass(frozen=True, slots=True)
class KnownFirm:
    """A stored firm at the version at which the rows at hand changed nothing.

    `standing`: what the load that read them said of the firm, as the platform keeps it. `read` reads the rows all the same.
    """

    uscc: str
    provider_id: str
    version: int
    standing: str
    read: Callable[[], ProviderRecord] = field(repr=False)


@dataclass(frozen=True, slots=True)
class StoredReading:
    """Rows read before, and their firm, which is still at the version at which they changed nothing."""

    rows: RowsRead
    provider_id: str
    version: int
    uscc: str
    name: str
    source_id: str | None
    standing: str
