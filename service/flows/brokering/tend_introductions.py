"""The daily round: one reminder for who has not answered, an end for whose time is over, old contacts deleted.

It may run as often as one likes: what was reminded or has lapsed is not touched again.
"""

from dataclasses import dataclass, replace

from service.brokerage.introducing import lapse, platform_line
from service.brokerage.telling import tell_desk, tell_firm, tell_over
from service.domain.introductions import INTRODUCTION_WORDS, TURNS, Introduction
from service.domain.need_steps import Party
from service.domain.needs import NextAction
from service.domain.timeline import LineKind
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.queries.introductions import due_introductions, save_introduction
from service.store.queries.need_contacts import has_old_contacts, remove_old_contacts
from service.store.queries.needs import find_need, save_need
from service.store.queries.timeline import add_lines
from service.store.unit_of_work import reading, writing

_MOST_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class TendedCount:
    """What one round did."""

    reminded: int
    lapsed: int
    contacts_deleted: int


def tend_introductions(runtime: Runtime) -> TendedCount:
    """Do what is due today. Cost: one small query when nothing is."""
    today = runtime.today
    with reading(runtime.database) as session:
        if not due_introductions(session, today, 1) and not has_old_contacts(session, today):
            return TendedCount(0, 0, 0)
    reminded = lapsed = 0
    with writing(runtime.database) as session:
        for introduction in due_introductions(session, today, _MOST_AT_ONCE):
            if introduction.is_over(today):
                _lapse(runtime, session, introduction)
                lapsed += 1
            else:
                _remind(runtime, session, introduction)
                reminded += 1
        deleted = remove_old_contacts(session, today)
    return TendedCount(reminded, lapsed, deleted)


def _lapse(runtime: Runtime, session: Transaction, introduction: Introduction) -> None:
    saved = lapse(runtime, session, introduction)
    need = find_need(session, introduction.need_id)
    if need is None or not need.is_open:
        return
    words = f"{saved.provider_name}的对接到期作废，看要不要换一家"[:200]
    save_need(session, replace(need, next_action=NextAction(words, runtime.today, Party.DESK)))
    told = {"number": need.number, "provider": saved.provider_name, "state": INTRODUCTION_WORDS[saved.state], "need": need.id}
    tell_desk(runtime, session, need, ("introduction_over", told, f"introduction:{saved.id}:{saved.state}"))
    tell_over(runtime, session, need, saved)


def _remind(runtime: Runtime, session: Transaction, introduction: Introduction) -> None:
    side = TURNS[introduction.state]
    save_introduction(session, replace(introduction, reminded_at=runtime.clock.now()))
    add_lines(session, introduction.need_id, [platform_line(runtime, LineKind.REMINDED, introduction, {"by": side})])
    until = introduction.answer_by.isoformat() if introduction.answer_by else ""
    key = f"introduction:{introduction.id}:{introduction.state}:reminded"
    if side is Party.PROVIDER:
        told = ("introduction_reminder_provider", {"until": until, "introduction": introduction.id}, key)
        tell_firm(runtime, session, introduction.provider_id, told)
        return
    need = find_need(session, introduction.need_id)
    values = {"until": until, "provider": introduction.provider_name, "need": introduction.need_id}
    tell_firm(runtime, session, need.firm.manufacturer_id if need else "", ("introduction_reminder_factory", values, key))
