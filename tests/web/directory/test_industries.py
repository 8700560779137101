"""行业: all trades, and one of them."""

import re

from tests.web.html import read_page


def test_a_trade_tells_what_its_shops_changed_and_who_did_it(site):
    page = read_page(site.get("/industries/plastics").text)
    for said in ("注塑/塑胶制品", "同行都改了什么", "注塑/压铸机联网", "长安某塑胶厂", "夜班停机发现时间 2小时"):
        assert said in page.words
    assert "/cases?industry=plastics&scenario=DEV02" in page.links()


def test_a_word_of_the_shop_floor_finds_the_trade(site):
    page = read_page(site.get("/industries?q=啤机").text)
    assert "/industries/plastics" in page.links()
    assert "/industries/food" not in page.links()
    assert "没有哪一行写着“qqq”" in read_page(site.get("/industries?q=qqq").text).words


def test_trades_that_nobody_serves_are_folded_and_counted(site):
    page = read_page(site.get("/industries").text)
    (fold,) = page.all("details", class_="fold")
    assert "open" not in fold.attributes
    served = [link for link in page.links() if link.startswith("/providers?industry=")]
    number = re.search(r"还没有服务商写明会做的 (\d+) 个行业", page.words)
    total = re.search(r"目录里共 (\d+) 个行业", page.words)
    assert number
    assert total
    assert int(number[1]) + len(served) >= int(total[1])
