"""交附件: a firm hands in a paper. The file is scanned, made harmless and stored; then a row names it."""

from dataclasses import dataclass
from datetime import date

from service.attachments.contained import cleaned
from service.attachments.kept_files import keep_file
from service.attachments.refused_file import RefusedFile
from service.attachments.virus_scan import scanned
from service.brokerage.attachment_steps import AttachmentDeed, record_attachment
from service.domain.attachments import (
    FILES_OF_A_FIRM,
    REFUSALS,
    WITH_FILE,
    Attachment,
    AttachmentKind,
    AttachmentSide,
    AttachmentState,
    AttachmentStep,
    CleanFile,
)
from service.domain.notices import NewNotice
from service.domain.people import Role
from service.domain.permissions import Action, Actor, Subject
from service.domain.profile_content import content_of
from service.errors import Conflict, Invalid, NotFound
from service.identity.actors import require_known
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.base import new_id
from service.store.queries.attachments import add_attachment, attachments_of
from service.store.queries.notices import post_notice
from service.store.queries.people import active_with_role, firm_names
from service.store.queries.profile_changes import find_open_change
from service.store.queries.stored_firms import find_stored_firm
from service.store.unit_of_work import reading, writing


@dataclass(frozen=True, slots=True)
class SentPaper:
    """`about`: the text of the qualification, or id of the case. `valid_until`: as typed; empty: none. `replaces`: id of an older paper."""

    kind: str
    about: str
    content: bytes
    valid_until: str = ""
    replaces: str = ""


def send_attachment(runtime: Runtime, actor: Actor, provider_id: str, paper: SentPaper) -> str:
    """Id of the new attachment, which waits for staff.

    Raises:
        NotFound: there is no such firm, or it is another's.
        Invalid: something is missing, or the file is not taken; the sentence says why.
        Conflict: too many papers.
        Unavailable, StorageBroken: the scanner or the disk does not work; nothing was kept.
    """
    require_known(actor, Action.EDIT_PROFILE, Subject(actor.person_id, provider_id))
    with reading(runtime.database) as session:
        checked = _checked(session, provider_id, paper)
    file = _made_harmless(runtime, paper.content)
    kind, until = checked
    with writing(runtime.database) as session:
        _checked(session, provider_id, paper)
        # Before its row: a backup takes files after rows, and finds every file that a row names.
        keep_file(runtime.settings.attachments_dir, file.content, file.digest)
        made = Attachment(
            id=new_id("att"), provider_id=provider_id, version=1, kind=kind, about=paper.about, digest=file.digest,
            media_type=file.media_type, size=len(file.content), pages=file.pages, valid_until=until, state=AttachmentState.WAITING,
            sent_by=actor.person_id, sent_at=runtime.clock.now(), replaces=paper.replaces,
        )  # fmt: skip
        add_attachment(session, made)
        record_attachment(runtime, session, made, AttachmentDeed(AttachmentStep.SEND, AttachmentSide.FIRM, actor))
        values = {"firm": firm_names(session, [provider_id]).get(provider_id, "")}
        for person_id in active_with_role(session, Role.REVIEWER):
            post_notice(session, NewNotice("attachment_sent", person_id, values, f"attachment:{made.id}:sent"), runtime.clock.now())
    return made.id


def _made_harmless(runtime: Runtime, content: bytes) -> CleanFile:
    most = runtime.settings.attachment_max_mb
    refused_at_once = "" if 0 < len(content) <= most * 1_000_000 else "too_large" if content else "empty"
    if refused_at_once:
        raise Invalid("文件没有接收。", fields={"file": REFUSALS[refused_at_once].format(most=most)})
    try:
        scanned(content, runtime.settings.virus_scanner)
        return cleaned(content)
    except RefusedFile as refused:
        raise Invalid("文件没有接收。", fields={"file": REFUSALS[refused.code].format(most=most)}) from None


def _checked(session: Transaction, provider_id: str, paper: SentPaper) -> tuple[AttachmentKind, date | None]:
    provider = find_stored_firm(session, provider_id)
    if provider is None:
        raise NotFound("没有这家服务商。")
    there = attachments_of(session, provider_id)
    if len([each for each in there if each.state in WITH_FILE]) >= FILES_OF_A_FIRM:
        raise Conflict(f"一家最多 {FILES_OF_A_FIRM} 份附件，请先撤回旧的。")
    kind = AttachmentKind(paper.kind) if paper.kind in set(AttachmentKind) else None
    change = find_open_change(session, provider_id)
    contents = [content_of(provider), *([change.content] if change else [])]
    papers = {text for content in contents if isinstance(held := content.fields.get("qualifications"), tuple) for text in held}
    known = {
        AttachmentKind.CERTIFICATE: papers,
        AttachmentKind.ACCEPTANCE: {case.id for case in provider.cases},
        AttachmentKind.LICENCE: {""},
    }
    until = _day(paper.valid_until)
    replaced = {each.id for each in there if each.state is AttachmentState.ACCEPTED and each.kind is kind}
    fields = {
        "about": "" if kind and paper.about in known[kind] else "请选这份附件是哪一项资质、哪个案例的；新资质请先写进资料。",
        "valid_until": "" if until or not paper.valid_until.strip() else "有效期写成 2027-05-31 这样；没有期限请留空。",
        "replaces": "" if not paper.replaces or paper.replaces in replaced else "要换的那一份已经不在了，请刷新。",
    }
    problems = {field: sentence for field, sentence in fields.items() if sentence}
    if problems or kind is None:
        raise Invalid("有内容没填对。", fields=problems)
    return kind, until


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
