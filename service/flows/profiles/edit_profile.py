"""资料草稿: one section after another is saved into the one draft of a firm, which keeps for weeks."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from service.copies.kept_codes import read_codes
from service.domain.audit import AuditEntry
from service.domain.permissions import Action, Actor, Subject
from service.domain.profile_changes import STATE_WORDS, ChangeState, ChangeStep, ProfileChange, next_state
from service.domain.profile_content import CAPABILITY_PART, CASE_PART, MOST_CAPABILITIES, MOST_CASES, ProfileContent, content_of
from service.domain.profile_sections import NEW, SectionRead, Typed, read_section, section_exists, section_mark, typed_section
from service.errors import Conflict, Invalid, NotFound
from service.identity.actors import require_known
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.base import new_id
from service.store.queries.audit import record_audit
from service.store.queries.people import person_names
from service.store.queries.profile_changes import add_profile_change, find_open_change, save_profile_change
from service.store.queries.stored_firms import find_stored_firm
from service.store.unit_of_work import writing

_KINDS = {CAPABILITY_PART: ("cap", MOST_CAPABILITIES, "能力"), CASE_PART: ("cas", MOST_CASES, "案例")}


@dataclass(frozen=True, slots=True)
class SectionWish:
    """What a person wants a section to be. `seen`: the mark of what his form was drawn from; `remove`: take the item out."""

    section: str
    typed: Typed
    seen: str
    remove: bool = False


@dataclass(frozen=True, slots=True)
class EditOutcome:
    """`saved` False: either `problems` (field → sentence), or somebody else saved the section meanwhile.

    Then `theirs` holds what stands in the draft now, by `by` at `at`, with its `mark`: nothing of what was typed is lost.
    """

    saved: bool
    problems: Mapping[str, str] = field(default_factory=dict)
    theirs: Typed | None = None
    by: str = ""
    at: datetime | None = None
    mark: str = ""


def edit_profile(runtime: Runtime, actor: Actor, provider_id: str, wish: SectionWish) -> EditOutcome:
    """Save one section into the draft; the first save begins it.

    Raises:
        NotFound: the firm or the section is not there, or not this person's.
        Conflict: the change is with the bureau, or there are too many items.
    """
    require_known(actor, Action.EDIT_PROFILE, Subject(actor.person_id, provider_id))
    now = runtime.clock.now()
    taxonomy = read_codes(runtime.database, runtime.copies.codes).taxonomy
    with writing(runtime.database) as session:
        change, is_new = _draft(session, actor, provider_id, now)
        content = change.content
        if not section_exists(content, wish.section):
            if wish.section.startswith((CAPABILITY_PART, CASE_PART)):
                return _gone(session, change)
            raise NotFound("资料里没有这一栏。")
        if section_mark(content, wish.section) != wish.seen:
            return _overtaken(session, change, wish.section)
        wanted = _removed(content, wish.section) if wish.remove else None
        if wanted is None:
            read = read_section(wish.section, wish.typed, taxonomy, runtime.today.year)
            if read.problems:
                return EditOutcome(saved=False, problems=read.problems)
            wanted = _with(content, read)
        after = replace(change, state=ChangeState.DRAFT, content=wanted, version=change.version + 1, saved_by=actor.person_id, saved_at=now)
        if is_new:
            add_profile_change(session, replace(after, version=1))
        else:
            save_profile_change(session, after)
        detail: dict[str, object] = {"provider": provider_id, "section": wish.section}
        record_audit(session, [AuditEntry(now, actor, "profile_edited", "profile_change", change.id, detail)])
    return EditOutcome(saved=True)


def _draft(session: Transaction, actor: Actor, provider_id: str, now: datetime) -> tuple[ProfileChange, bool]:
    """The change that is open, or a new one of what is published."""
    change = find_open_change(session, provider_id)
    if change is None:
        provider = find_stored_firm(session, provider_id)
        if provider is None:
            raise NotFound("没有这家服务商。")
        base = content_of(provider)
        who = actor.person_id
        made = ProfileChange(new_id("chg"), provider_id, ChangeState.DRAFT, 0, base, provider.version, base, who, now, who, now)
        return made, True
    if next_state(change.state, ChangeStep.EDIT) is None:
        raise Conflict(f"这份资料{STATE_WORDS[change.state]}，暂时不能改。要改请先撤回送审；您填的内容还在下面，没有丢。")
    return change, False


def _with(content: ProfileContent, read: SectionRead) -> ProfileContent:
    for part, value in read.values.items():
        kind = next((each for each in _KINDS if part == each + NEW), None)
        if kind:
            prefix, most, word = _KINDS[kind]
            if len(content.capabilities if kind == CAPABILITY_PART else content.cases) >= most:
                raise Conflict(f"{word}最多 {most} 项，请先删去不再提供的。")
            part = kind + new_id(prefix)  # noqa: PLW2901  the item is there from now on
        content = content.with_part(part, value)
    return content


def _removed(content: ProfileContent, section: str) -> ProfileContent:
    if section not in content.parts() or not section.startswith((CAPABILITY_PART, CASE_PART)):
        raise Invalid("这一栏不能删除，只能改。")
    return content.with_part(section, None)


def _overtaken(session: Transaction, change: ProfileChange, section: str) -> EditOutcome:
    by = person_names(session, [change.saved_by]).get(change.saved_by, "同事")
    theirs, mark = typed_section(change.content, section), section_mark(change.content, section)
    return EditOutcome(saved=False, theirs=theirs, by=by, at=change.saved_at, mark=mark)


def _gone(session: Transaction, change: ProfileChange) -> EditOutcome:
    by = person_names(session, [change.saved_by]).get(change.saved_by, "同事")
    return EditOutcome(saved=False, theirs={}, by=by, at=change.saved_at)
