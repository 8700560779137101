"""案例: who did this for a shop like mine."""

from starlette.testclient import TestClient

from tests.factories import case, firm
from tests.web.html import read_page
from web.app import build_site


def test_cases_are_narrowed_by_trade_and_town(make_runtime):
    ours = case("注塑机停机没人知道", customer="长安某塑胶厂")
    theirs = case("模具进度没人知道", customer="横沥某模具厂", industry="模具", town="横沥镇")
    client = TestClient(build_site(make_runtime((firm(1, cases=(ours, theirs)),))))
    words = read_page(client.get("/cases").text).words
    assert "全部 2 个案例，来自 1 家服务商" in words
    narrowed = read_page(client.get("/cases?industry=plastics").text)
    assert "符合条件的 1 个案例" in narrowed.words
    assert "长安某塑胶厂" in narrowed.words
    assert "横沥某模具厂" not in narrowed.words
    assert "/cases#list" in narrowed.links()


def test_a_case_leads_to_its_place_on_the_providers_page(site):
    page = read_page(site.get("/cases").text)
    href = next(link for link in page.links() if "#cas_" in link)
    path, _, anchor = href.partition("#")
    assert read_page(site.get(path).text).all("article", id=anchor)
