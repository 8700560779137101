"""The whole way of the three kinds of people, without a script, on a phone and on a projector: a factory, a provider, a clerk."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook

pytestmark = pytest.mark.browser

WIDTHS = [390, 1366]
NEED = "注塑机停机了没人知道，想手机上看到，预算 20 万以内，厂在道滘"
FIRM = "东莞市屿栈数据科技有限公司"


def go(page: Page, entry: str) -> None:
    """Along the main navigation, which is folded on a phone."""
    menu = page.locator(".site-menu > summary")
    if menu.is_visible():
        menu.click()
    page.get_by_role("navigation", name="主导航").get_by_role("link", name=entry, exact=True).click()


@pytest.mark.parametrize("width", WIDTHS)
def test_a_factory_says_its_need_reads_a_firm_compares_two_and_prints_the_sheet(open_page, width):
    page = open_page("/", width=width, script=False)
    page.get_by_label("用一句话说说您想解决什么问题").fill(NEED)
    page.get_by_role("button", name="找服务商").click()
    card = page.locator("article.match").first
    name = card.get_by_role("heading").inner_text()
    expect(card.locator("blockquote mark").first).to_be_visible()
    expect(card.locator(".match-terms")).to_contain_text("万元")
    results = page.url

    card.get_by_role("heading").get_by_role("link").click()
    expect(page.get_by_text(f"简称：{name}")).to_be_visible()
    for part in ("服务能力", "案例", "入池资格", "单位联系方式"):
        expect(page.get_by_role("heading", name=part, exact=True)).to_be_visible()
    page.go_back()
    assert page.url == results

    second = page.locator("article.match").nth(1).get_by_role("heading").inner_text()
    for chosen in (name, second):
        page.get_by_role("link", name=f"加入对比 {chosen}", exact=True).click()
    page.get_by_role("link", name="并排对比（2 家）").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("对比 2 家服务商")
    page.get_by_role("link", name="回到结果").click()

    assert len(re.findall(rb"/Type\s*/Page[^s]", page.pdf(format="A4"))) == 1
    page.emulate_media(media="print")
    for words in ("选型单", NEED, name, "万元", "0769-22220001"):
        expect(page.locator(".matches").get_by_text(words).locator("visible=true").first).to_be_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_a_provider_finds_itself_by_its_former_name_or_code_and_learns_how_to_mend_what_is_said(open_page, width):
    page = open_page("/", width=width, script=False)
    go(page, "名录")
    box = page.get_by_label("按企业名称或统一社会信用代码查")
    box.fill("东莞市屿栈注塑自动化有限公司")
    page.get_by_role("button", name="查", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(FIRM)
    expect(page.get_by_text("曾用名：东莞市屿栈注塑自动化有限公司")).to_be_visible()
    expect(page.get_by_text("有效", exact=True).first).to_be_visible()
    code = page.locator("dd", has_text=re.compile(r"^[0-9A-Z]{18}$")).inner_text()

    go(page, "名录")
    box.fill(code)
    page.get_by_role("button", name="查", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(FIRM)

    page.get_by_role("link", name="怎样告诉我们").click()
    expect(page.get_by_role("heading", name="发现资料有误")).to_be_in_viewport()
    expect(page.get_by_text("哪家企业，哪一处，应该是什么")).to_be_visible()
    expect(page.locator("#report")).to_contain_text("0769-22220001")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_clerk_goes_from_the_pools_to_the_gaps_and_takes_the_members_home(open_page, width, tmp_path: Path):
    page = open_page("/", width=width, script=False)
    go(page, "资源池")
    page.get_by_role("heading", name=re.compile("^省级")).get_by_role("link").click()
    expect(page.get_by_role("heading", name="批次和文件")).to_be_visible()

    go(page, "场景")
    page.get_by_role("link", name="能力地图：哪里没人做").click()
    expect(page.get_by_role("heading", name="缺口，先说")).to_be_visible()
    gap = page.locator(".gaps a").first
    gap.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()

    go(page, "资源池")
    page.get_by_role("heading", name=re.compile("^市级")).get_by_role("link").click()
    told = page.locator("#members strong").first.inner_text()
    with page.expect_download() as waiting:
        page.get_by_role("link", name=re.compile("下载名单")).click()
    file = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(file)
    workbook = CalamineWorkbook.from_path(str(file))
    members, meaning = (workbook.get_sheet_by_index(place).to_python() for place in (0, 1))
    assert f"{len(members) - 1} 家企业" == told
    assert "2026" in str(meaning)
