"""服务商: one firm; who it is, what it shows, who has no page."""

import re
from datetime import date

import pytest
from starlette.testclient import TestClient

from service.domain.pools import MembershipState
from service.domain.providers import UnitContact
from service.flows.directory.browse_providers import ProviderQuery, list_providers
from tests.factories import SMALL_POOL, add_firms, capability, case, firm
from tests.web.html import read_page
from web.app import build_site
from web.views.directory.provider import has_passed


@pytest.fixture(scope="module")
def provider_id(runtime) -> str:
    (found,) = list_providers(runtime, ProviderQuery(text="屿栈")).items
    return found.id


def test_a_provider_page_says_who_it_is(site, provider_id):
    page = read_page(site.get(f"/providers/{provider_id}").text)
    for said in (
        "东莞市屿栈数据科技有限公司", "曾用名：东莞市屿栈注塑自动化有限公司", "演示〔2023〕1号", "演示〔2024〕5号",
        "2023年11月15日", "2028年11月15日", "有效", "注塑机联网采集", "6–18 万元", "约 4 周", "现场", "注塑/压铸机联网 自报",
        "长安某塑胶厂", "夜班停机发现时间", "2小时 →变为 5分钟", "软件企业证书", "ISO27001（2025-05到期） 所写有效期已过", "2026年1月4日",
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


def test_a_suspended_firm_that_is_in_another_pool_shows_both_standings(runtime, site):
    (found,) = list_providers(runtime, ProviderQuery(text="双池暂停")).items
    assert MembershipState.SUSPENDED in {membership.state for membership in found.memberships}
    words = read_page(site.get(f"/providers/{found.id}").text).words
    assert "市级工业互联网产业生态供给资源池 已暂停" in words
    assert "省级工业互联网产业生态供给资源池 有效" in words


def test_the_longest_name_stands_whole_on_its_page(make_runtime):
    name = "东莞市望牛墩高埗道滘智能装备与工业互联网一体化解决方案技术服务有限责任公司分公司"
    runtime = make_runtime((firm(1, name=name, short_name=None, town="高埗镇"),))
    client = TestClient(build_site(runtime))
    (found,) = list_providers(runtime, ProviderQuery()).items
    for path in (f"/providers/{found.id}", "/providers", "/pools", "/coverage"):
        assert name in read_page(client.get(path).text).words, path


@pytest.mark.parametrize(
    ("text", "passed"),
    [
        ("ISO27001(2027-05到期)", False),
        ("ISO27001（2026-01到期）", False),
        ("ISO27001（2025-12到期）", True),
        ("CMMI3（2026-01-04到期）", True),
        ("CMMI3（2026-01-05到期）", False),
        ("证书 2025年6月 到期", True),
        ("证书（2025-99到期）", True),
        ("证书（2025-02-31到期）", True),
        ("高新技术企业（2023年认定）", False),
        ("软件企业证书", False),
    ],
)
def test_a_qualification_that_names_its_end(text, passed):
    assert has_passed(text, date(2026, 1, 5)) is passed


def test_a_page_says_what_the_firm_does_not_do_and_a_firm_that_says_nothing_has_no_such_line(make_runtime):
    own = capability(description="冲床计数，采停机。不做ERP，不接两千公里以外的活。")
    runtime = make_runtime((firm(81, name="东莞市不揽智能有限公司", short_name="不揽", capabilities=(own,)), firm(82)))
    client = TestClient(build_site(runtime))
    pages = {row.short_name: client.get(f"/providers/{row.id}").text for row in list_providers(runtime, ProviderQuery()).items}
    page = read_page(pages.pop("不揽"))
    assert "不做：ERP；不接两千公里以外的活" in page.words
    assert page.words.index("不做：") < page.words.index("服务能力 1 项")
    assert "不做：" not in read_page(*pages.values()).words
    assert read_page(client.get("/providers").text).words.count("不做：ERP 6–18 万元") == 1


def test_a_long_name_breaks_behind_the_short_one(site, provider_id):
    text = site.get(f"/providers/{provider_id}").text
    assert '<span class="phrase">东莞市屿栈数据</span><span class="phrase">科技有限公司</span>' in text
