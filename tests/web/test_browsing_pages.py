"""The pages for browsing: what they say, where their numbers lead, what they never show."""

import io
import re
from dataclasses import replace
from datetime import date
from urllib.parse import quote, unquote

import pytest
from python_calamine import CalamineWorkbook
from starlette.testclient import TestClient

from service.domain.pools import MembershipState
from service.domain.providers import UnitContact
from service.flows.directory.browse_providers import ProviderQuery, list_providers
from tests.factories import SMALL_POOL, add_firms, capability, case, firm, municipal, provincial
from tests.web.conftest import HOSTILE
from tests.web.html import assert_clean, read_page
from web.app import build_site
from web.registry import ROUTERS, page_paths
from web.views.site.sitemap import SECTIONS

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


def test_a_provider_page_says_who_it_is(site, provider_id):
    page = read_page(site.get(f"/providers/{provider_id}").text)
    for said in (
        "东莞市屿栈数据科技有限公司", "曾用名：东莞市屿栈注塑自动化有限公司", "演示〔2023〕1号", "演示〔2024〕5号",
        "2023年11月15日", "2028年11月15日", "有效", "注塑机联网采集", "6–18 万元", "约 4 周", "现场", "注塑/压铸机联网 自报",
        "长安某塑胶厂", "夜班停机发现时间2小时 →，现在： 5分钟", "软件企业证书", "ISO27001（2025-05到期） 所写有效期已过", "2026年1月4日",
        "演示数据，虚构企业", "资料有误",
    ):  # fmt: skip
        assert said in page.words, said
    assert "tel:076900000001" in page.links()
    assert f"/desk?p={provider_id}" in page.links()
    assert f"/compare?p={provider_id}" in page.links()


def test_no_page_shows_a_mobile_number_or_a_person(make_runtime):
    told = "请打13800001234王生"
    shy = firm(
        71,
        name="东莞市留号科技有限公司",
        summary=f"做数采，{told}",
        capabilities=(capability(f"采集（{told}）", description=told),),
        cases=(case(told, customer=told, outcome=f"{told}→少了；138 0000 1234"),),
        qualifications=(told,),
        contact=UnitContact("王女士", "13800001234", "13800001234@139.com"),
    )
    runtime = make_runtime((shy,))
    client = TestClient(build_site(runtime))
    (found,) = list_providers(runtime, ProviderQuery()).items
    for path in (
        f"/providers/{found.id}",
        "/providers",
        "/providers?scenario=DEV02",
        "/cases",
        "/scenarios/DEV02",
        "/industries/plastics",
        "/pools",
        "/coverage",
    ):
        text = client.get(path).text
        assert "13800001234" not in re.sub(r"\s", "", text), path
        assert "王女士" not in text, path
    assert "未公布" in client.get(f"/providers/{found.id}").text


@pytest.mark.parametrize("name", ["东莞市已满期信息有限公司", "东莞市无能力公司", "东莞市已退出公司"])
def test_who_is_not_listed_has_no_page(make_runtime, name):
    runtime = make_runtime(())
    ids = add_firms(runtime.database, SMALL_POOL)
    answer = TestClient(build_site(runtime)).get(f"/providers/{ids[name]}")
    assert answer.status_code == 404
    assert "没有这家服务商" in answer.text
    assert name not in answer.text


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
        "page=0", "page=-3", "page=99999999999999999999", "page=zwei", "page=٣", "q=%00%ff", "q=" + "长" * 2_000, "pool=", "pool=%20",
        "industry=nope", "town=nope&town=other", "q=%F0%9F%98%80", "scenario=DEV02&group=QUA", "x=1&y=2",
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/providers", "/cases", "/pools", "/pools/municipal", "/pools/members.xlsx"])
def test_no_address_breaks_a_list(site, path, query):
    assert site.get(f"{path}?{query}").status_code == 200


def test_a_filter_is_kept_through_pages_and_can_be_lifted(make_runtime):
    runtime = make_runtime(tuple(firm(number) for number in range(1, 46)))
    client = TestClient(build_site(runtime))
    page = read_page(client.get("/providers?q=禾澄&industry=plastics&page=2").text)
    assert "符合条件的 45 家" in page.words
    (following,) = page.all("a", rel="next")
    assert unquote(following.attributes["href"]) == "/providers?q=禾澄&industry=plastics&page=3"
    lifted = {unquote(element.attributes["href"]) for element in page.all("a", class_="chip-remove")}
    assert lifted == {"/providers?industry=plastics#list", "/providers?q=禾澄#list"}
    chosen = [element.attributes["value"] for element in page.all("option") if "selected" in element.attributes]
    assert chosen == ["plastics"]
    last = read_page(client.get(following.attributes["href"]).text)
    assert "第 3 页，共 3 页" in last.words
    assert not last.all("a", rel="next")


def test_a_list_of_nothing_says_so_and_shows_a_way_on(site):
    for path in ("/providers?q=没有这样的名字", "/cases?year=1999", "/pools?q=没有这样的名字"):
        page = read_page(site.get(path).text)
        assert "没有符合这些条件的" in page.words
        assert page.all("a", class_="chip-remove")


def test_an_unknown_filter_value_is_told_as_it_stands(site):
    assert "nope" in read_page(site.get("/providers?industry=nope").text).words


