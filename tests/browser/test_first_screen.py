"""Answer first: the first firm's name and its quotation stand on the first screen, on a phone, with large letters and on a projector."""

from statistics import median

import pytest

from tests.bench.first_screen import NAME_MOST, NEEDS, QUOTE_MOST, SCREENS, address_of, measure

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.name)
def test_the_first_firm_and_its_words_come_before_the_fold(chromium, demonstration, screen):
    page = screen.open(chromium, demonstration.address)
    names, quotes = [], []
    for need in NEEDS:
        page.goto(address_of(need))
        tops = measure(page)
        assert tops.name is not None, need
        assert tops.quote is not None, need
        assert tops.quote_end is not None, need
        assert tops.quote_end <= screen.height, need
        names.append(tops.name)
        quotes.append(tops.quote)
    page.context.close()
    # A need of two jobs begins with who does both: with large letters its first quotation stands below that line.
    held = median if screen.display else max
    assert held(names) <= NAME_MOST
    assert held(quotes) <= QUOTE_MOST
