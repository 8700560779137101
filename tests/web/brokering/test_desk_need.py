"""One need on the desk's screen: every button, and what it says when something stands in the way."""

import pytest

from service.brokerage.standing import NeedKey
from service.domain.people import Role
from service.flows.brokering.see_introductions import see_introductions
from service.flows.brokering.see_need import see_need
from service.identity.actors import actor_of
from tests.brokering import recommended, state
from tests.factories import SMALL_POOL
from tests.people import make_person, signed_in, with_mailbox
from tests.web.conftest import HOSTILE
from tests.web.html import assert_clean, read_page


@pytest.fixture
def desk(make_runtime):
    """(runtime, broker, browser of the broker)."""
    runtime = with_mailbox(make_runtime(SMALL_POOL, sign_ins_per_minute=0))[0]
    broker = actor_of(make_person(runtime, Role.BROKER, "chen"), staff=True)
    return runtime, broker, signed_in(runtime, "chen")


def test_a_clerk_goes_from_the_telephone_to_two_consents(desk):
    runtime, broker, browser = desk
    need, (first, *_) = recommended(runtime, broker, state(runtime).need)
    path = f"/workbench/needs/{need.id}"

    def do(what: str, **fields: str):
        done = browser.send(path, do=what, **fields)
        assert done.status_code == 303, read_page(done.text).words
        return see_introductions(runtime, NeedKey(broker, need.id))

    (one,) = do("introduce", provider=first)
    told = {"introduction": one.introduction.id}
    do("answer", **told, side="manufacturer", answer="accept", heard="11月25日 打座机，何先生说愿意谈")
    (one,) = do("answer", **told, side="provider", answer="accept", heard="赵工来电")
    assert one.introduction.provider.by_phone
    do("meeting", **told, kind="factory", starts="2026-01-07T14:30", minutes="60", place="")
    (one,) = do("outcome", **told, side="provider", kind="met", heard="赵工来电", words="看了六台冲床")
    (one,) = do("settle", **told, side="manufacturer", outcome=one.outcomes[0].id, heard="何先生说去过了")
    words = read_page(browser.get(path).text).words
    for part in ("双方已同意", "2026年1月7日 14:30 到工厂", "已见面：看了六台冲床", "同意，2026年1月5日 10:00（工作人员代记）"):
        assert part in words
    assert see_need(runtime, NeedKey(broker, need.id)).need.state == "met"


def test_what_stands_in_the_way_is_told_on_the_page(desk):
    runtime, broker, browser = desk
    need, (first, *_) = recommended(runtime, broker, state(runtime).need)
    path = f"/workbench/needs/{need.id}"
    for fields, sentence in (
        ({"do": "pause"}, "请写明原因"),
        ({"do": "rate"}, "不能做"),
        ({"do": "add", "provider": first, "reason": "再加"}, "已经在名单上"),
        ({"do": "introduce", "provider": "prv_nobody"}, "名录里没有这家"),
        ({"do": "take-off", "provider": first}, "请写明原因"),
        ({"do": "plan", "words": "", "on": "昨天"}, "请写下一步做什么"),
        ({"do": "nonsense"}, "没有“nonsense”这一步"),
        ({"do": "answer", "introduction": "itr_x", "answer": "accept"}, "没有找到这次对接"),
    ):
        refused = browser.send(path, **fields)
        assert refused.status_code in {404, 409, 422}, fields
        assert sentence in read_page(refused.text).words, fields
    assert see_need(runtime, NeedKey(broker, need.id)).need.version == need.version


def test_contact_and_link_are_shown_once(desk):
    runtime, _, browser = desk
    need = state(runtime).need
    path = f"/workbench/needs/{need.id}"
    assert "0769-12345678" not in browser.get(path).text
    assert "0769-12345678" in browser.send(path, do="contact").text
    page = browser.get(path)
    assert "0769-12345678" not in page.text
    assert "查看了联系方式" in page.text
    link = browser.send(path, do="link")
    secret = link.text.partition("/my-needs/follow?t=")[2][:43]
    assert browser.get(f"/my-needs/follow?t={secret}").status_code == 200


def test_the_same_said_twice_is_seen_and_merged(desk):
    runtime, _, browser = desk
    first, second = state(runtime).need, state(runtime).need
    path = f"/workbench/needs/{second.id}"
    assert "很像" in browser.get(path).text
    assert browser.send(path, do="merge", into=first.id, reason="同一件事").status_code == 303
    assert "已并入 XQ-2026-0001" in browser.get(path).text


def test_notes_plans_handing_over_and_hostile_words(desk):
    runtime, _, browser = desk
    lin = make_person(runtime, Role.BROKER, "lin")
    need = state(runtime, firm=HOSTILE[:70]).need
    path = f"/workbench/needs/{need.id}"
    assert browser.send(path, do="note", note=HOSTILE).status_code == 303
    assert browser.send(path, do="plan", words="换座机再打", on="2026-01-06", waits_for="manufacturer").status_code == 303
    assert browser.send(path, do="hand-over", broker=lin.id, words="老板下午才在").status_code == 303
    page = browser.get(path)
    assert_clean(page.text)
    words = read_page(page.text).words
    for part in ("下一步：换座机再打", "交给 lin：老板下午才在", "经办 lin"):
        assert part in words
