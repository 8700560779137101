"""续期: a need that still stands is renewed, with its link and its contact."""

from dataclasses import replace
from datetime import timedelta

from service.brokerage.standing import NeedKey, open_need
from service.domain.calendar import day_in_shanghai
from service.domain.needs import CONTACT_KEPT_DAYS, Need
from service.domain.promises import LASTS_DAYS, RENEWABLE_DAYS
from service.domain.timeline import LineKind, TimelineLine
from service.errors import Conflict
from service.runtime import Runtime
from service.store.queries.follow_links import renew_follow_links
from service.store.queries.need_contacts import find_need_contact, put_need_contact
from service.store.queries.needs import save_need
from service.store.queries.special_days import read_calendar
from service.store.queries.timeline import add_lines
from service.store.unit_of_work import writing


def renew_need(runtime: Runtime, key: NeedKey) -> Need:
    """Let it stand for another 120 working days.

    Raises:
        NotFound: the key opens no need.
        Conflict: it is closed, or its end is still far.
    """
    now = runtime.clock.now()
    today = day_in_shanghai(now)
    with writing(runtime.database) as session:
        need, standing = open_need(runtime, session, key)
        calendar = read_calendar(session)
        if not need.is_open:
            raise Conflict("这条需求已经办结，不用续期。还要办请重新打开。")
        if calendar.passed(today, need.renew_by_on) > RENEWABLE_DAYS:
            raise Conflict(f"还没到续期的时候：到期前 {RENEWABLE_DAYS} 个工作日起可以续。")
        until = calendar.after(today, LASTS_DAYS)
        kept_until = now + timedelta(days=CONTACT_KEPT_DAYS)
        renew_follow_links(session, need.id, kept_until, now)
        contact = find_need_contact(session, need.id)
        if contact:
            put_need_contact(session, need.id, replace(contact, delete_on=day_in_shanghai(kept_until)))
        line = TimelineLine(now, LineKind.RENEWED, standing.side, standing.actor.person_id, "", {"until": until.isoformat()})
        add_lines(session, need.id, [line])
        return save_need(session, replace(need, moved_at=now, renew_by_on=until))
