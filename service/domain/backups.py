"""What a backup is: one file of records a table, copies of attachments, and a manifest that names them all with their digests."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from service.errors import FileUnusable

FORMAT = 1
MANIFEST = "manifest.json"
RECORDS = "records"
ATTACHMENTS = "attachments"
_UNREADABLE = "这个文件夹不是本平台的备份，或清单 manifest.json 已损坏。请换一份备份。"
_NEWER = "这份备份的格式来自更新的版本，请用新版本的程序恢复。"


@dataclass(frozen=True, slots=True)
class TableMark:
    """A table's records: how many, and the SHA-256 of their lines in the order of the primary key."""

    name: str
    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class AttachmentMark:
    """A copied file: its path below the attachments folder, with slashes."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class BackupManifest:
    """`revision`: of the schema. `made_at`: an instant in ISO form. `counters`: table → number its next row comes after."""

    revision: str
    made_at: str
    tables: tuple[TableMark, ...]
    counters: Mapping[str, int]
    attachments: tuple[AttachmentMark, ...] = ()

    @property
    def digest(self) -> str:
        """Of all records, counters and attachments: equal digests mean equal content, on whichever database it stands."""
        lines = [f"{table.name} {table.rows} {table.sha256}" for table in sorted(self.tables, key=lambda table: table.name)]
        lines += [f"{name} {number}" for name, number in sorted(self.counters.items())]
        lines += [f"{each.path} {each.size} {each.sha256}" for each in sorted(self.attachments, key=lambda each: each.path)]
        return hashlib.sha256("\n".join(lines).encode("utf-8")).hexdigest()

    @property
    def rows(self) -> int:
        """Of all tables."""
        return sum(table.rows for table in self.tables)

    def to_json(self) -> str:
        """The manifest file, its own digest in it."""
        return json.dumps({"format": FORMAT, **asdict(self), "digest": self.digest}, ensure_ascii=False, indent=2) + "\n"


def read_manifest(text: str) -> BackupManifest:
    """Read a manifest file.

    Raises:
        FileUnusable: it is none, was changed afterwards, or is of a newer format.
    """
    try:
        told: dict[str, Any] = json.loads(text)
        kind = told["format"]
        if isinstance(kind, int) and kind > FORMAT:
            raise FileUnusable(_NEWER)
        manifest = BackupManifest(
            revision=str(told["revision"]),
            made_at=str(told["made_at"]),
            tables=tuple(TableMark(**each) for each in told["tables"]),
            counters={str(name): int(number) for name, number in told["counters"].items()},
            attachments=tuple(AttachmentMark(**each) for each in told["attachments"]),
        )
        if manifest.digest != told["digest"]:
            raise FileUnusable(_UNREADABLE)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise FileUnusable(_UNREADABLE) from None
    return manifest
