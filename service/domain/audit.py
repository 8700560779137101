"""Who did what to which record, and when."""

from dataclasses import dataclass, field
from datetime import datetime

COMMAND = "command"
"""Who acted when it was whoever may run commands on the server."""


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One line of the audit log. `detail` names fields and counts, never personal data.

    `actor`: a person's id, or the name of a command. `reason`: as that person gave it. `address`: where the request came from.
    """

    at: datetime
    actor: str
    action: str
    subject_kind: str
    subject_id: str
    detail: dict[str, object] = field(default_factory=dict)
    reason: str = ""
    address: str = ""
