"""到期日历: half a year by the calendar, told honestly."""

from datetime import UTC, date, datetime

import pytest

from service.domain.confirmations import Confirmation
from service.domain.freshness import confirmed_on, dues_of, months_later, parts_of_due
from service.domain.profile_content import content_of
from service.domain.providers import UnitContact
from tests.unit.made_providers import case, provider

UPDATED = datetime(2026, 1, 1, tzinfo=UTC)
CONTENT = content_of(
    provider(
        case(id="cas_1", customer="某厂"),
        qualifications=("ISO27001（2026-02到期）", "软著"),
        contact=UnitContact("王", "0769-00000001", None),
    )
)


def word(part, day):
    return {part: Confirmation(part, "per_1", datetime(*day, 4, tzinfo=UTC))}


@pytest.mark.parametrize(
    ("day", "later"),
    [(date(2026, 1, 15), date(2026, 7, 15)), (date(2026, 8, 31), date(2027, 2, 28)), (date(2027, 8, 31), date(2028, 2, 29))],
)
def test_six_months_later(day, later):
    assert months_later(day, 6) == later


def test_what_was_never_confirmed_is_due_half_a_year_after_its_entry():
    dues = {due.name: due for due in dues_of(CONTENT, {}, UPDATED)}
    assert dues["案例“某厂”"].due_on == date(2026, 7, 1)
    assert dues["案例“某厂”"].confirmed_on is None
    assert dues["ISO27001（2026-02到期）"].due_on == date(2026, 2, 28)
    assert dues["ISO27001（2026-02到期）"].part == ""


def test_a_click_moves_the_day_and_the_standing():
    confirmed = word("case:cas_1", (2026, 5, 3))
    due = next(each for each in dues_of(CONTENT, confirmed, UPDATED) if each.part == "case:cas_1")
    assert (due.confirmed_on, due.due_on) == (date(2026, 5, 3), date(2026, 11, 3))
    assert [due.standing(day) for day in (date(2026, 10, 3), date(2026, 10, 4), date(2026, 11, 3), date(2026, 11, 4))] == [
        "fresh", "soon", "soon", "late",
    ]  # fmt: skip


def test_a_contact_is_as_old_as_its_oldest_part():
    both = word("contact_name", (2026, 3, 1)) | word("contact_phone", (2026, 5, 1))
    parts = parts_of_due(CONTENT, "contact")
    assert parts == ("contact_name", "contact_phone")
    assert confirmed_on(both, parts) == date(2026, 3, 1)
    assert confirmed_on(word("contact_name", (2026, 3, 1)), parts) is None
    assert parts_of_due(CONTENT, "case:cas_nothing") == parts_of_due(CONTENT, "summary") == ()
