"""What came of a case, on its card."""

import pytest

from service.domain.directory import CaseOf
from service.flows.directory.browse_providers import ProviderQuery, show_provider
from service.flows.directory.browse_providers import list_providers as listed
from tests.factories import case, firm
from web.parts.cards import CaseCard, case_card


@pytest.fixture(scope="module")
def card_of(make_runtime):
    def draw(outcome: str | None) -> CaseCard:
        runtime = make_runtime((firm(1, cases=(case(outcome=outcome),)),))
        (found,) = listed(runtime, ProviderQuery()).items
        detail = show_provider(runtime, found.id)
        return case_card(CaseOf(detail.provider, detail.provider.cases[0]), detail.codes)

    return draw


def test_figures_before_and_after_stand_apart(card_of):
    card = card_of("终检人数26人→11人；外观投诉一年7次→1次")
    assert [(gain.subject, gain.before, gain.after) for gain in card.gains] == [
        ("终检人数", "26人", "11人"),
        ("外观投诉一年", "7次", "1次"),
    ]
    assert card.outcome == ""


def test_words_that_are_no_figure_stay(card_of):
    card = card_of("晚班开机率由58%升到74%，老板不用再跑车间")
    assert [(gain.before, gain.after) for gain in card.gains] == [("58%", "74%")]
    assert card.outcome == "晚班开机率由58%升到74%，老板不用再跑车间"
    plain = card_of("老板不用再跑车间")
    assert (plain.gains, plain.outcome) == ((), "老板不用再跑车间")
    assert (card_of(None).gains, card_of(None).outcome) == ((), "")
