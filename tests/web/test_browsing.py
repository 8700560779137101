"""What holds on all pages for browsing: they answer, are clean and light, their numbers agree, their links lead somewhere."""

import re
from dataclasses import replace
from datetime import date
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from service.domain.providers import UnitContact
from service.flows.directory.browse_providers import ProviderQuery, list_providers
from tests.factories import capability, case, firm, municipal, provincial
from tests.web.conftest import HOSTILE
from tests.web.html import assert_clean, read_page
from web.app import build_site

LISTS = ("/providers", "/scenarios", "/industries", "/cases", "/pools", "/pools/municipal", "/coverage")
STILL = ("/help", "/accessibility", "/sitemap")
ONES = ("/scenarios/DEV02", "/scenarios/dev02", "/scenarios/GRN05", "/industries/electronics", "/industries/building_materials")


@pytest.fixture(scope="module")
def provider_id(runtime) -> str:
    (found,) = list_providers(runtime, ProviderQuery(text="屿栈")).items
    return found.id


@pytest.fixture(scope="module")
def hostile_site(make_runtime) -> TestClient:
    """Firms that write the worst into every text field."""
    written = firm(
        70,
        name=HOSTILE,
        short_name=HOSTILE[:70],
        former_names=(HOSTILE,),
        city=HOSTILE[:40],
        town=HOSTILE[:40],
        summary=HOSTILE,
        memberships=(municipal(batch=HOSTILE, document_no=HOSTILE, category=HOSTILE), provincial()),
        capabilities=(capability(HOSTILE, description=HOSTILE, industries=(HOSTILE,), delivery=HOSTILE[:40]),),
        cases=(case(HOSTILE, customer=HOSTILE, industry=HOSTILE, town=HOSTILE[:40], outcome=f"{HOSTILE}→{HOSTILE}", capability=HOSTILE),),
        qualifications=(HOSTILE,),
        contact=UnitContact(HOSTILE, HOSTILE[:80], HOSTILE),
    )
    return TestClient(build_site(make_runtime((written,))), follow_redirects=False)


@pytest.mark.parametrize("path", [*LISTS, *STILL, *ONES])
def test_every_page_answers_and_is_clean(site, path):
    answer = site.get(path)
    assert answer.status_code == 200
    assert_clean(answer.text)
    page = read_page(answer.text)
    assert len(page.all("h1")) == 1
    assert not re.search(r"\bNone\b|Undefined|\{\{|\{%", page.words)


@pytest.mark.parametrize("path", [*LISTS, *ONES])
def test_every_page_answers_for_an_empty_pool(make_runtime, path):
    answer = TestClient(build_site(make_runtime(()))).get(path)
    assert answer.status_code == 200
    assert_clean(answer.text)


def test_no_page_links_to_a_page_that_is_not_there(site, provider_id):
    seen: set[str] = set()
    waiting = ["/", "/sitemap", f"/providers/{provider_id}", *LISTS]
    while waiting:
        path = waiting.pop()
        if path in seen or len(seen) > 250:
            continue
        seen.add(path)
        answer = site.get(path)
        if answer.headers.get("location", "").startswith(("/sign-in", "/recover")):
            continue
        assert answer.status_code == 200, path
        if "html" not in answer.headers["content-type"]:
            continue
        page = read_page(answer.text)
        ids = {element.attributes["id"] for element in page.elements if "id" in element.attributes}
        for href in page.links():
            target, _, fragment = href.partition("#")
            if target.startswith(("tel:", "mailto:")):
                continue
            assert href.startswith(("/", "#")), href
            if not target:
                assert fragment in ids, (path, href)
            elif not target.startswith(("/search", "/static", "/compare", "/desk")):
                waiting.append(target)
    assert len(seen) > 100


def test_ids_are_not_used_twice(site, provider_id):
    for path in (*LISTS, *STILL, *ONES, f"/providers/{provider_id}"):
        ids = [element.attributes["id"] for element in read_page(site.get(path).text).elements if "id" in element.attributes]
        assert len(ids) == len(set(ids)), path


def numbers_of(words: str, pattern: str) -> int:
    found = re.search(pattern, words)
    assert found, (pattern, words[:400])
    return int(found[1].replace(",", ""))


