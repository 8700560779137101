"""A phone in a workshop: no page weighs more than 30 kB on its first visit, style sheet, script and icon included."""

import pytest

from tests.bench.pages import WEIGHT_MOST, weigh
from tests.demonstration import page_paths

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_every_kind_of_page_is_light(chromium, demonstration):
    weights = {name: weigh(chromium, demonstration.address + path)[0] for name, path in page_paths(demonstration.runtime).items()}
    assert {name: weight for name, weight in weights.items() if not 2_000 < weight <= WEIGHT_MOST} == {}
