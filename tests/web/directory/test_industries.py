"""行业: all trades, and one of them."""

from tests.web.html import read_page


def test_a_trade_tells_what_its_shops_changed_and_who_did_it(site):
    page = read_page(site.get("/industries/plastics").text)
    for said in ("注塑/塑胶制品", "同行都改了什么", "注塑/压铸机联网", "长安某塑胶厂", "夜班停机发现时间2小时"):
        assert said in page.words
    assert "/cases?industry=plastics&scenario=DEV02" in page.links()
