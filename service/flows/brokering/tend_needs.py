"""The daily round over needs: pins that nobody confirmed again end, and who has a need that soon expires is asked once.

It may run as often as one likes: what ended or was asked is not touched again.
"""

from dataclasses import dataclass, replace

from service.brokerage.telling import tell_desk, tell_firm
from service.domain.audit import AuditEntry
from service.domain.need_steps import Party
from service.domain.needs import Need
from service.domain.promises import RENEWABLE_DAYS
from service.domain.shortlists import PIN_OVER_REASON, ShortlistLine
from service.domain.timeline import LineKind, TimelineLine
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.queries.audit import record_audit
from service.store.queries.needs import find_need, needs_to_renew, save_need
from service.store.queries.shortlist import ended_pins, take_off
from service.store.queries.special_days import read_calendar
from service.store.queries.timeline import add_lines
from service.store.unit_of_work import reading, writing

_A_ROUND_MOST = 500
_PLATFORM = "platform"


@dataclass(frozen=True, slots=True)
class TendedNeeds:
    """What one round did. `asked`: needs whose people were reminded, also those that had been before."""

    pins_ended: int
    asked: int


def tend_needs(runtime: Runtime) -> TendedNeeds:
    """Do what is due today."""
    today = runtime.today
    with reading(runtime.database) as session:
        until = read_calendar(session).after(today, RENEWABLE_DAYS)
        if not ended_pins(session, today, 1) and not needs_to_renew(session, until, 1):
            return TendedNeeds(0, 0)
    with writing(runtime.database) as session:
        pins = ended_pins(session, today, _A_ROUND_MOST)
        for line in pins:
            _end_pin(runtime, session, line)
        needs = needs_to_renew(session, until, _A_ROUND_MOST)
        for need in needs:
            _ask(runtime, session, need)
    return TendedNeeds(len(pins), len(needs))


def _end_pin(runtime: Runtime, session: Transaction, line: ShortlistLine) -> None:
    now = runtime.clock.now()
    take_off(session, line.id, "", PIN_OVER_REASON, now)
    detail: dict[str, object] = {"provider": line.provider_id}
    add_lines(session, line.need_id, [TimelineLine(now, LineKind.REMOVED, Party.PLATFORM, "", PIN_OVER_REASON, detail)])
    record_audit(session, [AuditEntry(now, _PLATFORM, "pin_ended", "need", line.need_id, detail)])
    need = find_need(session, line.need_id)
    assert need is not None  # noqa: S101  a foreign key sees to it
    saved = save_need(session, replace(need, moved_at=now))
    told = {"number": saved.number, "provider": line.provider_name, "need": saved.id}
    tell_desk(runtime, session, saved, ("pin_ended", told, f"pin:{line.id}"))


def _ask(runtime: Runtime, session: Transaction, need: Need) -> None:
    """Told once for each end of its time; a renewed need has another."""
    values = {"number": need.number, "until": need.renew_by_on.isoformat(), "need": need.id}
    key = f"need:{need.id}:renew:{need.renew_by_on.isoformat()}"
    tell_firm(runtime, session, need.firm.manufacturer_id, ("need_renewal_factory", values, key))
    tell_desk(runtime, session, need, ("need_renewal_desk", values, key))
