"""Who did what to which record, when, from where and why.

A flow records an entry in the transaction of the change itself:

    record_audit(session, [AuditEntry(now, actor, "need_checked", "need", need.id, {"state": "checked"}, reason=said)])

`detail` names fields, states and counts, and stands in the chain for ever: nothing personal, no free text.
What people wrote, and values of fields, go into `reason`, `before` and `after`: they lie apart and can be erased.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from service.domain.permissions import Actor

COMMAND = "command"
"""Who acted when it was whoever may run commands on the server."""
KEPT_AT_LEAST = timedelta(days=184)
"""No entry goes earlier: six months. Source: 网络安全法 (2017) §21(3), network logs are kept for at least six months."""


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One act.

    `by`: the actor of the request, whose address is kept too; a command or job by its name. `reason`: as that person gave it.
    `before`, `after`: the changed fields with their values. `about`: the person whose data `reason`, `before` and `after` hold;
    needless where the subject is a person. Erasing that person's data erases them.
    """

    at: datetime
    by: Actor | str
    action: str
    subject_kind: str
    subject_id: str
    detail: Mapping[str, object] = field(default_factory=dict)
    reason: str = ""
    before: Mapping[str, object] | None = None
    after: Mapping[str, object] | None = None
    about: str = ""

    @property
    def actor(self) -> str:
        """A person's id, the name of a command or job, or nothing for somebody unknown."""
        return self.by if isinstance(self.by, str) else self.by.person_id

    @property
    def address(self) -> str:
        """Where the request came from; empty for commands and jobs."""
        return "" if isinstance(self.by, str) else self.by.address
