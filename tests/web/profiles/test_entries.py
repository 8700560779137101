"""服务商管理: any firm is found, by staff only."""

from tests.factories import SMALL_POOL
from tests.web.html import assert_clean, read_page


def test_staff_look_a_firm_up_by_name_or_code(platform, zhao, wang):
    _, firm = platform
    for text in ("屿栈", SMALL_POOL[0].uscc):
        page = zhao.get("/entries", params={"q": text})
        assert f"/entries/{firm}" in read_page(page.text).links()
    assert_clean(page.text)
    assert "没有这样的服务商" in read_page(zhao.get("/entries", params={"q": "%"}).text).words
    assert wang.get("/entries").status_code == 403
