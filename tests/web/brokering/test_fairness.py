"""公平季报: the measure against a small sum by hand, every pin with its reason, and who may read it."""

from datetime import timedelta

import pytest

from service.brokerage.standing import NeedKey
from service.domain.fairness import Quarter, Recommendation, concentration_of
from service.domain.people import Role
from service.flows.brokering.keep_shortlist import clear_shortlisted
from service.flows.brokering.see_need import see_need
from service.identity.actors import actor_of
from tests.brokering import recommended, state
from tests.factories import SMALL_POOL
from tests.people import make_person, signed_in, with_mailbox
from tests.web.html import assert_clean, read_page


def test_the_measure_is_what_its_definition_says():
    def lists(*providers: str) -> list[Recommendation]:
        return [Recommendation(f"ned_{n}", provider, by_list=True) for n, provider in enumerate(providers)]

    one = concentration_of(lists("a", "a", "a"), 4)
    assert (one.hhi, one.top_ratio, one.even_hhi) == (10_000, 1.0, 2_500)
    even = concentration_of(lists("a", "b", "c", "d"), 4)
    assert (even.hhi, even.top_ratio) == (2_500, 0.75)
    assert concentration_of([], 0).hhi == 0
    # Shares of 3/6, 2/6, 1/6: 25 % + 11.1 % + 2.8 % of 10,000.
    assert concentration_of(lists("a", "a", "a", "b", "b", "c"), 10).hhi == 3_889


@pytest.mark.parametrize(("text", "quarter"), [("2026Q4", Quarter(2026, 4)), ("2026Q5", None), ("26Q1", None), ("", None)])
def test_a_quarter_is_read(text, quarter):
    assert Quarter.read(text) == quarter
    assert Quarter(2026, 4).next == Quarter(2027, 1)
    assert Quarter(2026, 1).previous == Quarter(2025, 4)


def test_every_hand_stands_in_the_report_with_its_reason(make_runtime):
    runtime = with_mailbox(make_runtime(SMALL_POOL, sign_ins_per_minute=0))[0]
    broker = actor_of(make_person(runtime, Role.BROKER, "chen"), staff=True)
    make_person(runtime, Role.AUDITOR, "sun")
    need, _ = recommended(runtime, broker, state(runtime).need, 4)
    key = NeedKey(broker, need.id)
    pinned = next(line for line in see_need(runtime, key).shortlist if line.pinned_until_on)
    runtime.clock.advance(timedelta(minutes=5))
    clear_shortlisted(runtime, key, pinned.provider_id, "最小一单 180 万，接不了")
    page = signed_in(runtime, "chen").get("/workbench/fairness")
    assert_clean(page.text)
    words = read_page(page.text).words
    assert "也做过同行" in words
    assert "最小一单 180 万，接不了" in words
    assert "4 家次，4 家；公开的共" in words, "it stood on the list when the list was sent"
    audited = signed_in(runtime, "sun")
    seen = audited.get("/workbench/fairness?quarter=2026Q1")
    assert seen.status_code == 200
    assert f"/workbench/needs/{need.id}" not in seen.text, "an auditor cannot open needs, so there is no link"
    assert audited.get("/workbench/fairness?quarter=nonsense").status_code == 422
    assert "还没有发出名单" in read_page(audited.get("/workbench/fairness?quarter=2025Q1").text).words
