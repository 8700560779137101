"""审核: a reviewer takes a change, sees the difference, and publishes it or returns it with a reason for each part."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from service.copies.kept_codes import read_codes
from service.copies.prepare_texts import prepare_texts
from service.domain.audit import AuditEntry
from service.domain.calendar import day_in_shanghai
from service.domain.codes import CodeTables
from service.domain.confirmations import confirm_content
from service.domain.industries import resolve_industries
from service.domain.loading import change_of
from service.domain.notices import NewNotice
from service.domain.paging import Page
from service.domain.people import read_line
from service.domain.permissions import Action, Actor, Subject, could
from service.domain.profile_changes import (
    RETURN_REASONS,
    RETURNED_STATES,
    STATE_WORDS,
    WORDS_MAX_CHARACTERS,
    ChangeStep,
    ProfileChange,
    Remark,
    Review,
    may_take,
    next_state,
    promised_on,
)
from service.domain.profile_content import PartValue, changed_parts, content_of, merged, overtaken, with_content
from service.domain.providers import Provider
from service.errors import Conflict, Invalid, NotFound, Refused
from service.identity.actors import require
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.queries.audit import record_audit
from service.store.queries.confirmations import read_confirmations, save_confirmations
from service.store.queries.notices import post_notice
from service.store.queries.people import colleagues_of, firm_names, person_names
from service.store.queries.profile_changes import (
    add_review,
    find_profile_change,
    list_queued_changes,
    reviews_of,
    save_profile_change,
)
from service.store.queries.provider_writing import save_providers
from service.store.queries.stored_firms import find_stored_firm
from service.store.unit_of_work import reading, writing


@dataclass(frozen=True, slots=True)
class QueuedChange:
    """One line of the queue. `promised`: the day by which an answer is promised; `reviewer`: who has it; empty while nobody has."""

    change: ProfileChange
    firm: str
    reviewer: str
    promised: date


@dataclass(frozen=True, slots=True)
class ReviewState:
    """One change as a reviewer sees it. `differences`: part → (published now, wanted); `overtaken`: published anew since it was begun."""

    change: ProfileChange
    provider: Provider
    differences: Mapping[str, tuple[PartValue, PartValue]]
    overtaken: Mapping[str, PartValue]
    reviews: tuple[Review, ...]
    names: Mapping[str, str]
    promised: date | None
    codes: CodeTables


@dataclass(frozen=True, slots=True)
class Decision:
    """What a reviewer decides. `version` and `published`: versions of the change and of the entry that his page showed."""

    approve: bool
    version: int
    published: int
    remarks: tuple[Remark, ...] = ()
    words: str = ""


def list_reviews(runtime: Runtime, actor: Actor, number: int) -> Page[QueuedChange]:
    """What waits for the bureau, the oldest first.

    Raises:
        Refused: this person reviews nothing.
    """
    if not could(actor, Action.REVIEW_CHANGES):
        raise Refused("您的账户没有审核资料的权限。")
    with reading(runtime.database) as session:
        queued = list_queued_changes(session, number)
        firms = firm_names(session, [change.provider_id for change in queued.items])
        names = person_names(session, [change.reviewer_id for change in queued.items])
    lines = [
        QueuedChange(change, firms.get(change.provider_id, ""), names.get(change.reviewer_id, ""), _promised(change.waits_since))
        for change in queued.items
    ]
    return Page(lines, queued.total, queued.number)


def see_review(runtime: Runtime, actor: Actor, change_id: str) -> ReviewState:
    """One change with what it would do to what is published now.

    Raises:
        NotFound: there is none such.
        Refused: it is of one's own firm, or one reviews nothing.
    """
    with reading(runtime.database) as session:
        change, provider = _change(session, actor, change_id)
        reviews = reviews_of(session, [change_id])
        names = person_names(session, [change.saved_by, change.reviewer_id])
    published = content_of(provider)
    return ReviewState(
        change=change,
        provider=provider,
        differences=changed_parts(published, merged(change.base, change.content, published)),
        overtaken=overtaken(change.base, change.content, published),
        reviews=tuple(reviews),
        names=names,
        promised=_promised(change.waits_since) if change.waits_since else None,
        codes=read_codes(runtime.database, runtime.copies.codes),
    )


def take_change(runtime: Runtime, actor: Actor, change_id: str, *, put_back: bool = False) -> None:
    """Begin the review of a change, so that two reviewers do not read the same; or put it back into the queue.

    Raises:
        NotFound, Refused: as `see_review`, or the appeal is against one's own decision.
        Conflict: somebody else has it, or it does not wait.
    """
    now, step = runtime.clock.now(), ChangeStep.PUT_BACK if put_back else ChangeStep.TAKE
    with writing(runtime.database) as session:
        change, _ = _change(session, actor, change_id)
        state = next_state(change.state, step)
        if state is None or (put_back and change.reviewer_id != actor.person_id):
            raise Conflict(f"这份资料现在是“{STATE_WORDS[change.state]}”，可能已由别人处理，请刷新列表。")
        returned = next((each for each in reviews_of(session, [change_id]) if not each.approved), None)
        if not put_back and returned and not may_take(change, actor.person_id, returned.reviewer_id):
            raise Refused("这是对您自己退回的申诉，要由另一位审核人复核。")
        reviewer = "" if put_back else actor.person_id
        save_profile_change(session, replace(change, state=state, reviewer_id=reviewer, version=change.version + 1))
        detail: dict[str, object] = {"provider": change.provider_id}
        record_audit(session, [AuditEntry(now, actor, f"review_{step}", "profile_change", change_id, detail)])


def review_change(runtime: Runtime, actor: Actor, change_id: str, decision: Decision) -> None:
    """Publish the change, or return it. What is published is found at the next search.

    Raises:
        NotFound, Refused: as `see_review`.
        Invalid: it is returned without a reason, or a reason is unknown or too long.
        Conflict: it is not in this person's hands, or something changed since his page was drawn.
    """
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        change, provider = _change(session, actor, change_id)
        state = next_state(change.state, ChangeStep.APPROVE if decision.approve else ChangeStep.RETURN)
        if state is None or change.reviewer_id != actor.person_id:
            raise Conflict(f"这份资料现在是“{STATE_WORDS[change.state]}”，不在您手上。请先点“开始审核”。")
        if change.version != decision.version or provider.version != decision.published:
            raise Conflict("您看的时候，这家的资料又变了（例如刚导入了文件）。没有执行，请看一遍现在的差别再定。")
        words, remarks = _checked(change, decision)
        after = replace(change, state=state, version=change.version + 1, decided_at=now)
        if decision.approve:
            after = _publish(runtime, session, actor, after, provider)
        save_profile_change(session, after)
        add_review(
            session, Review(change_id, after.version, actor.person_id, actor.name, decision.approve, remarks, words, change.appeal, now)
        )
        detail: dict[str, object] = {"provider": provider.id, "parts": [f"{each.part} {each.reason}" for each in remarks]}
        record_audit(session, [AuditEntry(now, actor, f"profile_{state}", "profile_change", change_id, detail, reason=words)])
        _tell(session, provider, after, len(remarks))
    if decision.approve:
        prepare_texts(runtime, [provider.id])


def _change(session: Transaction, actor: Actor, change_id: str) -> tuple[ProfileChange, Provider]:
    change = find_profile_change(session, change_id)
    provider = find_stored_firm(session, change.provider_id) if change else None
    if change is None or provider is None:
        raise NotFound("没有这份送审资料。")
    require(actor, Action.REVIEW_CHANGES, Subject(change.saved_by, change.provider_id))
    return change, provider


def _publish(runtime: Runtime, session: Transaction, actor: Actor, change: ProfileChange, provider: Provider) -> ProfileChange:
    """Write the entry and the firm's word on what the change touches; what was replaced stays with the change, for 恢复旧版."""
    taxonomy = read_codes(runtime.database, runtime.copies.codes).taxonomy

    def codes_of(names: tuple[str, ...]) -> tuple[str, ...]:
        return resolve_industries(taxonomy, names)[0]

    published = content_of(provider)
    after = merged(change.base, change.content, published)
    now = runtime.clock.now()
    save_providers(session, [change_of(provider, with_content(provider, after, codes_of), now)], actor, now, action="approve")
    known = read_confirmations(session, [provider.id]).get(provider.id, {})
    words = confirm_content(published.parts(), changed_parts(change.base, change.content), known, change.saved_by, now)
    save_confirmations(session, provider.id, words)
    return replace(change, base=published, content=after)


