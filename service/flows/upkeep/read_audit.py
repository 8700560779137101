"""审计日志: auditors and administrators read it."""

from collections.abc import Mapping
from dataclasses import dataclass

from service.domain.audit_chain import AuditLine
from service.domain.audit_reading import AuditQuery
from service.domain.paging import Page
from service.domain.permissions import Action, Actor, Subject
from service.identity.actors import require
from service.runtime import Runtime
from service.store.queries.audit import list_lines
from service.store.queries.people import person_names
from service.store.unit_of_work import reading


@dataclass(frozen=True, slots=True)
class AuditLines:
    """One page of lines, newest first. `names`: id → name of the people whose accounts are still there."""

    page: Page[AuditLine]
    names: Mapping[str, str]


def read_audit(runtime: Runtime, actor: Actor, query: AuditQuery) -> AuditLines:
    """The lines that `query` leaves.

    Raises:
        Refused: not for this actor.
    """
    require(actor, Action.READ_AUDIT, Subject())
    with reading(runtime.database) as session:
        page = list_lines(session, query)
        return AuditLines(page, person_names(session, {each for line in page.items for each in (line.actor, line.subject_id)}))
