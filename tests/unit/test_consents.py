"""The states of a consent, every state × step × side against what is drawn here by hand; texts, masks and numbers."""

import hashlib
import itertools
from datetime import UTC, date, datetime

import pytest

from service.domain.consents import (
    CONSENT_TEXTS,
    CONSENT_WORDS,
    CURRENT_TEXT,
    Consent,
    ConsentSide,
    ConsentState,
    ConsentStep,
    consent_text,
    consent_until,
    masked_mobile,
    masked_name,
    next_consent_state,
    read_mobile,
)

DRAWN = """
-      ask>asked@firm record>given@staff
asked  give>given@person decline>declined@person cancel>lapsed@firm lapse>lapsed@platform
given  extend>given@person withdraw>withdrawn@person lapse>lapsed@platform
given  withdraw>withdrawn@firm withdraw>withdrawn@staff relink>given@staff
"""
TEXT_DIGESTS = {"2026-11": "4d2525c1d132bc65"}
NOW = datetime(2026, 1, 5, tzinfo=UTC)


def drawn() -> dict[tuple[str, str, str], str]:
    found = {}
    for line in DRAWN.strip().splitlines():
        state, *arrows = line.split()
        for arrow in arrows:
            step, _, rest = arrow.partition(">")
            end, _, side = rest.partition("@")
            found[state, step, side] = end
    return found


def test_every_state_step_and_side_leads_where_it_is_drawn() -> None:
    expected, seen = drawn(), 0
    for state, step, side in itertools.product((None, *ConsentState), ConsentStep, ConsentSide):
        told = next_consent_state(state, step, side)
        assert (str(told) if told else None) == expected.get((str(state) if state else "-", step, side)), (state, step, side)
        seen += told is not None
    assert seen == len(expected) == 12


def test_only_an_open_consent_moves_and_every_state_has_words() -> None:
    assert CONSENT_WORDS.keys() == set(ConsentState)
    for state in (ConsentState.DECLINED, ConsentState.WITHDRAWN, ConsentState.LAPSED):
        assert not any(next_consent_state(state, step, side) for step in ConsentStep for side in ConsentSide)


def test_a_text_that_was_agreed_to_never_changes() -> None:
    """A new text is a new version: add its digest, and leave the others."""
    assert {version: hashlib.sha256(text.encode()).hexdigest()[:16] for version, text in CONSENT_TEXTS.items()} == TEXT_DIGESTS
    told = consent_text(CURRENT_TEXT, "", "某平台")
    assert "本平台在某平台上" in told
    assert "{" not in told


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("138 0013 8000", "13800138000"), ("+86 138-0013-8000", "13800138000"), ("0769-12345678", None), ("1380013800", None),
        ("23800138000", None), ("", None),
    ],
)  # fmt: skip
def test_a_mobile_is_eleven_digits(text: str, number: str | None) -> None:
    assert read_mobile(text) == number


def test_masks_tell_nothing_more() -> None:
    assert (masked_name("欧阳建国"), masked_name("王"), masked_name("")) == ("欧**", "王**", "")
    assert (masked_mobile("13800138000"), masked_mobile("")) == ("138****8000", "")


def test_a_consent_ends_by_its_day_also_when_nobody_noted_it() -> None:
    stands = Consent("con_1", "prv_1", 1, ConsentState.GIVEN, "销售", "per_1", NOW, None, until=date(2026, 7, 5))
    assert stands.is_in_force(date(2026, 7, 5))
    assert not stands.is_in_force(date(2026, 7, 6))
    assert consent_until(date(2026, 8, 31), 6) == date(2027, 2, 28)
