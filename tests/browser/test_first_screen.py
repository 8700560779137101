"""Answer first: the first firm's name and its quotation stand on the first screen, on a phone and on a projector."""

import pytest

from tests.bench.first_screen import NAME_MOST, NEEDS, QUOTE_MOST, SCREENS, address_of, measure
from tests.demonstration import build_demonstration, served

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory):
    """The fixture pool with the real encoder."""
    runtime = build_demonstration(tmp_path_factory.mktemp("demonstration"))
    with served(runtime) as site:
        yield site
    runtime.database.dispose()


@pytest.mark.parametrize("width", SCREENS)
def test_the_first_firm_and_its_words_come_before_the_fold(chromium, demonstration, width):
    context = chromium.new_context(base_url=demonstration, viewport={"width": width, "height": SCREENS[width]}, locale="zh-CN")
    page = context.new_page()
    for need in NEEDS:
        page.goto(address_of(need))
        tops = measure(page)
        assert tops.name is not None, need
        assert tops.quote is not None, need
        assert tops.quote_end is not None, need
        assert tops.name <= NAME_MOST, need
        assert tops.quote <= QUOTE_MOST, need
        assert tops.quote_end <= SCREENS[width], need
    context.close()
