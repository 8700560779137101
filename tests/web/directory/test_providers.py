"""名录: the list of firms and how it is narrowed."""

from urllib.parse import unquote

import pytest
from starlette.testclient import TestClient

from service.flows.directory.browse_providers import ProviderQuery, list_providers
from tests.factories import firm
from tests.web.html import read_page
from web.app import build_site


def test_a_filter_is_kept_through_pages_and_can_be_lifted(make_runtime):
    runtime = make_runtime(tuple(firm(number) for number in range(1, 46)))
    client = TestClient(build_site(runtime))
    page = read_page(client.get("/providers?q=禾澄&industry=plastics&page=2").text)
    assert "符合条件的 45 家" in page.words
    (following,) = page.all("a", rel="next")
    assert unquote(following.attributes["href"]) == "/providers?q=禾澄&industry=plastics&page=3"
    lifted = {unquote(element.attributes["href"]) for element in page.all("a", class_="chip-remove")}
    assert lifted == {"/providers?industry=plastics#list", "/providers?q=禾澄#list"}
    chosen = [element.attributes["value"] for element in page.all("option") if "selected" in element.attributes]
    assert chosen == ["plastics"]
    last = read_page(client.get(following.attributes["href"]).text)
    assert "第 3 页，共 3 页" in last.words
    assert not last.all("a", rel="next")


def test_an_unknown_filter_value_is_told_as_it_stands(site):
    assert "nope" in read_page(site.get("/providers?industry=nope").text).words


def test_all_names_stand_on_one_page_by_place(make_runtime):
    firms = (*(firm(number, town=("长安镇", "虎门镇")[number % 2]) for number in range(1, 121)), firm(200, city="深圳", town=None))
    client = TestClient(build_site(make_runtime(firms)))
    page = read_page(client.get("/providers?view=names").text)
    assert len([link for link in page.links() if link.startswith("/providers/prv_")]) == 121
    for place in ("长安镇 60 家", "虎门镇 60 家", "东莞以外或没有写镇街 1 家"):
        assert place in page.words
    assert not [fold for fold in page.all("details", class_="fold") if "open" in fold.attributes]
    assert page.all("input", type="hidden", name="view", value="names")
    narrowed = read_page(client.get("/providers?view=names&town=441900119").text)
    assert "符合条件的 60 家" in narrowed.words
    assert "/providers?town=441900119#list" in narrowed.links()


def test_a_firm_in_the_list_says_what_it_does_for_how_much(site):
    words = read_page(site.get("/providers?q=屿栈").text).words
    for said in ("屿栈数据", "东莞长安镇", "市级 第一批", "注塑/压铸机联网", "6–18 万元", "约 4 周", "1 个案例"):
        assert said in words
    guessed = read_page(site.get("/providers?q=楠").text).words
    assert "无纸化与移动报工 （系统推测）" in guessed.replace("报工（", "报工 （")


@pytest.mark.parametrize("text", ["东莞市屿栈数据科技有限公司", "屿栈数据", "东莞市屿栈注塑自动化有限公司", "屿栈注塑自动化"])
def test_a_name_leads_to_the_firm(site, text):
    answer = site.get("/providers", params={"q": text})
    assert answer.status_code == 303
    page = read_page(site.get(answer.headers["location"]).text)
    assert "东莞市屿栈数据科技有限公司" in page.words
    assert "没有叫" not in page.words


def test_the_unified_code_leads_to_the_firm(site, runtime):
    (found,) = list_providers(runtime, ProviderQuery(text="屿栈")).items
    for code in (found.uscc, found.uscc.lower(), found.uscc[:9] + "9" + found.uscc[10:]):
        assert site.get("/providers", params={"q": code}).headers["location"].startswith(f"/providers/{found.id}"), code


def test_one_wrong_character_leads_to_the_firm_and_is_told(site):
    answer = site.get("/providers", params={"q": "屿站数据"})
    assert answer.status_code == 303
    words = read_page(site.get(answer.headers["location"]).text).words
    assert "没有叫“屿站数据”的" in words
    assert "东莞市屿栈数据科技有限公司" in words


def test_between_several_near_names_the_list_lets_choose(make_runtime):
    firms = tuple(firm(number, name=f"东莞市禾澄{sign}联科技有限公司", short_name=None) for number, sign in enumerate("甲乙", start=1))
    page = read_page(TestClient(build_site(make_runtime(firms))).get("/providers?q=东莞市禾澄丙联科技有限公司").text)
    assert "没有叫“东莞市禾澄丙联科技有限公司”的，只差一个字的有 2 家" in page.words
    assert len({link for link in page.links() if link.startswith("/providers/prv_")} - {""}) >= 2


def test_a_part_of_a_name_or_a_filter_beside_it_stays_a_list(site):
    assert site.get("/providers?q=屿栈").status_code == 200
    assert site.get("/providers?q=屿栈数据&pool=municipal").status_code == 200


def test_who_is_not_in_the_list_is_sought_among_the_members(site):
    page = read_page(site.get("/providers?q=已满期").text)
    assert "没有符合这些条件的服务商" in page.words
    assert "已满期信息" in read_page(site.get(page.link("/pools?q=").partition("#")[0]).text).words
