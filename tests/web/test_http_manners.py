"""What every address does the same way, and what a stranger cannot do by headers."""

import pytest
from starlette.testclient import TestClient

from tests.web.html import read_page
from web.app import build_site
from web.registry import ROUTERS, page_paths

FORGED = {"X-Forwarded-For": "198.51.100.7", "X-Forwarded-Proto": "https"}


def _pages() -> list[str]:
    return [path for path in page_paths(ROUTERS) if path != "/patterns"]


@pytest.mark.parametrize("path", [*_pages(), "/api/v1/health/live", "/api/v1/pools", "/api/docs"])
def test_head_is_answered_like_get_without_a_body(site, path):
    got, head = site.get(path), site.head(path)
    assert (head.status_code, head.text) == (got.status_code, "")
    assert head.headers["content-type"] == got.headers["content-type"]


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PUT", "/", "GET, HEAD"),
        ("DELETE", "/search", "GET, HEAD, POST"),
        ("GET", "/display", "POST"),
        ("PUT", "/api/v1/pools", "GET, HEAD"),
        ("GET", "/api/v1/matches", "POST"),
    ],
)
def test_a_method_that_is_not_known_is_told_which_are(site, method, path, allowed):
    answer = site.request(method, path)
    assert (answer.status_code, answer.headers["allow"]) == (405, allowed)


def test_a_slash_too_many_is_a_relative_way_to_the_right_address(site):
    answer = site.get("/search/?q=停机", headers={"Host": "evil.example"})
    assert (answer.status_code, answer.headers["location"]) == (308, "/search?q=%E5%81%9C%E6%9C%BA")
    for path in ("/nothing/", "http://testserver//evil.example/", "http://testserver//search/"):
        assert site.get(path).status_code == 404


@pytest.fixture
def named(make_runtime) -> TestClient:
    return TestClient(build_site(make_runtime(public_url="https://match.example.cn")), follow_redirects=False)


def test_only_the_sites_own_name_is_answered(named):
    assert named.get("/", headers={"Host": "match.example.cn"}).status_code == 200
    assert named.get("/", headers={"Host": "MATCH.example.cn:8443"}).status_code == 200
    assert named.get("/api/v1/health/live", headers={"Host": "127.0.0.1:8000"}).status_code == 200
    refused = named.get("/", headers={"Host": "evil.example"})
    assert refused.status_code == 421
    assert "不属于本平台" in refused.text
    assert named.get("/api/v1/pools", headers={"Host": "evil.example"}).json()["code"] == "misdirected"


def test_an_address_in_gbk_gets_a_sentence(site):
    answer = site.get("/search?q=%CD%A3%BB%FA")
    assert answer.status_code == 400
    assert "不是 UTF-8 编码" in read_page(answer.text).words
    assert site.get("/api/v1/providers?text=%CD%A3%BB%FA").json()["code"] == "unreadable_address"


def test_wrong_query_parameters_of_the_api_are_named(site):
    told = site.get("/api/v1/providers?size=abc&page=0").json()
    assert set(told["fields"]) == {"size", "page"}


def test_forged_addresses_do_not_walk_round_the_limit_whoever_started_the_server(make_runtime):
    """As uvicorn does by default, the forged address is put in the peer's place before the site sees the request."""
    app = build_site(make_runtime(matches_per_minute=2))

    def statuses(path: str) -> list[int]:
        found = []
        for number in range(5):
            forged = f"198.51.100.{number}"
            person = TestClient(app, client=(forged, 0))
            found.append(person.get(path, headers={"X-Forwarded-For": forged}).status_code)
        return found

    assert statuses("/search?q=停机") == [200, 200, 429, 429, 429]


def test_a_forged_scheme_does_not_set_secure(site):
    answer = site.post("/display", data={"choice": "large-on"}, headers=FORGED)
    assert "secure" not in answer.headers["set-cookie"].lower()


def test_suggestions_have_a_limit(make_runtime):
    person = TestClient(build_site(make_runtime(suggestions_per_minute=2)))
    person.get("/")
    assert [person.post("/suggestions", data={"q": "停机"}).status_code for _ in range(3)] == [200, 200, 429]


def test_pages_bring_a_visitors_cookie_once_and_the_api_none(make_runtime):
    person = TestClient(build_site(make_runtime()))
    assert "visitor" not in person.get("/api/v1/pools").cookies
    first = person.get("/")
    assert "httponly" in first.headers["set-cookie"].lower()
    assert "set-cookie" not in person.get("/").headers


def test_an_overloaded_page_asks_again_by_itself(make_runtime):
    person = TestClient(build_site(make_runtime(matches_at_once=1, matches_queued=0)))
    admission = person.app.state.turnstile.admission
    admission._working = 1  # somebody else is being served
    busy = person.get("/search?q=停机")
    assert busy.status_code == 503
    assert int(busy.headers["retry-after"]) >= 2
    assert read_page(busy.text).all("meta", **{"http-equiv": "refresh"})
    posted = person.post("/api/v1/matches", json={"text": "停机"})
    assert (posted.status_code, posted.json()["code"]) == (503, "overloaded")
    assert person.get("/").status_code == 200
    assert person.get("/api/v1/health/live").status_code == 200
