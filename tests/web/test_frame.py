"""The frame: headers, display switch, static files, error pages, the band over demonstration data."""

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.factories import firm
from tests.web.html import assert_clean, read_page
from web.addresses.local_path import local_path
from web.app import build_site

PAGES = ("/", "/search", "/search?q=注塑机停机没人知道", "/compare", "/ranking", "/desk", "/patterns", "/no-such-page")


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_sealed(site, path):
    answer = site.get(path)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["referrer-policy"] == "same-origin"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "private, no-cache"
    assert re.fullmatch(r"req_[0-9a-f]{16}", answer.headers["x-request-id"])
    assert_clean(answer.text)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_the_frame(site, path):
    page = read_page(site.get(path).text)
    assert page.all("html", lang="zh-CN")
    assert page.all("a", href="#main", class_="skip")
    assert len(page.all("main")) == 1
    assert len(page.all("h1")) == 1
    assert "演示数据" in page.words
    for words in ("排序说明", "帮助", "无障碍声明", "站点地图", "入池不等于政府推荐或担保"):
        assert words in page.words


def test_headings_never_skip_a_level(site):
    for path in PAGES:
        levels = [int(element.tag[1]) for element in read_page(site.get(path).text).elements if re.fullmatch(r"h[1-6]", element.tag)]
        for before, after in pairwise(levels):
            assert after <= before + 1, (path, levels)


def test_the_band_goes_with_the_last_fixture_row(make_runtime):
    own = TestClient(build_site(make_runtime((firm(1, is_demo=False),))))
    assert "演示数据" not in own.get("/").text
    mixed = TestClient(build_site(make_runtime((firm(1, is_demo=False), firm(2)))))
    assert "本站现有 1 家虚构企业" in mixed.get("/").text


def test_identity_comes_from_settings(runtime):
    settings = replace(
        runtime.settings,
        site_name="某市对接平台",
        site_host="主办：某局",
        site_icp="粤ICP备1号",
        site_police_filing="粤公网安备2号",
        site_code="4419",
    )
    text = TestClient(build_site(replace(runtime, settings=settings))).get("/").text
    for words in ("某市对接平台", "主办：某局", "粤ICP备1号", "粤公网安备2号", "网站标识码 4419"):
        assert words in text


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/a\nb", ""])
def test_a_form_never_sends_people_elsewhere(target):
    assert local_path(target) == "/"


def test_an_unknown_page_tells_the_way_on(site):
    answer = site.get("/no-such-page")
    assert answer.status_code == 404
    page = read_page(answer.text)
    assert "没有找到这个页面" in page.words
    assert answer.headers["x-request-id"] in page.words
    assert "/sitemap" in page.links()


def test_a_wrong_method_is_a_page_too(site):
    answer = site.post("/ranking")
    assert answer.status_code == 405
    assert "不能这样打开这个地址" in answer.text


def test_a_failure_of_the_program_is_a_calm_page(runtime):
    app = build_site(runtime)

    def broken() -> None:
        raise RuntimeError("secret 13812345678")

    app.add_api_route("/broken", broken)
    answer = TestClient(app, raise_server_exceptions=False).get("/broken")
    assert answer.status_code == 500
    assert "系统出了点问题" in answer.text
    assert answer.headers["x-request-id"] in answer.text
    assert "secret" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_what_the_system_refuses_is_told_with_its_cause(runtime):
    app = build_site(runtime)

    def keep() -> None:
        Path("/dev/full").write_text("13812345678", "utf-8")

    app.add_api_route("/keep", keep)
    app.add_api_route("/read", Path("/proc/self/nothing").read_text)
    visitor = TestClient(app, raise_server_exceptions=False)
    for path, cause in (("/keep", "磁盘写不下了"), ("/read", "文件或文件夹不存在")):
        answer = visitor.get(path)
        assert answer.status_code == 503
        assert cause in answer.text
        assert answer.headers["x-request-id"] in answer.text
        assert "/proc" not in answer.text
        assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_the_failure_page_does_not_ask_a_dead_database(make_runtime):
    runtime = make_runtime()
    person = TestClient(build_site(runtime), raise_server_exceptions=False)
    with runtime.database.begin() as connection:
        connection.exec_driver_sql("DROP TABLE memberships")
    answer = person.get("/")
    assert answer.status_code == 503
    assert "服务暂时没有响应" in answer.text


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}])
def test_forms_of_other_sites_are_refused(site, headers):
    answer = site.post("/display", data={"choice": "large-on", "back": "/"}, headers=headers)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
    assert "不是从本站页面发出的" in answer.text


def test_own_forms_pass(site):
    headers = {"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"}
    assert site.post("/display", data={"choice": "large-on", "back": "/"}, headers=headers).status_code == 303


def test_the_api_stands_beside_the_pages(site):
    answer = site.get("/api/v1/health/live")
    assert answer.status_code == 200
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert site.get("/api/v1/nothing").headers["content-type"] == "application/problem+json"


def test_every_kind_of_error_page_shows_the_id_of_its_request(make_runtime):
    runtime = make_runtime(matches_at_once=1, matches_queued=0)
    app = build_site(runtime)
    person = TestClient(app, raise_server_exceptions=False, follow_redirects=False)
    app.state.turnstile.admission._working = 1  # somebody else is being served, so a search is told to come again
    answers = {
        404: person.get("/no-such-page"),
        405: person.delete("/"),
        413: person.post("/search", content=b"q=" + b"x" * 3_000_000, headers={"Content-Type": "application/x-www-form-urlencoded"}),
        503: person.get("/search?q=停机"),
    }
    app.state.page_paths = None  # a fault of the program itself
    answers[500] = person.get("/sitemap")
    assert {status: answer.status_code for status, answer in answers.items()} == {status: status for status in answers}
    for answer in answers.values():
        assert f"<code>{answer.headers['x-request-id']}</code>" in answer.text
    assert len({answer.headers["x-request-id"] for answer in answers.values()}) == len(answers)
