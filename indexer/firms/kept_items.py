"""The items of a file by firm: kept outside of memory, which holds one number a firm."""

import struct
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile

_IN_MEMORY_BYTES = 8_000_000
_HEAD = struct.Struct("<qII")
_NONE = -1

Parts = tuple[bytes, bytes]


class KeptParts:
    """Pairs of byte strings by key. Each knows where the one before it of the same key stands."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=_IN_MEMORY_BYTES)  # noqa: SIM115  closed by `close`
        self._end = 0
        self._last: dict[str, int] = {}

    def add(self, key: str, parts: Parts) -> None:
        """Keep one pair. All pairs are added before the first is read."""
        first, second = parts
        entry = _HEAD.pack(self._last.get(key, _NONE), len(first), len(second)) + first + second
        self._file.write(entry)
        self._last[key] = self._end
        self._end += len(entry)

    def of(self, key: str) -> list[Parts]:
        """All pairs of one key in their order."""
        found: list[Parts] = []
        place = self._last[key]
        while place != _NONE:
            self._file.seek(place)
            place, first, second = _HEAD.unpack(self._file.read(_HEAD.size))
            both = self._file.read(first + second)
            found.append((both[:first], both[first:]))
        found.reverse()
        return found

    def __iter__(self) -> Iterator[str]:
        """The keys in the order of their first pair."""
        return iter(self._last)

    def __contains__(self, key: str) -> bool:
        return key in self._last

    def __len__(self) -> int:
        return len(self._last)

    def close(self) -> None:
        """Give the disk back."""
        self._file.close()
