"""附件: what a firm handed in and what became of it; and the file itself, for whom the table lets in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from service.attachments.kept_files import read_file
from service.domain.attachments import MEDIA_TYPES, WITH_FILE, Attachment
from service.domain.audit import AuditEntry
from service.domain.permissions import Action, Actor, Subject
from service.domain.profile_content import content_of, name_of
from service.errors import NotFound
from service.identity.actors import require_known
from service.runtime import Runtime
from service.store.queries.attachments import attachments_of, find_attachment
from service.store.queries.audit import record_audit
from service.store.queries.people import person_names
from service.store.queries.profile_changes import find_open_change
from service.store.queries.stored_firms import find_stored_firm
from service.store.unit_of_work import reading, writing


@dataclass(frozen=True, slots=True)
class AttachmentsState:
    """All papers of a firm. `papers`: qualifications that one can be handed in for; `cases`: id → name. `names`: id → name of people."""

    provider_id: str
    firm: str
    attachments: tuple[Attachment, ...]
    papers: tuple[str, ...]
    cases: Mapping[str, str]
    names: Mapping[str, str]
    day: date
    most_mb: int


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """`name`: under which it is handed out; never the name somebody gave it."""

    content: bytes
    media_type: str
    name: str


def see_attachments(runtime: Runtime, actor: Actor, provider_id: str) -> AttachmentsState:
    """The papers of one's own firm.

    Raises:
        NotFound: there is none such, or it is another's.
    """
    require_known(actor, Action.EDIT_PROFILE, Subject(actor.person_id, provider_id))
    with reading(runtime.database) as session:
        provider = find_stored_firm(session, provider_id)
        if provider is None:
            raise NotFound("没有这家服务商。")
        change = find_open_change(session, provider_id)
        attachments = attachments_of(session, provider_id)
        names = person_names(session, sorted({each.sent_by for each in attachments} | {each.decided_by for each in attachments}))
    contents = [content_of(provider), *([change.content] if change else [])]
    papers = dict.fromkeys(text for content in contents if isinstance(held := content.fields.get("qualifications"), tuple) for text in held)
    cases = {case.id: name_of("", case.content) for case in provider.cases}
    most = runtime.settings.attachment_max_mb
    return AttachmentsState(provider_id, provider.name, tuple(attachments), tuple(papers), cases, names, runtime.today, most)


def open_attachment(runtime: Runtime, actor: Actor, attachment_id: str) -> OpenedFile:
    """The file, for people of the firm and for staff; each time is recorded.

    Raises:
        NotFound: there is none such, it was taken back, or it is not for this actor.
        StorageBroken: the file is not what was kept.
    """
    with writing(runtime.database) as session:
        attachment = find_attachment(session, attachment_id)
        if attachment is None or attachment.state not in WITH_FILE:
            raise NotFound("没有这份附件。")
        require_known(actor, Action.READ_ATTACHMENTS, Subject(firm_id=attachment.provider_id))
        content = read_file(runtime.settings.attachments_dir, attachment.digest)
        detail: dict[str, object] = {"provider": attachment.provider_id}
        record_audit(session, [AuditEntry(runtime.clock.now(), actor, "attachment_opened", "attachment", attachment_id, detail)])
    return OpenedFile(content, attachment.media_type, f"{attachment_id}.{MEDIA_TYPES[attachment.media_type]}")
