"""重复的企业: staff see which may be one, look at what a merge would do, and merge them or say that they are two."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from service.copies.kept_codes import read_codes
from service.domain.audit import AuditEntry
from service.domain.codes import CodeTables
from service.domain.duplicates import DuplicateGuess, guess_duplicates, plain_name
from service.domain.loading import change_of
from service.domain.notices import NewNotice
from service.domain.people import REASON_MAX_CHARACTERS, read_line
from service.domain.permissions import Action, Actor, Subject, could
from service.domain.providers import Provider, UnitContact
from service.errors import Conflict, Invalid, NotFound, Refused
from service.identity.actors import require
from service.runtime import Runtime
from service.store.queries.audit import record_audit
from service.store.queries.notices import post_notice
from service.store.queries.people import colleagues_of
from service.store.queries.provider_pairs import decide_pair, decided_pairs, find_kept, firm_marks, let_follow
from service.store.queries.provider_writing import save_providers
from service.store.queries.stored_firms import find_stored_firm
from service.store.unit_of_work import reading, writing


@dataclass(frozen=True, slots=True)
class MergePreview:
    """Both firms as they are, and what the kept one would become."""

    kept: Provider
    lost: Provider
    after: Provider
    codes: CodeTables


@dataclass(frozen=True, slots=True)
class MergeWish:
    """`kept_version`, `lost_version`: as they were seen."""

    kept_id: str
    lost_id: str
    kept_version: int
    lost_version: int
    reason: str


def see_duplicates(runtime: Runtime, actor: Actor) -> Sequence[DuplicateGuess]:
    """Pairs nobody decided on yet, the likely ones first.

    Raises:
        Refused: not for this actor.
    """
    if not could(actor, Action.KEEP_ENTRIES):
        raise Refused("您的账户没有这项权限。")
    with reading(runtime.database) as session:
        marks, decided = firm_marks(session), decided_pairs(session)
    return [guess for guess in guess_duplicates(marks) if (guess.first.id, guess.second.id) not in decided]


def preview_merge(runtime: Runtime, actor: Actor, kept_id: str, lost_id: str) -> MergePreview:
    """What a merge would do.

    Raises:
        Refused: not for this actor, or one of them is his own firm.
        NotFound: there is no such firm.
        Conflict: one was merged already.
    """
    _check(actor, kept_id, lost_id)
    with reading(runtime.database) as session:
        kept, lost = find_stored_firm(session, kept_id), find_stored_firm(session, lost_id)
        gone = find_kept(session, kept_id) or find_kept(session, lost_id)
    if kept is None or lost is None or kept_id == lost_id:
        raise NotFound("没有这两家服务商。")
    if gone:
        raise Conflict("其中一家已经合并过。")
    return MergePreview(kept, lost, joined_firm(kept, lost), read_codes(runtime.database, runtime.copies.codes))


def merge_firms(runtime: Runtime, actor: Actor, wish: MergeWish) -> None:
    """Merge: what only the lost firm has goes over, everything that refers to it follows, it is shown no more and stays in the history.

    Raises:
        Refused, NotFound, Conflict: as for the preview; also when one was changed since it was seen.
        Invalid: no reason.
    """
    reason = _reason(wish.reason)
    seen = preview_merge(runtime, actor, wish.kept_id, wish.lost_id)
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        kept, lost = find_stored_firm(session, wish.kept_id), find_stored_firm(session, wish.lost_id)
        if kept is None or lost is None or (kept.version, lost.version) != (wish.kept_version, wish.lost_version):
            raise Conflict("其中一家的资料刚被改过，没有合并。请看一遍现在的内容再做。")
        after = joined_firm(kept, lost)
        emptied = replace(
            lost, is_withdrawn=True, capabilities=(), cases=(), qualifications=(), contact=UnitContact(), summary=None,
            memberships=tuple(each for each in lost.memberships if each not in after.memberships),
        )  # fmt: skip
        moved = let_follow(session, lost.id, kept.id)
        # The lost one first: its capabilities keep their ids, and so the proofs and links that name them.
        save_providers(session, [change_of(lost, emptied, now)], actor, now, action="merge")
        save_providers(session, [change_of(kept, after, now)], actor, now, action="merge")
        decide_pair(session, (kept.id, lost.id), kept.id, actor.person_id, now)
        detail: dict[str, object] = {"lost": lost.id, "moved": moved, "version": after.version}
        before = {"uscc": lost.uscc, "name": lost.name}
        record_audit(session, [AuditEntry(now, actor, "firms_merged", "provider", kept.id, detail, reason=reason, before=before)])
        values = {"firm": seen.kept.display_name, "lost": lost.name, "provider": kept.id}
        for person in colleagues_of(session, kept.id):
            post_notice(session, NewNotice("firms_merged", person.id, values, f"merged:{lost.id}"), now)


def tell_apart(runtime: Runtime, actor: Actor, first_id: str, second_id: str, reason: str) -> None:
    """They are two: the pair is not shown again.

    Raises:
        Refused, NotFound, Conflict: as for the preview.
        Invalid: no reason.
    """
    said = _reason(reason)
    preview_merge(runtime, actor, first_id, second_id)
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        decide_pair(session, (first_id, second_id), "", actor.person_id, now)
        record_audit(session, [AuditEntry(now, actor, "firms_told_apart", "provider", first_id, {"other": second_id}, reason=said)])


def joined_firm(kept: Provider, lost: Provider) -> Provider:
    """The kept firm with what only the lost one has. Where both say something, the kept one's word stands."""
    titles = {plain_name(each.content.title) for each in kept.capabilities}
    told = {plain_name(each.content.summary) for each in kept.cases}
    pools = {each.pool for each in kept.memberships}
    names = [name for name in (lost.name, *lost.former_names) if plain_name(name) != plain_name(kept.name)]
    return replace(
        kept,
        former_names=tuple(dict.fromkeys((*kept.former_names, *names))),
        summary=kept.summary or lost.summary,
        city=kept.city or lost.city,
        town=kept.town or lost.town,
        founded=kept.founded or lost.founded,
        staff=kept.staff or lost.staff,
        contact=kept.contact if kept.contact != UnitContact() else lost.contact,
        qualifications=tuple(dict.fromkeys((*kept.qualifications, *lost.qualifications))),
        capabilities=(*kept.capabilities, *(each for each in lost.capabilities if plain_name(each.content.title) not in titles)),
        cases=(*kept.cases, *(each for each in lost.cases if plain_name(each.content.summary) not in told)),
        memberships=tuple(
            sorted((*kept.memberships, *(each for each in lost.memberships if each.pool not in pools)), key=lambda each: each.pool)
        ),
    )


def _check(actor: Actor, *firms: str) -> None:
    for firm in firms:
        require(actor, Action.KEEP_ENTRIES, Subject(firm_id=firm))


def _reason(text: str) -> str:
    reason = read_line(text, REASON_MAX_CHARACTERS)
    if reason is None:
        sentence = f"请写明依据，最多 {REASON_MAX_CHARACTERS} 个字；会记入操作记录。"
        raise Invalid(sentence, fields={"reason": sentence})
    return reason
