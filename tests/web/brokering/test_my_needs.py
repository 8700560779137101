"""我的需求: the list, one need, and what its factory can do with it."""

import pytest

from service.domain.people import Role
from service.identity.actors import actor_of
from tests.brokering import state, step
from tests.factories import SMALL_POOL
from tests.people import WebPerson, make_person, signed_in, with_mailbox
from tests.web.conftest import HOSTILE
from tests.web.html import assert_clean, read_page


@pytest.fixture
def world(make_runtime):
    """(runtime, broker, factory)."""
    runtime = with_mailbox(make_runtime(SMALL_POOL, sign_ins_per_minute=0))[0]
    broker = actor_of(make_person(runtime, Role.BROKER, "chen"), staff=True)
    return runtime, broker, actor_of(make_person(runtime, Role.MANUFACTURER, "he", "长安某五金厂"), staff=True)


def test_the_list_holds_one_s_own(world):
    runtime, _, factory = world
    mine, _ = state(runtime, factory).need, state(runtime, firm="另一家厂").need
    page = read_page(signed_in(runtime, "he").get("/my-needs").text)
    assert "共 1 条" in page.words
    assert page.link("/my-needs/") == f"/my-needs/{mine.id}"


def test_a_need_tells_where_it_stands_and_what_comes_next(world):
    runtime, broker, factory = world
    need = step(runtime, broker, state(runtime, factory).need, "check", "clarify")
    browser = signed_in(runtime, "he")
    words = read_page(browser.get(f"/my-needs/{need.id}").text).words
    assert "办到哪一步：澄清" in words
    assert "看名单，写理由，发给企业" in words
    assert "工作人员还在核对和挑选" in words
    step(runtime, broker, need, "recommend", reason="池里只有这两家做过")
    words = read_page(browser.get(f"/my-needs/{need.id}").text).words
    assert "屿栈数据" in words
    assert "池里只有这两家做过" in words


def test_the_factory_tells_more_and_leaves_and_comes_back(world):
    runtime, _, factory = world
    need = state(runtime, factory).need
    path, browser = f"/my-needs/{need.id}", signed_in(runtime, "he")
    assert browser.send(path, do="note", words=HOSTILE, version="1").status_code == 303
    page = browser.get(path)
    assert_clean(page.text)
    assert "补充说明" in page.text
    unsaid = browser.send(path, do="pause", words="", version="2")
    assert (unsaid.status_code, "请写明原因" in unsaid.text) == (422, True)
    assert browser.send(path, do="pause", words="老板出国", version="2").status_code == 303
    assert "暂缓" in browser.get(path).text
    late = browser.send(path, do="pause", words="再来一次", version="2")
    assert (late.status_code, "刚被别人改过" in late.text) == (409, True)
    assert browser.send(path, do="reopen", words="老板回来了", version="3").status_code == 303


def test_a_link_ends_when_its_holder_says_so(world):
    runtime, _, _ = world
    told = state(runtime)
    path = f"/my-needs/follow?t={told.secret}"
    browser = WebPerson(runtime)
    page = browser.get(path)
    assert 'content="same-origin"' in page.text
    assert browser.send("/my-needs/follow", page=path, t=told.secret, do="note", words="停了两台").status_code == 303
    assert browser.send("/my-needs/follow", page=path, t=told.secret, do="end-link").status_code == 303
    assert browser.get(path).status_code == 404


def test_nobody_else_sees_it(world):
    runtime, _, factory = world
    need = state(runtime, factory).need
    make_person(runtime, Role.MANUFACTURER, "li", "别的厂")
    assert signed_in(runtime, "li").get(f"/my-needs/{need.id}").status_code == 404
    assert WebPerson(runtime).get(f"/my-needs/{need.id}").status_code in {303, 401}
