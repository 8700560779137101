"""对接工作台: heaps, filters in the address, several handed over at once, and what an old or hostile text does to a row."""

from datetime import timedelta

import pytest

from service.domain.people import Role
from service.identity.actors import actor_of
from tests.brokering import state, step
from tests.factories import SMALL_POOL
from tests.people import make_person, signed_in, with_mailbox
from tests.web.conftest import HOSTILE
from tests.web.html import assert_clean, read_page


@pytest.fixture
def world(make_runtime):
    """(runtime, two brokers)."""
    runtime = with_mailbox(make_runtime(SMALL_POOL, sign_ins_per_minute=0))[0]
    return runtime, *(actor_of(make_person(runtime, Role.BROKER, name), staff=True) for name in ("chen", "lin"))


def heap(words: str, title: str) -> str:
    """What stands in one heap."""
    after = words.partition(f" {title} ")[2]
    ends = [after.index(other) for other in (" 今天 ", " 等别人 ", " 以后 ", "选中的交给") if other in after]
    return after[: min(ends)]


def test_a_need_goes_from_today_to_late(world):
    runtime, chen, _ = world
    state(runtime, chen)
    browser = signed_in(runtime, "chen")
    page = read_page(browser.get("/workbench").text)
    assert "第 0 天／承诺 3 天 还剩 3 天" in page.words
    assert "今天 1 今天登记" in page.words
    runtime.clock.advance(timedelta(days=8))
    browser = signed_in(runtime, "chen")
    words = read_page(browser.get("/workbench").text).words
    assert "逾期与卡住 1" in words
    assert "逾期 3 天" in words


def test_filters_stand_in_the_address(world):
    runtime, chen, _ = world
    state(runtime, chen, firm="长安甲厂", town="长安镇")
    step(runtime, chen, state(runtime, chen, firm="虎门乙厂", town="虎门镇").need, "check")
    state(runtime, firm="没人认领的厂")
    browser = signed_in(runtime, "chen")
    shown = {
        "/workbench": {"长安甲厂", "虎门乙厂"},
        "/workbench?who=all": {"长安甲厂", "虎门乙厂", "没人认领的厂"},
        "/workbench?who=none": {"没人认领的厂"},
        "/workbench?who=all&state=checked": {"虎门乙厂"},
        "/workbench?who=all&town=441900119": {"长安甲厂", "没人认领的厂"},
        "/workbench?who=all&q=乙厂": {"虎门乙厂"},
        "/workbench?who=all&q=%25": set(),
        "/workbench?who=all&heap=late": set(),
    }
    for path, firms in shown.items():
        words = read_page(browser.get(path).text).words
        assert {firm for firm in ("长安甲厂", "虎门乙厂", "没人认领的厂") if firm in words} == firms, path
    assert browser.get("/workbench?state=rated").status_code == 422
    assert "在办合计" in browser.get("/workbench").text


def test_several_are_handed_over_at_once(world):
    runtime, _, lin = world
    needs = [state(runtime, firm=f"第{n}厂").need for n in range(3)]
    browser = signed_in(runtime, "chen")
    chosen = [need.id for need in needs[:2]]
    done = browser.send(
        "/workbench/assign", page="/workbench", chosen=chosen, broker=lin.person_id, words="都在长安", back="/workbench?who=all"
    )
    assert (done.status_code, done.headers["location"]) == (303, "/workbench?who=all")
    words = read_page(signed_in(runtime, "lin").get("/workbench").text).words
    assert ("第0厂" in words, "第1厂" in words, "第2厂" in words) == (True, True, False)
    nothing = browser.send("/workbench/assign", page="/workbench", broker=lin.person_id)
    assert (nothing.status_code, "请选要交接的需求" in nothing.text) == (422, True)
    away = browser.send(
        "/workbench/assign", page="/workbench", chosen=[needs[2].id], broker=lin.person_id, back="https://elsewhere.example/"
    )
    assert away.headers["location"] == "/workbench"


def test_a_hostile_text_is_a_text(world):
    runtime, chen, _ = world
    state(runtime, chen, firm=HOSTILE[:70])
    assert_clean(signed_in(runtime, "chen").get("/workbench").text)


def test_a_year_without_a_notice_is_told(world):
    runtime, chen, _ = world
    state(runtime, chen)
    runtime.clock.advance(timedelta(days=500))
    assert "还没有 2027 年的放假安排" in signed_in(runtime, "chen").get("/workbench").text
