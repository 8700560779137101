"""Pages are drawn once for each edition of the data, and again as soon as anything public changed."""

import gzip

import pytest
from starlette.testclient import TestClient

from service.flows.upkeep.read_edition import read_edition
from service.store.rows import ProviderRow
from tests.factories import SMALL_POOL
from tests.flows.stored import change, provider_id
from web.app import build_site
from web.kept_pages import KeptPage, KeptPages


@pytest.fixture
def platform(make_runtime):
    return make_runtime(SMALL_POOL)


@pytest.fixture
def client(platform):
    return TestClient(build_site(platform), follow_redirects=False)


@pytest.mark.parametrize("path", ["/", "/providers", "/providers?town=441900119", "/scenarios", "/cases", "/pools", "/coverage", "/help"])
def test_a_browser_that_has_the_page_gets_no_body(client, path):
    first = client.get(path)
    assert first.status_code == 200
    again = client.get(path, headers={"If-None-Match": f'"other", {first.headers["etag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert again.headers["cache-control"] == "private, no-cache"
    assert "content-security-policy" in again.headers
    assert client.get(path).text == first.text


def test_a_change_is_on_the_next_page(platform, client):
    seen = client.get("/providers")
    page = f"/providers/{provider_id(platform.database, '屿栈数据')}"
    assert "屿栈数据" in client.get(page).text
    change(platform.database, ProviderRow, lambda row: setattr(row, "short_name", "屿栈改名"), short_name="屿栈数据")
    now = client.get("/providers", headers={"If-None-Match": seen.headers["etag"]})
    assert now.status_code == 200
    assert "屿栈改名" in now.text
    assert "屿栈改名" in client.get(page).text


def test_another_display_is_another_page(client):
    usual = client.get("/help")
    large = client.get("/help", headers={"Cookie": "display=large", "If-None-Match": usual.headers["etag"]})
    assert large.status_code == 200
    assert large.text != usual.text
    assert client.get("/help").text == usual.text


def test_compressed_and_plain_are_the_same_words(client):
    packed = client.get("/providers", headers={"Accept-Encoding": "gzip"})
    plain = client.get("/providers", headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.text == plain.text
    assert packed.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"


def test_each_visitor_gets_a_cookie_of_his_own_with_a_kept_page(platform):
    site = build_site(platform)
    cookies = {TestClient(site).get("/help").headers["set-cookie"] for _ in range(2)}
    assert len(cookies) == 2


def test_what_is_not_there_is_not_kept(client):
    for _ in range(2):
        answer = client.get("/providers/prv_nobody")
        assert answer.status_code == 404
        assert "etag" not in answer.headers
    numbers = {client.get("/providers/prv_nobody").headers["x-request-id"] for _ in range(2)}
    assert len(numbers) == 2


def test_the_memory_of_pages_is_limited(platform):
    pages, edition = KeptPages(most_bytes=10_000), read_edition(platform)
    for number in range(100):
        key = (f"/{number}", "", "-")
        assert pages.find(edition, key) is None
        pages.keep(edition, key, KeptPage.of(b"x" * 900))
    kept = [number for number in range(100) if pages.find(edition, (f"/{number}", "", "-"))]
    assert kept == list(range(100 - len(kept), 100))
    assert 5 <= len(kept) <= 12


def test_a_page_of_an_older_edition_is_not_kept(platform):
    pages, old = KeptPages(), read_edition(platform)
    key = ("/", "", "-")
    assert pages.find(old, key) is None
    change(platform.database, ProviderRow, lambda row: setattr(row, "summary", "新简介"), short_name="屿栈数据")
    new = read_edition(platform)
    assert pages.find(new, key) is None
    pages.keep(old, key, KeptPage.of(b"old"))
    assert pages.find(new, key) is None


def test_packing_keeps_the_words():
    page = KeptPage.of("夜班停机".encode() * 500)
    assert gzip.decompress(page.packed) == page.body
