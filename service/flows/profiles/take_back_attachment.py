"""撤回附件: a firm takes a paper back; its file is deleted at once, unless the same file stands for another paper."""

from service.attachments.kept_files import forget_file
from service.brokerage.attachment_steps import AttachmentDeed, move_attachment
from service.domain.attachments import AttachmentSide, AttachmentStep
from service.domain.permissions import Action, Actor, Subject
from service.errors import NotFound
from service.identity.actors import require_known
from service.runtime import Runtime
from service.store.queries.attachments import find_attachment, named_digests
from service.store.unit_of_work import reading, writing


def take_back_attachment(runtime: Runtime, actor: Actor, provider_id: str, attachment_id: str) -> None:
    """Take it back.

    Raises:
        NotFound: there is none such, or it is another firm's.
        Conflict: it was taken back already.
    """
    require_known(actor, Action.EDIT_PROFILE, Subject(actor.person_id, provider_id))
    with writing(runtime.database) as session:
        attachment = find_attachment(session, attachment_id)
        if attachment is None or attachment.provider_id != provider_id:
            raise NotFound("没有这份附件。")
        move_attachment(runtime, session, attachment, AttachmentDeed(AttachmentStep.TAKE_BACK, AttachmentSide.FIRM, actor))
    with reading(runtime.database) as session:
        if named_digests(session, [attachment.digest]):
            return
    forget_file(runtime.settings.attachments_dir, attachment.digest)
