"""首页."""

from tests.web.html import read_page


def test_counts_on_the_first_page_are_those_of_the_pools(site):
    # Of SMALL_POOL: municipal on the books 5, provincial 3, firms 6, listed 4.
    words = read_page(site.get("/").text).words
    for figure in ("市级资源池 5 家", "省级资源池 3 家", "去重合计 6 家", "现在能搜到 4 家"):
        assert figure in words


def test_the_placeholder_turns_without_a_script(site):
    area = read_page(site.get("/").text).all("textarea", name="q")[0]
    assert area.attributes["placeholder"].startswith("例如：")
