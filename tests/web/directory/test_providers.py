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
