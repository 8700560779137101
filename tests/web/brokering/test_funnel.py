"""The desk's figures: each number equals the rows behind it, and the same counted anew from what was done."""

import re
from datetime import timedelta

import pytest

from service.domain.people import Role
from service.identity.actors import actor_of
from tests.brokering import recommended, state, step
from tests.factories import SMALL_POOL
from tests.people import make_person, signed_in, with_mailbox
from tests.web.html import assert_clean, read_page


@pytest.fixture(scope="module")
def counted(make_runtime):
    """(runtime, browser of a broker): one need registered, one checked and late, one recommended, one that nobody serves."""
    runtime = with_mailbox(make_runtime(SMALL_POOL, sign_ins_per_minute=0))[0]
    broker = actor_of(make_person(runtime, Role.BROKER, "chen"), staff=True)
    step(runtime, broker, state(runtime, firm="甲厂").need, "check")
    step(runtime, broker, state(runtime, firm="乙厂", town="虎门镇").need, "check", "clarify", "find_none")
    runtime.clock.advance(timedelta(days=10))
    recommended(runtime, broker, state(runtime, firm="丙厂").need)
    state(runtime, firm="丁厂")
    return runtime, signed_in(runtime, "chen")


def numbers(page: str) -> dict[str, int]:
    """Address → number, of all links that lead to rows."""
    found = re.findall(r'href="(/workbench/funnel\?[^"]*figure=[^"]*)"[^>]*>(?:<strong>)?([\d,]+)<', page)
    return {href.replace("&amp;", "&"): int(value.replace(",", "")) for href, value in found}


def test_every_number_is_its_rows(counted):
    _, browser = counted
    page = browser.get("/workbench/funnel").text
    assert_clean(page)
    found = numbers(page)
    assert len(found) > 10
    for href, value in found.items():
        rows = browser.get(href)
        assert rows.status_code == 200
        assert rows.text.count('href="/workbench/needs/') == value, href
    by_figure = {re.search(r"figure=([\w-]+)$", href).group(1): value for href, value in found.items() if "town=" not in href}
    assert by_figure["all"] == 4
    assert by_figure["reached-recommended"] == 1
    assert by_figure["now-none_suitable"] == 1
    assert by_figure["late-checked"] == 1
    assert (by_figure["contact_due"], by_figure["contacted"]) == (3, 2)


def test_figures_are_narrowed_and_grouped(counted):
    _, browser = counted
    words = read_page(browser.get("/workbench/funnel?town=441900121&by=scenario").text).words
    assert "按场景" in words
    narrowed = numbers(browser.get("/workbench/funnel?town=441900121").text)
    assert narrowed["/workbench/funnel?town=441900121&figure=all"] == 1
    assert "现在没有" not in words
    empty = browser.get("/workbench/funnel?first=2020-01-01&last=2020-12-31")
    assert "这段时间没有登记需求" in empty.text
    for bad in ("first=gestern", "first=2026-02-01&last=2026-01-01", "by=nobody", "figure=nothing"):
        refused = browser.get(f"/workbench/funnel?{bad}")
        assert refused.status_code == 422, bad
        assert 'role="alert"' in refused.text
