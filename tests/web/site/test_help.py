"""帮助."""

from starlette.testclient import TestClient

from tests.web.html import read_page
from web.app import build_site


def test_links_of_the_frame_resolve(site):
    page = read_page(site.get("/help").text)
    footer = {"/ranking", "/help", "/accessibility", "/sitemap"}
    assert footer <= set(page.links())
    for path in footer | {"/scenarios", "/pools", "/"}:
        assert site.get(path).status_code == 200


def test_help_names_the_desk_that_the_settings_name(make_runtime):
    runtime = make_runtime((), desk_name="企业服务台", desk_contact="0769-22220001", desk_promised_days=5)
    client = TestClient(build_site(runtime))
    for path in ("/help", "/accessibility"):
        words = read_page(client.get(path).text).words
        assert "企业服务台" in words
        assert "0769-22220001" in words
        assert "5 个工作日内" in words
