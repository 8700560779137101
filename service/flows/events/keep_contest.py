"""大赛: staff set up the jury, see all scores, and make the ranking public; firms enter."""

from dataclasses import dataclass

from service.domain.audit import AuditEntry
from service.domain.contests import (
    ENTRIES_MOST,
    JURORS_MOST,
    SCORES_LEAST,
    ContestEntry,
    Criterion,
    Juror,
    JurorTie,
    RankedEntry,
    ranking_of,
)
from service.domain.events import SUMMARY_MOST_CHARACTERS, TITLE_MOST_CHARACTERS, Event, EventKind, EventState
from service.domain.needs import FIRM_MOST_CHARACTERS
from service.domain.notices import NewNotice
from service.domain.people import read_email, read_line
from service.domain.permissions import Action, Actor, Subject, may
from service.errors import Conflict, Invalid, NotFound
from service.gathering.guests import get_event, get_shown_event, own_firms
from service.identity.actors import require
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.base import new_id
from service.store.queries.audit import record_audit
from service.store.queries.contests import (
    StoredContest,
    add_entry,
    add_juror,
    next_entry_serial,
    put_contest,
    read_contest,
    remove_juror,
    withdraw_stored_entry,
)
from service.store.queries.notices import post_notice
from service.store.queries.people import find_person_by_email, firm_names
from service.store.unit_of_work import reading, writing

_HREF_MOST = 300


@dataclass(frozen=True, slots=True)
class SeenContest:
    """A contest with its ranking as of now. `is_told`: the ranking is public."""

    event: Event
    criteria: tuple[Criterion, ...]
    ranking: tuple[RankedEntry, ...]
    jurors: tuple[Juror, ...]
    ties: tuple[JurorTie, ...]
    scored: dict[str, int]
    is_told: bool


@dataclass(frozen=True, slots=True)
class WishedEntry:
    """As it was typed. `firm_id`: one of the actor's firms; staff name the firm in `firm`."""

    title: str
    summary: str
    href: str = ""
    firm_id: str = ""
    firm: str = ""


def keep_contest(runtime: Runtime, actor: Actor, event_id: str) -> SeenContest:
    """The contest as staff see it.

    Raises:
        Refused: not for this actor.
        NotFound: no such event.
        Conflict: it is no contest.
    """
    require(actor, Action.KEEP_EVENTS, Subject())
    with reading(runtime.database) as session:
        return _seen(_contest(session, event_id), read_contest(session, event_id))


def see_ranking(runtime: Runtime, event_id: str) -> SeenContest | None:
    """The public ranking of a contest; None while it is not public, or where there is none."""
    with reading(runtime.database) as session:
        event = get_shown_event(session, event_id)
        if event.facts.kind is not EventKind.CONTEST:
            return None
        stored = read_contest(session, event_id)
    return _seen(event, stored) if stored.told_at else None


def name_juror(runtime: Runtime, actor: Actor, event_id: str, email: str) -> Juror:
    """Put somebody with an account on the jury.

    Raises:
        Refused: not for this actor.
        NotFound: no such event.
        Invalid: there is no account with this address.
        Conflict: he is on the jury, it is full, or the ranking is public.
    """
    require(actor, Action.KEEP_EVENTS, Subject())
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        event = _contest(session, event_id)
        stored = _open(session, event)
        person = find_person_by_email(session, read_email(email) or "")
        if person is None:
            raise Invalid("没有这个邮箱的账户。", fields={"email": "没有这个邮箱的账户，请对方先注册。"})
        if any(each.account_id == person.id for each in stored.jurors) or len(stored.jurors) >= JURORS_MOST:
            raise Conflict(f"他已经是评委了，或评委满 {JURORS_MOST} 位。")
        juror = Juror(new_id("jur"), event_id, person.id, person.name)
        add_juror(session, juror, now)
        values = {"event": event.facts.title, "id": event_id}
        post_notice(session, NewNotice("juror_named", person.id, values, f"juror:{juror.id}"), now)
        record_audit(session, [AuditEntry(now, actor, "juror_named", "event", event_id, {"juror": juror.id}, about=person.id)])
    return juror


def drop_juror(runtime: Runtime, actor: Actor, event_id: str, juror_id: str) -> None:
    """Take a juror away, with what he scored.

    Raises:
        Refused: not for this actor.
        NotFound: no such event.
        Conflict: no such juror, or the ranking is public.
    """
    require(actor, Action.KEEP_EVENTS, Subject())
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        stored = _open(session, _contest(session, event_id))
        if juror_id not in {each.id for each in stored.jurors}:
            raise Conflict("没有这位评委。")
        remove_juror(session, juror_id)
        record_audit(session, [AuditEntry(now, actor, "juror_dropped", "event", event_id, {"juror": juror_id})])


