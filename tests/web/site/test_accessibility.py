"""无障碍声明."""

from starlette.testclient import TestClient

from tests.web.html import read_page
from web.app import build_site


def test_it_names_the_standards_and_what_is_not_done_yet(site):
    words = read_page(site.get("/accessibility").text).words
    for said in ("GB/T 37668-2019", "2.2 的 AA 级", "还没有做到的", "自查日期"):
        assert said in words


def test_complaints_go_to_the_host_while_no_desk_is_set(make_runtime):
    client = TestClient(build_site(make_runtime((), site_contact="电话 0769-22220009")))
    words = read_page(client.get("/accessibility").text).words
    assert "请联系主办单位" in words
    assert "0769-22220009" in words
    assert "工作日内" not in words
