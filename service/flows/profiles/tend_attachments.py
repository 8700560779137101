"""The daily round of attachments: files that no paper names any more are deleted, such as those of a firm that left."""

import re
from datetime import UTC, datetime, timedelta

from service.attachments.kept_files import forget_file
from service.domain.audit import AuditEntry
from service.runtime import Runtime
from service.store.queries.attachments import named_digests
from service.store.queries.audit import record_audit
from service.store.unit_of_work import reading, writing

_DIGEST = re.compile(r"[0-9a-f]{64}")
_YOUNG = timedelta(days=1)
"""A file is there a moment before its row."""


def tend_attachments(runtime: Runtime) -> int:
    """How many files were deleted."""
    root, now = runtime.settings.attachments_dir, runtime.clock.now()
    old = [
        path.name
        for path in sorted(root.glob("??/*"))
        if _DIGEST.fullmatch(path.name) and datetime.fromtimestamp(path.stat().st_mtime, UTC) < now - _YOUNG
    ]
    with reading(runtime.database) as session:
        gone = sorted(set(old) - named_digests(session, old))
    for digest in gone:
        forget_file(root, digest)
    if gone:
        with writing(runtime.database) as session:
            record_audit(session, [AuditEntry(now, "periodic", "expired_deleted", "database", "", {"attachments": len(gone)})])
    return len(gone)
