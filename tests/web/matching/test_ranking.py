"""排序说明."""

from service.flows.matching.explain_ranking import explain_ranking
from tests.web.html import read_page
from web.text import percent
from web.views.matching.ranking import SIGNAL_WORDS


def test_the_ranking_page_is_made_from_the_running_weights(site):
    rules = explain_ranking()
    assert {signal.name for signal in rules.signals} == set(SIGNAL_WORDS)
    assert abs(sum(signal.share for signal in rules.signals) - 1) < 1e-9
    words = read_page(site.get("/ranking").text).words
    for signal in rules.signals:
        assert f"{signal.weight:g} {percent(signal.share)}" in words, signal
    for bound in (rules.strong_from, rules.possible_from, rules.confident_from):
        assert percent(bound) in words
