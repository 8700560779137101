"""评审: a juror declares interests first, then scores the entries that he is not tied to. Nobody sees what others gave."""

from collections.abc import Mapping
from dataclasses import dataclass

from service.domain.audit import AuditEntry
from service.domain.contests import (
    POINTS_MOST,
    SCORE_WORDS_MOST_CHARACTERS,
    ContestEntry,
    Criterion,
    EntryScore,
    Juror,
    JurorTie,
)
from service.domain.events import Event
from service.domain.people import REASON_MAX_CHARACTERS, read_line
from service.domain.permissions import Action, Actor, Subject, may
from service.errors import Conflict, Invalid, NotFound, Refused
from service.gathering.guests import get_event, own_firms
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.queries.audit import record_audit
from service.store.queries.contests import StoredContest, put_juror_ties, put_score, read_contest
from service.store.queries.ties import tied_people
from service.store.unit_of_work import reading, writing

OWN_FIRM = "自己单位的作品"
DECLARED_BEFORE = "已登记的利益关系"


@dataclass(frozen=True, slots=True)
class JurySheet:
    """What one juror sees: entries, his own ties and scores. `told`: the ranking is public, nothing changes any more."""

    event: Event
    juror: Juror
    criteria: tuple[Criterion, ...]
    entries: tuple[ContestEntry, ...]
    ties: dict[str, str]
    scores: dict[str, EntryScore]
    told: bool


def judge_entries(runtime: Runtime, actor: Actor, event_id: str) -> JurySheet:
    """The sheet of a juror.

    Raises:
        NotFound: this is no juror of the contest.
    """
    with reading(runtime.database) as session:
        event, juror, stored = _open(session, actor, event_id)
        known = _known_ties(session, actor, juror, stored)
    ties = {tie.entry_id: tie.relation for tie in stored.ties if tie.juror_id == juror.id} | known
    scores = {each.entry_id: each for each in stored.scores if each.juror_id == juror.id}
    entries = tuple(each for each in stored.entries if not each.withdrawn_at)
    return JurySheet(event, juror, stored.criteria, entries, ties, scores, stored.told_at is not None)


def declare_interests(runtime: Runtime, actor: Actor, event_id: str, relations: Mapping[str, str]) -> None:
    """Say which entries one is tied to, and how; none is an answer too. Scores of tied entries go.

    Raises:
        NotFound: this is no juror of the contest.
        Invalid: a relation is too long.
        Conflict: the ranking is public.
    """
    now = runtime.clock.now()
    said = {entry: read_line(words, 200) for entry, words in relations.items() if words.strip()}
    if any(words is None for words in said.values()):
        raise Invalid("关系最多 200 个字。")
    with writing(runtime.database) as session:
        _, juror, stored = _open(session, actor, event_id)
        if stored.told_at:
            raise Conflict("名次已经公布。")
        known = _known_ties(session, actor, juror, stored)
        entries = {each.id for each in stored.entries}
        ties = {entry: words for entry, words in said.items() if entry in entries and words} | known
        put_juror_ties(session, juror.id, [JurorTie(juror.id, entry, words) for entry, words in sorted(ties.items())], now)
        detail: dict[str, object] = {"juror": juror.id, "tied": len(ties)}
        record_audit(session, [AuditEntry(now, actor, "interests_declared", "event", event_id, detail, about=actor.person_id)])


def score_entry(runtime: Runtime, actor: Actor, event_id: str, entry_id: str, given: tuple[Mapping[str, int], str]) -> EntryScore:
    """Give points for every criterion, and say why.

    Args:
        given: criterion → points, and the words.

    Raises:
        NotFound: this is no juror of the contest, or there is no such entry.
        Refused: he is tied to the entry.
        Conflict: interests are not declared yet, or the ranking is public.
        Invalid: points are missing or out of bounds, or no reason is given.
    """
    points, words = given
    said = read_line(words, min(SCORE_WORDS_MOST_CHARACTERS, REASON_MAX_CHARACTERS))
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        _, juror, stored = _open(session, actor, event_id)
        if stored.told_at or juror.declared_at is None:
            raise Conflict("名次已经公布。" if stored.told_at else "请先申报利益关系，没有也要说没有，再打分。")
        if entry_id not in {each.id for each in stored.entries if not each.withdrawn_at}:
            raise NotFound("没有这件作品。")
        tied = {tie.entry_id for tie in stored.ties if tie.juror_id == juror.id}
        if entry_id in tied or entry_id in _known_ties(session, actor, juror, stored):
            raise Refused("您和这件作品有利益关系，要回避，不能打分。")
        names = [each.name for each in stored.criteria]
        if said is None or set(points) != set(names) or any(not 0 <= each <= POINTS_MOST for each in points.values()):
            raise Invalid("每一项都要打 0 到 100 分，并写一句理由。")
        score = EntryScore(juror.id, entry_id, {name: points[name] for name in names}, said, now)
        put_score(session, score)
        record_audit(session, [AuditEntry(now, actor, "entry_scored", "event", event_id, {"entry": entry_id, "juror": juror.id})])
    return score


def _open(session: Transaction, actor: Actor, event_id: str) -> tuple[Event, Juror, StoredContest]:
    event = get_event(session, event_id)
    stored = read_contest(session, event_id)
    juror = next((each for each in stored.jurors if may(actor, Action.JUDGE_ENTRIES, Subject(each.account_id or "-"))), None)
    if juror is None:
        raise NotFound("没有找到这场评审，或您不是评委。")
    return event, juror, stored


def _known_ties(session: Transaction, actor: Actor, juror: Juror, stored: StoredContest) -> dict[str, str]:
    """What the platform knows without being told: entries of one's own firm, and of providers one has declared a tie to."""
    firms = own_firms(actor)
    found = {}
    for entry in stored.entries:
        if entry.firm_id and entry.firm_id in firms:
            found[entry.id] = OWN_FIRM
        elif entry.firm_id and juror.account_id in tied_people(session, entry.firm_id):
            found[entry.id] = DECLARED_BEFORE
    return found
