"""服务台: its page, and the anonymous count of a supply gap."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from service.flows.directory.browse_providers import ProviderQuery, list_providers
from service.store.rows import SupplyGapRow
from tests.factories import firm
from tests.web.html import read_page
from web.app import build_site


@pytest.fixture
def own(make_runtime):
    runtime = make_runtime((), desk_contact="0769-22220001", desk_promised_days=5)
    return runtime, TestClient(build_site(runtime), follow_redirects=False)


def gaps(runtime):
    with Session(runtime.database) as session:
        return list(session.scalars(select(SupplyGapRow)))


def test_one_click_counts_a_gap_without_words_or_person(own):
    runtime, person = own
    sent = {"reason": "nobody", "scenario": "DEV02", "industry": "plastics", "town": "441900119", "back": "/search?q=停机"}
    answer = person.post("/desk/gaps", data=sent)
    assert answer.status_code == 303
    page = read_page(person.get(answer.headers["location"]).text)
    assert "已经记下这个缺口" in page.words
    assert "5 个工作日内" in page.words
    assert "0769-22220001" in page.words
    assert "/search?q=停机" in page.links()
    (row,) = gaps(runtime)
    assert (row.reason, row.scenario_code, row.topic, row.industry_code, row.town_code) == (
        "nobody",
        "DEV02",
        None,
        "plastics",
        "441900119",
    )


def test_codes_nobody_knows_are_left_out(own):
    runtime, person = own
    person.post(
        "/desk/gaps", data={"reason": "foreign", "scenario": "我的电话13812345678", "topic": "premises", "industry": "x", "town": "y"}
    )
    (row,) = gaps(runtime)
    assert (row.scenario_code, row.topic, row.industry_code, row.town_code) == (None, "premises", None, None)


def test_an_unknown_reason_is_refused_and_nothing_is_stored(own):
    runtime, person = own
    assert person.post("/desk/gaps", data={"reason": "because"}).status_code == 422
    assert person.post("/desk/gaps", data={"reason": "nobody"}, headers={"Origin": "https://evil.example"}).status_code == 403
    assert gaps(runtime) == []


def test_the_desk_page_shows_the_need_without_telephone_number(own):
    _, person = own
    answer = person.get("/desk", params={"q": "停机没人知道 13812345678", "p": "prv_unknown", "back": "/search?q=1"})
    assert answer.status_code == 303
    page = person.get(answer.headers["location"])
    assert "停机没人知道" in page.text
    assert "13812345678" not in answer.headers["location"] + page.text


def test_nothing_is_promised_while_no_contact_is_set(make_runtime):
    runtime = make_runtime((firm(1, is_demo=False),), desk_contact="")
    person = TestClient(build_site(runtime))
    (found,) = list_providers(runtime, ProviderQuery()).items
    paths = ["/", "/help", "/accessibility", "/ranking", "/scenarios/GRN05", f"/providers/{found.id}", "/search", "/search?q=qqqq zzzz"]
    for path in paths:
        page = read_page(person.get(path).text)
        assert "工作日内" not in page.words, path
        assert "转给服务台" not in page.words, path
        assert not [link for link in page.links() if link.startswith("/desk")], path
    desk = read_page(person.get(f"/desk?p={found.id}&noted=1").text)
    assert "服务台还没有开通" in desk.words
    assert "工作日内" not in desk.words
    assert f"/providers/{found.id}#contact" in desk.links()


def test_a_demonstration_shows_a_number_that_nobody_has(make_runtime):
    words = read_page(TestClient(build_site(make_runtime((firm(1),), desk_contact=""))).get("/desk").text).words
    assert "0769-0000 0000（演示号码，打不通）" in words
    assert "3 个工作日内答复" in words
    own = read_page(TestClient(build_site(make_runtime((firm(1),), desk_contact="0769-22220001"))).get("/desk").text).words
    assert "0769-22220001" in own
    assert "演示号码" not in own


def test_the_footer_names_nobody_who_is_not_set(make_runtime):
    shown = read_page(TestClient(build_site(make_runtime((firm(1),)))).get("/").text).words
    assert "主办单位：演示站点，不属于任何单位" in shown
    assert "联系方式：0769-0000 0000（演示号码，打不通）" in shown
    own = read_page(TestClient(build_site(make_runtime((firm(1, is_demo=False),)))).get("/").text).words
    assert "主办单位：（部署单位在设置中填写）" in own
    assert "演示" not in own


def test_the_way_back_never_leads_elsewhere(own):
    _, person = own
    links = read_page(person.get("/desk", params={"back": "https://evil.example"}).text).links()
    assert not [link for link in links if "evil" in link]


def test_the_way_back_from_the_desk_is_the_list_one_came_from(site):
    assert "/search?q=%E5%81%9C%E6%9C%BA" in read_page(site.get("/desk", params={"q": "停机"}).text).links()
    assert "/search?q=1" in read_page(site.get("/desk", params={"q": "停机", "back": "/search?q=1"}).text).links()
    assert "/" in read_page(site.get("/desk").text).links()
