"""首页."""

from starlette.testclient import TestClient

from tests.factories import case, firm
from tests.web.html import read_page
from web.app import build_site


def test_counts_on_the_first_page_are_those_of_the_pools(site):
    # Of SMALL_POOL: municipal on the books 5, provincial 3, firms 6, listed 4.
    words = read_page(site.get("/").text).words
    for figure in ("市级资源池 5 家", "省级资源池 3 家", "去重合计 6 家", "现在能搜到 4 家"):
        assert figure in words


def test_the_placeholder_turns_without_a_script(site):
    area = read_page(site.get("/").text).all("textarea", name="q")[0]
    assert area.attributes["placeholder"].startswith("例如：")


def test_a_few_cases_show_what_came_of_them_with_the_way_to_each(site):
    page = read_page(site.get("/").text)
    assert "夜班停机发现时间2小时 →变为 5分钟长安某塑胶厂" in page.words
    hrefs = {link for link in page.links() if "#cas_" in link}
    assert hrefs
    for href in hrefs:
        path, _, anchor = href.partition("#")
        assert read_page(site.get(path).text).all("article", id=anchor)


def test_no_firm_and_no_trade_fills_the_row_of_cases(make_runtime):
    outcome = "返修每天20件→4件"
    many = [
        firm(1, cases=tuple(case(f"第{number}件。", outcome=outcome, industry=trade) for number, trade in enumerate(("注塑", "食品")))),
        firm(2, cases=(case("第3件。", outcome=outcome, industry="注塑"),)),
        firm(3, cases=(case("第4件。", outcome=outcome, industry="家具"),)),
        firm(4, cases=(case("第5件。", outcome="好用", industry="毛织"),)),
    ]
    page = read_page(TestClient(build_site(make_runtime(tuple(many)))).get("/").text)
    firms = [link.partition("#")[0] for link in page.links() if "#cas_" in link]
    assert len(firms) == len(set(firms)) >= 2
    # Whichever of the two firms with 注塑 comes first, the ids being random.
    assert [page.words.count(f"年，{trade}，") for trade in ("注塑", "家具", "毛织")] == [1, 1, 0]