def _tell(session: Transaction, provider: Provider, change: ProfileChange, parts: int) -> None:
    """Everybody of the firm hears what became of the change."""
    at = change.decided_at
    assert at is not None  # noqa: S101  it was decided just now
    wording, values = "change_published", {"firm": provider.display_name, "provider": provider.id}
    if change.state in RETURNED_STATES:
        wording, values = "change_returned", {**values, "parts": str(parts)}
    for person in colleagues_of(session, provider.id):
        post_notice(session, NewNotice(wording, person.id, values, f"change:{change.id}:{change.version}"), at)


def _checked(change: ProfileChange, decision: Decision) -> tuple[str, tuple[Remark, ...]]:
    words = read_line(decision.words, WORDS_MAX_CHARACTERS) if decision.words.strip() else ""
    if words is None:
        raise Invalid("这段话不能用。", fields={"words": f"最多 {WORDS_MAX_CHARACTERS} 个字，写在一段里。"})
    if decision.approve:
        return words, ()
    parts = changed_parts(change.base, change.content)
    remarks = [_remark(each, parts) for each in decision.remarks]
    if not remarks:
        raise Invalid("退回要写明原因。", fields={"reasons": "请至少给一处选上原因，让服务商知道改哪里。"})
    return words, tuple(remarks)


def _remark(told: Remark, parts: Sequence[str] | Mapping[str, object]) -> Remark:
    words = read_line(told.words, WORDS_MAX_CHARACTERS) if told.words.strip() else ""
    if told.part not in parts or told.reason not in RETURN_REASONS or words is None:
        raise Invalid("有一处原因不能用。", fields={"reasons": f"原因请从列表里选，说明最多 {WORDS_MAX_CHARACTERS} 个字。"})
    if told.reason == "other" and not words:
        raise Invalid("选了“其他”要写明。", fields={"reasons": "选“其他”时，请在旁边写明要改什么。"})
    return Remark(told.part, told.reason, words)


def _promised(since: datetime | None) -> date:
    assert since is not None  # noqa: S101  whatever is queued has come at some time
    return promised_on(day_in_shanghai(since))