def tell_ranking(runtime: Runtime, actor: Actor, event_id: str) -> SeenContest:
    """Make the ranking public; then nobody scores any more.

    Raises:
        Refused: not for this actor.
        NotFound: no such event.
        Conflict: an entry has too few scores, there is none, or it is public already.
    """
    require(actor, Action.KEEP_EVENTS, Subject())
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        event = _contest(session, event_id)
        seen = _seen(event, _open(session, event))
        short = [each.entry.serial for each in seen.ranking if each.place is None]
        if short or not seen.ranking:
            numbers = "、".join(str(each) for each in short[:10])
            raise Conflict(f"还不能公布：{numbers or '没有'} 号作品的评分不足 {SCORES_LEAST} 份。")
        put_contest(session, event_id, seen.criteria, now)
        record_audit(session, [AuditEntry(now, actor, "ranking_told", "event", event_id, {"entries": len(seen.ranking)})])
    return seen


def enter_contest(runtime: Runtime, actor: Actor, event_id: str, wished: WishedEntry) -> ContestEntry:
    """Enter a contest for one's own firm, or through staff.

    Raises:
        NotFound: no such event.
        Invalid: `fields` says what is to be mended.
        Conflict: it is no contest, takes no entries any more, or is full.
    """
    require(actor, Action.ENTER_CONTEST, Subject())
    now = runtime.clock.now()
    on_desk = may(actor, Action.KEEP_EVENTS, Subject())
    title, summary, href = read_line(wished.title, TITLE_MOST_CHARACTERS), wished.summary.strip(), wished.href.strip()
    fields = {
        "title": "" if title else f"请填作品名称，最多 {TITLE_MOST_CHARACTERS} 个字。",
        "summary": "" if 0 < len(summary) <= SUMMARY_MOST_CHARACTERS else f"请写做了什么、成效怎样，最多 {SUMMARY_MOST_CHARACTERS} 个字。",
        "href": "" if not href or (href.startswith("https://") and len(href) <= _HREF_MOST) else "网址请以 https:// 开头。",
    }
    with writing(runtime.database) as session:
        event = get_shown_event(session, event_id)
        if event.facts.kind is not EventKind.CONTEST or event.state is not EventState.PUBLISHED:
            raise Conflict("这场活动现在不收参赛作品。")
        own = wished.firm_id in own_firms(actor)
        typed = read_line(wished.firm, FIRM_MOST_CHARACTERS) if on_desk else None
        name = firm_names(session, [wished.firm_id]).get(wished.firm_id, "") if own else typed or ""
        fields["firm"] = "" if name else "请选代表哪家单位；还没有单位的，请先认领或登记单位。"
        problems = {field: sentence for field, sentence in fields.items() if sentence}
        if problems or title is None:
            raise Invalid("有内容没填对。", fields=problems)
        stored = _open(session, event)
        if len(stored.entries) >= ENTRIES_MOST:
            raise Conflict(f"作品满 {ENTRIES_MOST} 件了。")
        entry = ContestEntry(
            new_id("ent"), event_id, next_entry_serial(session, event_id), name, wished.firm_id if own else "", title, summary, href, now
        )
        add_entry(session, entry)
        record_audit(session, [AuditEntry(now, actor, "contest_entered", "event", event_id, {"entry": entry.id})])
    return entry


def withdraw_entry_of(runtime: Runtime, actor: Actor, event_id: str, entry_id: str) -> None:
    """An entry takes part no more: its firm or staff say so.

    Raises:
        NotFound: no such entry, or it is somebody else's.
        Conflict: the ranking is public.
    """
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        stored = _open(session, _contest(session, event_id))
        entry = next((each for each in stored.entries if each.id == entry_id and not each.withdrawn_at), None)
        if entry is None or not (may(actor, Action.KEEP_EVENTS, Subject()) or entry.firm_id in own_firms(actor)):
            raise NotFound("没有这件作品，或不属于您。")
        withdraw_stored_entry(session, entry_id, now)
        record_audit(session, [AuditEntry(now, actor, "entry_taken_back", "event", event_id, {"entry": entry_id})])


def _contest(session: Transaction, event_id: str) -> Event:
    event = get_event(session, event_id)
    if event.facts.kind is not EventKind.CONTEST:
        raise Conflict("这场活动不是大赛。")
    return event


def _open(session: Transaction, event: Event) -> StoredContest:
    stored = read_contest(session, event.id)
    if stored.told_at:
        raise Conflict("名次已经公布，不能再改。")
    return stored


def _seen(event: Event, stored: StoredContest) -> SeenContest:
    ranking = tuple(ranking_of(stored.criteria, stored.entries, stored.scores, stored.ties))
    scored = {juror.id: sum(each.juror_id == juror.id for each in stored.scores) for juror in stored.jurors}
    return SeenContest(event, stored.criteria, ranking, stored.jurors, stored.ties, scored, stored.told_at is not None)