def test_numbers_on_pages_are_links_to_that_many_rows(site):
    for path in ("/scenarios", "/industries", "/coverage", "/scenarios/DEV02", "/industries/electronics", "/pools"):
        text = site.get(path).text
        links = re.findall(r'<a href="(/(?:providers|cases|pools)[^"]*)">(?:[^<\d]*)(\d+)[^<]*</a>', text)
        assert links or path == "/coverage", path
        for href, number in links[:60]:
            target = href.replace("&amp;", "&").partition("#")[0]
            if re.fullmatch(r"/pools(/\w+)?|/providers(/\w+)?", target):
                continue
            words = read_page(site.get(target).text).words
            if target.startswith("/pools"):
                shown = numbers_of(words, r"符合条件 ?(\d+) 家企业")
            else:
                shown = numbers_of(words, r"(?:符合条件的|全部) ([\d,]+) [家个]")
            assert shown == int(number), (path, href)


def test_counts_agree_on_all_pages(site):
    pools = read_page(site.get("/pools").text).words
    assert "市级资源池 5 家" in pools
    assert "省级资源池 3 家" in pools
    assert "去重合计 6 家" in pools
    assert "可查服务商 4 家" in pools
    assert "全部 4 家" in read_page(site.get("/providers").text).words
    assert "共 5 家企业" in read_page(site.get("/pools/municipal").text).words
    assert "共 6 家企业 ，8 项入池资格" in pools.replace("企业，", "企业 ，")
    home = read_page(site.get("/").text).words
    for figure in ("市级资源池 5 家", "省级资源池 3 家", "去重合计 6 家", "现在能搜到 4 家"):
        assert figure in home


@pytest.mark.parametrize(
    "path", ["/providers/prv_x", "/scenarios/NO01", "/industries/none", "/pools/none", "/providers/" + "x" * 3_000, "/pools/%00"]
)
def test_what_does_not_exist_is_a_chinese_page_with_a_number(site, path):
    answer = site.get(path)
    assert answer.status_code == 404
    assert "没有" in answer.text
    assert answer.headers["x-request-id"] in answer.text


def test_the_worst_text_stays_text(hostile_site):
    (path,) = {href.partition("#")[0] for href in read_page(hostile_site.get("/providers").text).links() if href.startswith("/providers/")}
    pages = [path, *LISTS, "/scenarios/DEV02", f"/providers?q={quote(HOSTILE)}&delivery={quote(HOSTILE)}", f"/pools?batch={quote(HOSTILE)}"]
    for address in pages:
        answer = hostile_site.get(address)
        assert answer.status_code == 200, address
        assert_clean(answer.text)
        assert "<script>alert" not in answer.text, address
        assert "<img" not in answer.text, address
        assert "49" not in re.findall(r"onerror=alert\(1\)&gt;(\d+)", answer.text), address
    words = read_page(hostile_site.get(path).text).words
    assert words.count("<script>alert(1)</script>") >= 8


@pytest.mark.parametrize(
    "query",
    [
        "page=0", "page=-3", "page=99999999999999999999", "page=zwei", "page=٣", "q=%00%c3%bf", "q=" + "长" * 2_000, "pool=", "pool=%20",
        "industry=nope", "town=nope&town=other", "q=%F0%9F%98%80", "scenario=DEV02&group=QUA", "x=1&y=2",
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/providers", "/cases", "/pools", "/pools/municipal", "/pools/members.xlsx"])
def test_no_address_breaks_a_list(site, path, query):
    assert site.get(f"{path}?{query}").status_code == 200


def test_a_list_of_nothing_says_so_and_shows_a_way_on(site):
    for path in ("/providers?q=没有这样的名字", "/cases?year=1999", "/pools?q=没有这样的名字"):
        page = read_page(site.get(path).text)
        assert "没有符合这些条件的" in page.words
        assert page.all("a", class_="chip-remove")


def test_a_page_stays_light(make_platform):
    # 500 firms: as many as a province may have in one list.
    firms = tuple(replace(firm(number), memberships=(municipal(valid_until=date(2028, 11, 15)), provincial())) for number in range(1, 501))
    runtime = make_platform(firms, prepare=False)
    client = TestClient(build_site(runtime))
    for path in (*LISTS, "/scenarios/DEV02", "/industries/plastics"):
        answer = client.get(path, headers={"accept-encoding": "gzip"})
        assert int(answer.headers["content-length"]) < 30_000, path
        assert len(answer.content) < 300_000, path