def test_the_members_file_is_offered_with_the_same_filters(site):
    page = read_page(site.get("/pools/municipal?standing=expired").text)
    answer = site.get(page.link("members.xlsx"))
    assert answer.headers["content-type"].endswith("spreadsheetml.sheet")
    assert "members.xlsx" in answer.headers["content-disposition"]
    assert "20260105" in answer.headers["content-disposition"]
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_name("服务商").to_python()
    assert [row[0] for row in rows[1:]] == ["东莞市已满期信息有限公司"]


def test_a_member_without_a_public_page_is_named_but_not_linked(site):
    page = read_page(site.get("/pools/municipal").text)
    assert "东莞市已满期信息有限公司" in page.words
    assert "暂不公开详情" in page.words
    assert "已到期" in page.words
    assert "已暂停" in page.words
    assert "东莞市已退出公司" not in page.words


def test_the_scenario_chart_is_a_picture_of_its_table(make_runtime):
    cases = tuple(case(f"第{n}个厂的注塑机", year=2022 + n % 3, industry=("注塑", "玩具")[n % 2]) for n in range(6))
    page_text = TestClient(build_site(make_runtime((firm(1, cases=cases),)))).get("/scenarios/DEV02").text
    page = read_page(page_text)
    (chart,) = page.all("svg", class_="chart")
    assert chart.attributes["role"] == "img"
    assert "表" in chart.attributes["aria-label"]
    assert "注塑/塑胶制品" in page.words
    drawn = [int(value) for value in re.findall(r'class="value">(\d+)<', page_text)]
    rows = re.findall(r'<th scope="row">([^<]+)</th>((?:<td class="number">.*?</td>)+)', page_text)
    told = {label: [int(number) for number in re.findall(r">(\d+)<", cells)] for label, cells in rows}
    assert set(told) == {"注塑/塑胶制品", "玩具潮玩"}
    for numbers in told.values():
        assert sum(numbers[:-1]) == numbers[-1]
    assert sorted(drawn) == sorted(number for numbers in told.values() for number in numbers[:-1] if number)


def test_a_level_is_a_hint_and_never_a_promise(site):
    words = read_page(site.get("/scenarios/DEV02").text).words
    assert "可能计入乙级" in words
    assert "仅为提示，待主管部门确认" in words
    assert "东府办〔2018〕54号" in words


def test_a_guess_is_called_a_guess_and_a_weak_one_is_not_shown(make_platform):
    runtime = make_platform(SMALL_POOL, prepare=False)
    client = TestClient(build_site(runtime))
    (found,) = list_providers(runtime, ProviderQuery(text="楠舟")).items
    page = read_page(client.get(f"/providers/{found.id}").text)
    assert "无纸化与移动报工 系统推测" in page.words
    assert "/scenarios/PLN02" in page.links()
    assert "/scenarios/BIZ01" not in page.links()
    (other,) = list_providers(runtime, ProviderQuery(text="双池暂停")).items
    assert "SMT/电子产线联网 已核" in read_page(client.get(f"/providers/{other.id}").text).words


def test_the_map_names_what_nobody_does(site):
    words = read_page(site.get("/coverage").text).words
    assert re.search(r"有 \d+ 个场景还没有服务商", words)
    assert "自报 1例" in words


def test_the_site_map_holds_every_registered_page(site):
    paths = set(page_paths(ROUTERS))
    assert {"/", "/search", "/providers", "/pools", "/help", "/sitemap"} <= paths
    told = {path for pages in SECTIONS.values() for path in pages}
    assert paths <= told, "a page without words on the site map"
    page = read_page(site.get("/sitemap").text)
    assert paths <= set(page.links())
    assert "其他" not in re.findall(r"<h2[^>]*>([^<]+)<", site.get("/sitemap").text)
    assert "/pools/provincial" in page.links()


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


def test_the_longest_name_stands_whole_on_its_page(make_runtime):
    name = "东莞市望牛墩高埗道滘智能装备与工业互联网一体化解决方案技术服务有限责任公司分公司"
    runtime = make_runtime((firm(1, name=name, short_name=None, town="高埗镇"),))
    client = TestClient(build_site(runtime))
    (found,) = list_providers(runtime, ProviderQuery()).items
    for path in (f"/providers/{found.id}", "/providers", "/pools", "/coverage"):
        assert name in read_page(client.get(path).text).words, path


def test_a_suspended_firm_that_is_in_another_pool_shows_both_standings(runtime, site):
    (found,) = list_providers(runtime, ProviderQuery(text="双池暂停")).items
    assert MembershipState.SUSPENDED in {membership.state for membership in found.memberships}
    words = read_page(site.get(f"/providers/{found.id}").text).words
    assert "市级工业互联网产业生态供给资源池 已暂停" in words
    assert "省级工业互联网产业生态供给资源池 有效" in words


def test_a_page_stays_light(make_platform):
    # 500 firms: as many as a province may have in one list.
    firms = tuple(replace(firm(number), memberships=(municipal(valid_until=date(2028, 11, 15)), provincial())) for number in range(1, 501))
    runtime = make_platform(firms, prepare=False)
    client = TestClient(build_site(runtime))
    for path in (*LISTS, "/scenarios/DEV02", "/industries/plastics"):
        answer = client.get(path, headers={"accept-encoding": "gzip"})
        assert int(answer.headers["content-length"]) < 60_000, path
        assert len(answer.content) < 300_000, path
