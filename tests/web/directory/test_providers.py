"""名录: the list of firms and how it is narrowed."""

from urllib.parse import unquote

from starlette.testclient import TestClient

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
    guessed = read_page(site.get("/providers?q=楠舟").text).words
    assert "无纸化与移动报工 （系统推测）" in guessed.replace("报工（", "报工 （")
