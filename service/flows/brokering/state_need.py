"""登记需求: a factory, the desk for it, or a program states what it wants solved."""

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from datetime import timedelta

from service.brokerage.statements import ReadStatement, Statement, read_statement
from service.brokerage.telling import tell_desk
from service.copies.kept_codes import read_codes
from service.domain.audit import AuditEntry
from service.domain.calendar import day_in_shanghai
from service.domain.matching import MatchList
from service.domain.need_steps import NeedState, Party
from service.domain.needs import FOLLOWED_DAYS, Need, NeedFirm, NeedSource, NextAction
from service.domain.people import Role
from service.domain.permissions import Action, Actor, Subject, may
from service.domain.promises import LASTS_DAYS, PROMISES, stage_promised_on
from service.domain.shortlists import BY_LIST, PROPOSED_LEAST, ShortlistLine
from service.domain.snapshots import ListOrigin, Snapshot, kept_plan, shown_lines
from service.domain.timeline import LineKind, TimelineLine
from service.domain.understood import likely_codes, understood_words
from service.errors import Unavailable
from service.identity.actors import require
from service.identity.secret_text import digest_of, fresh_secret
from service.runtime import Runtime
from service.search.weights import load_weights
from service.store.access import Transaction
from service.store.base import new_id
from service.store.queries.audit import record_audit
from service.store.queries.follow_links import add_follow_link
from service.store.queries.need_contacts import put_need_contact
from service.store.queries.needs import add_need, find_need, next_serial
from service.store.queries.people import firm_names
from service.store.queries.request_keys import find_made_record, keep_made_record
from service.store.queries.shortlist import add_shortlisted
from service.store.queries.snapshots import add_snapshot
from service.store.queries.special_days import read_calendar
from service.store.queries.timeline import add_lines
from service.store.unit_of_work import writing

_UNNAMED = "未留厂名的企业"


@dataclass(frozen=True, slots=True)
class StatedBy:
    """Who states it, and how. `key`: an Idempotency-Key, so that a repeat makes no second need; empty for none."""

    actor: Actor
    source: NeedSource
    key: str = ""
    asked: tuple[tuple[str, str], ...] = ()
    """Filters and choices of the list that was shown, for its snapshot."""
    is_demo: bool = False
    """The need is fictitious, of a demonstration."""


@dataclass(frozen=True, slots=True)
class StatedNeed:
    """The need as stored. `secret`: of the link that follows it; empty for people with an account. `on_desk`: a broker stated it."""

    need: Need
    secret: str
    on_desk: bool


def state_need(runtime: Runtime, by: StatedBy, statement: Statement, answer: MatchList) -> StatedNeed:
    """Store the need with its list as shown, its first shortlist, its promise and its first line.

    Args:
        answer: what matching gave for the text of this statement.

    Raises:
        Invalid: `fields` says what is to be mended.
        Refused: this account states no needs.
        Conflict: the key was used for something else.
    """
    on_desk = may(by.actor, Action.BROKER_NEEDS, Subject())
    firm_id = _own_firm(by.actor)
    if by.source is not NeedSource.SITE:
        require(by.actor, Action.KEEP_NEEDS, Subject(firm_id=firm_id))
    codes = read_codes(runtime.database, runtime.copies.codes)
    told = read_statement(runtime, statement, codes)
    with writing(runtime.database) as session:
        mark, asked = _marks(by, statement)
        made = find_made_record(session, mark, asked) if mark else None
        known = find_need(session, made) if made else None
        need = known or _store(runtime, session, by, _Stated(told, answer, "" if on_desk else firm_id, on_desk=on_desk))
        if mark and known is None:
            keep_made_record(session, mark, asked, need.id, runtime.clock.now())
        secret = "" if firm_id or on_desk else _give_link(runtime, session, need)
    return StatedNeed(need, secret, on_desk)


@dataclass(frozen=True, slots=True)
class _Stated:
    told: ReadStatement
    answer: MatchList
    firm_id: str
    on_desk: bool


