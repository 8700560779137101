"""Reminders before due dates: each mark once, also when a round was missed, and never long after."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from service.domain.attachments import REMINDED_DAYS_BEFORE
from service.domain.calendar import SHANGHAI
from service.domain.freshness import due_mark
from service.domain.people import Role, RoleGrant
from service.domain.permissions import Actor
from service.flows.directory.browse_providers import show_provider
from service.flows.profiles.confirm_profile import confirm_profile
from service.flows.profiles.decide_attachment import PaperDecision, decide_attachment
from service.flows.profiles.remind_dues import remind_dues
from service.flows.profiles.send_attachment import SentPaper, send_attachment
from service.identity.actors import actor_of
from service.store.rows import NoticeRow
from tests.factories import SMALL_POOL
from tests.fakes import FixedClock
from tests.flows.stored import provider_id, rows
from tests.papers import png
from tests.people import make_person

ZHAO = Actor("per_zhao", "赵", (RoleGrant(Role.REVIEWER),))


@pytest.mark.parametrize(("left", "mark"), [(61, None), (60, 60), (45, 60), (30, 30), (8, 30), (7, 7), (0, 7), (-30, 7), (-31, None)])
def test_the_smallest_mark_that_was_reached(left: int, mark: int | None) -> None:
    assert due_mark(left, REMINDED_DAYS_BEFORE) == mark


def test_a_certificate_is_told_at_sixty_thirty_and_seven_days_and_a_confirmation_before_half_a_year(make_platform, tmp_path):
    runtime = make_platform(SMALL_POOL[:1], data_dir=tmp_path / "data")
    firm = provider_id(runtime.database, "屿栈数据")
    assert remind_dues(runtime) == 0, "nobody could be told"
    wang = actor_of(make_person(runtime, Role.PROVIDER, "wang", SMALL_POOL[0].uscc), staff=True)
    about = show_provider(runtime, firm).provider.qualifications[0]
    paper = send_attachment(runtime, wang, firm, SentPaper("certificate", about, png()))
    decide_attachment(runtime, ZHAO, paper, PaperDecision(accept=True, version=1, valid_until=date(2026, 4, 30)))
    confirm_profile(runtime, wang, firm, "contact")

    def told(day: date) -> list[str]:
        later = replace(runtime, clock=FixedClock(datetime(day.year, day.month, day.day, 4, tzinfo=SHANGHAI)))
        before = {row.id for row in rows(runtime.database, NoticeRow)}
        remind_dues(later)
        assert remind_dues(later) == 0, "each once"
        new = [row for row in rows(runtime.database, NoticeRow) if row.id not in before]
        return [row.wording for row in new if row.values.get("until") == "2026-04-30" or row.values.get("what") == "联系方式"]

    end = date(2026, 4, 30)
    assert told(end - timedelta(days=61)) == []
    assert told(end - timedelta(days=50)) == ["certificate_ending"], "a round was missed"
    assert told(end - timedelta(days=31)) == []
    assert told(end - timedelta(days=30)) == ["certificate_ending"]
    assert told(end - timedelta(days=7)) == ["certificate_ending"]
    assert told(end + timedelta(days=20)) == []
    assert told(date(2026, 6, 25)) == ["due_again"]
    assert told(date(2026, 7, 3)) == ["due_again"]
