"""匹配结果 as a browser without JavaScript uses it: every step is a link or a form."""

from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

from tests.factories import capability, case, firm, municipal
from tests.web.conftest import HOSTILE
from tests.web.html import assert_clean, read_page
from web.app import build_site

NEED = "注塑机停机了没人知道，想手机上看到，预算 20 万以内，厂在长安"


def ask(site, text=NEED, **more):
    return site.get("/search", params={"q": text, **more})


def test_without_a_need_the_page_asks_for_one(site):
    answer = site.get("/search")
    assert answer.status_code == 200
    assert "请在上面的框里写一句话" in answer.text


def test_the_page_says_what_it_understood(site):
    page = read_page(ask(site).text)
    for words in ("我理解您要的是", "注塑/塑胶制品", "20 万元以内", "长安镇"):
        assert words in page.words
    assert page.all("textarea", name="q")


def test_a_chip_is_taken_away_by_a_link_and_brought_back(site):
    page = read_page(ask(site).text)
    assert "预算20 万元以内" in page.words
    without = site.get(page.link("drop=budget"))
    shown = read_page(without.text)
    assert "预算20 万元以内" not in shown.words
    assert "您去掉了：预算" in shown.words
    back = next(href for href in shown.links() if "drop=" not in href and href.startswith("/search?"))
    assert "20 万元以内" in read_page(site.get(back).text).words


def test_a_chip_is_changed_by_a_form(site):
    answer = ask(site, kind="budget", was="预算 20 万", now="35")
    assert answer.status_code == 303
    text = parse_qs(urlsplit(answer.headers["location"]).query)["q"][0]
    assert text == "注塑机停机了没人知道，想手机上看到，预算35万以内，厂在长安"
    assert "35 万元以内" in read_page(site.get(answer.headers["location"]).text).words


def test_conditions_are_added_in_words(site):
    answer = ask(site, "停机了没人知道", **{"add-industry": "模具", "add-town": "横沥镇", "add-budget": "15", "add-headcount": "80"})
    page = read_page(site.get(answer.headers["location"]).text)
    for words in ("模具", "横沥镇", "15 万元以内", "约 80 人"):
        assert words in page.words


def test_an_unknown_change_changes_nothing(site):
    assert ask(site, kind="nonsense", was="注塑", now="x").status_code == 200


@pytest.mark.parametrize("text", ["停机没人知道，打我电话 13812345678", "停机没人知道 微信 chang_an_88", "停机 a.b@example.com 报警"])
def test_personal_data_leaves_the_address(site, text):
    answer = ask(site, text, industry="plastics")
    assert answer.status_code == 303
    where = answer.headers["location"]
    assert "industry=plastics" in where
    page = site.get(where)
    assert page.status_code == 200
    assert "个人信息已经去掉" in page.text
    for private in ("13812345678", "chang_an_88", "a.b@example.com"):
        assert private not in where + page.text


def test_a_text_that_is_only_a_telephone_number_leaves_nothing(site):
    answer = ask(site, "13812345678")
    assert "13812345678" not in answer.headers["location"]
    assert site.get(answer.headers["location"]).status_code == 200


@pytest.mark.parametrize("text", ["！！！", "👍👍👍"])
def test_what_cannot_be_read_is_said_beside_the_box(site, text):
    answer = ask(site, text)
    assert answer.status_code == 422
    page = read_page(answer.text)
    assert "没有读到" in page.words
    assert page.all("p", id="q-error", role="alert")


def test_a_text_over_the_limit_keeps_the_box(site):
    answer = ask(site, "停机" * 3_000)
    assert answer.status_code == 413
    assert "最多 5000 个字" in answer.text


def test_the_list_is_the_same_every_time(site):
    def found() -> list[str]:
        return [element.attributes["id"] for element in read_page(ask(site, s="DEV02").text).all("article", class_="match")]

    assert found() == found()
    assert found()


def test_a_filter_that_leaves_nobody_says_so_and_can_be_lifted(site):
    page = read_page(ask(site, town="441900129", pool="provincial", price="5").text)
    assert "5 万元以内" in page.words
    assert "高埗镇" in page.words
    lifted = [href for href in page.links() if href.startswith("/search?") and "price" not in href]
    assert lifted


def test_four_are_put_aside_and_compared(site):
    page = read_page(ask(site, s="DEV02").text)
    for _ in range(2):
        href = next(link for link in page.links() if link.count("&c=") + link.count("?c=") == _count_aside(page) + 1)
        page = read_page(site.get(href).text)
    compared = read_page(site.get(page.link("/compare?")).text)
    assert "对比 2 家服务商" in compared.words
    assert "注塑机停机了没人知道" in compared.words


def _count_aside(page):
    return page.words.count("移出对比")


def test_searching_too_often_is_a_page_with_the_time_to_wait(make_runtime):
    person = TestClient(build_site(make_runtime((firm(1),), matches_per_minute=2)))
    person.get("/")  # brings the cookie that the limit goes by
    assert [ask(person).status_code for _ in range(3)] == [200, 200, 429]
    refused = ask(person)
    assert int(refused.headers["retry-after"]) > 0
    assert "请求太频繁" in refused.text
    assert person.get("/").status_code == 200


def test_nothing_hostile_comes_through(make_runtime):
    bad = HOSTILE
    hostile = firm(
        1,
        name=bad,
        short_name=bad,
        city=bad[:40],
        town=bad[:40],
        summary=bad,
        memberships=(municipal(category=bad[:80], batch=bad[:80], document_no=bad[:120]),),
        capabilities=(capability(f"{bad}停机", description=f"{bad}停机采集", industries=(bad,), delivery=bad[:40]),),
        cases=(case(f"{bad}停机", customer=bad, industry=bad[:80], town=bad[:40], outcome=bad, capability=bad),),
        qualifications=(bad,),
    )
    site = TestClient(build_site(make_runtime((hostile,))))
    page = ask(site, f"{bad}停机采集", drop=bad[:50], s=bad[:50], c=bad[:50], town=bad[:50], n=bad)
    assert page.status_code == 200
    assert_clean(page.text)
    assert "{{ 7*7 }}" in page.text
    assert "49" not in read_page(page.text).words.split()
    found = ask(site, "停机采集", s="DEV02")
    assert "match" in found.text
    assert_clean(found.text)
    provider = next(link for link in read_page(found.text).links() if link.startswith("/providers/")).rsplit("/", 1)[1]
    for path in ("/compare", "/desk"):
        answer = site.get(path, params={"p": provider, "q": bad, "back": bad})
        assert answer.status_code == 200
        assert_clean(answer.text)