def _store(runtime: Runtime, session: Transaction, by: StatedBy, stated: _Stated) -> Need:
    now = runtime.clock.now()
    today = day_in_shanghai(now)
    calendar = read_calendar(session)
    told, answer = stated.told, stated.answer
    scenario, industry, town = likely_codes(answer.reading)
    facts = replace(told.facts, scenario=scenario, industry=told.facts.industry or industry, town=told.facts.town or town)
    until = stage_promised_on(None, NeedState.REGISTERED, today, calendar)
    names = firm_names(session, [stated.firm_id]) if stated.firm_id else {}
    promise = PROMISES[NeedState.REGISTERED]
    need = Need(
        id=new_id("ned"),
        year=today.year,
        serial=next_serial(session, today.year),
        version=1,
        state=NeedState.REGISTERED,
        firm=NeedFirm(told.firm or names.get(stated.firm_id, "") or _UNNAMED, told.uscc, stated.firm_id),
        text=answer.reading.text.original,
        facts=facts,
        source=NeedSource.PHONE if stated.on_desk and by.source is NeedSource.SITE else by.source,
        broker_id=by.actor.person_id if stated.on_desk else "",
        made_at=now,
        state_at=now,
        moved_at=now,
        promised_on=until,
        next_action=NextAction(promise.action, until, promise.waits_for),
        renew_by_on=calendar.after(today, LASTS_DAYS),
        snapshot_id=new_id("lst"),
        is_demo=by.is_demo,
    )
    add_need(session, need)
    add_snapshot(session, _snapshot(runtime, need, by, answer))
    add_shortlisted(session, _first_shortlist(need, answer))
    if told.contact:
        put_need_contact(session, need.id, told.contact)
    side = Party.DESK if stated.on_desk else Party.MANUFACTURER
    detail: dict[str, object] = {"source": need.source, "snapshot": need.snapshot_id}
    add_lines(session, need.id, [TimelineLine(now, LineKind.STATED, side, by.actor.person_id, "", detail)])
    record_audit(session, [AuditEntry(now, by.actor if by.actor.is_known else side, "need_stated", "need", need.id, detail)])
    if not stated.on_desk:
        tell_desk(runtime, session, need, ("need_stated", {"number": need.number, "need": need.id}, f"need:{need.id}:stated"))
    return need


def _snapshot(runtime: Runtime, need: Need, by: StatedBy, answer: MatchList) -> Snapshot:
    codes = read_codes(runtime.database, runtime.copies.codes)
    try:
        generation = runtime.engine.position()
    except Unavailable:
        generation = -1  # the spare engine answered, as the list's note says
    return Snapshot(
        id=need.snapshot_id,
        need_id=need.id,
        made_at=need.made_at,
        text=need.text,
        understood=understood_words(answer.reading, codes.taxonomy, codes.levels),
        asked={**dict(by.asked), **kept_plan(answer)},
        confident=answer.confident,
        total=answer.total,
        lines=shown_lines(answer),
        origin=ListOrigin(runtime.engine.name, generation, runtime.encoder.fingerprint, asdict(load_weights())),
    )


def _first_shortlist(need: Need, answer: MatchList) -> list[ShortlistLine]:
    """The first three that fit, with the first reason of each: what the desk starts from."""
    return [
        ShortlistLine(
            id=new_id("shl"),
            need_id=need.id,
            provider_id=match.provider.id,
            provider_name=match.provider.display_name,
            place=match.rank,
            fit=match.fit,
            added_by=BY_LIST,
            added_by_name="",
            added_at=need.made_at,
            added_reason=(match.reasons[0].text if match.reasons else "")[:500],
        )
        for match in answer.matches[:PROPOSED_LEAST]
    ]


def _give_link(runtime: Runtime, session: Transaction, need: Need) -> str:
    now = runtime.clock.now()
    secret = fresh_secret()
    add_follow_link(session, need.id, digest_of(secret), now, now + timedelta(days=FOLLOWED_DAYS))
    return secret


def _own_firm(actor: Actor) -> str:
    return next((grant.firm_id for grant in actor.grants if grant.role is Role.MANUFACTURER), "")


def _marks(by: StatedBy, statement: Statement) -> tuple[str, str]:
    """Digests of the key and of what is asked; empty without a key."""
    if not by.key:
        return "", ""
    told = json.dumps([asdict(statement), by.asked], ensure_ascii=False, sort_keys=True)
    return digest_of(f"{by.actor.person_id}\0{by.key}"), hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()
