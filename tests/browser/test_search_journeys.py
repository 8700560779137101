"""The main journey in a real browser, with and without JavaScript, with mouse and with keyboard."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

NEED = "注塑机停机了没人知道，想手机上看到，预算 20 万以内，厂在道滘"


@pytest.mark.parametrize("script", [True, False])
def test_from_the_sentence_to_a_comparison(open_page, script):
    page = open_page("/", script=script)
    page.get_by_label("用一句话说说您想解决什么问题").fill(NEED)
    page.get_by_role("button", name="找服务商").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("找到")
    expect(page.get_by_role("heading", name="我理解您要的是")).to_be_visible()
    expect(page.locator("article.match mark").first).to_be_visible()
    names = [page.locator("article.match").nth(place).get_by_role("heading").inner_text() for place in (0, 1)]
    for name in names:
        page.get_by_role("link", name=f"加入对比 {name}", exact=True).click()
        expect(page.get_by_role("link", name=f"移出对比 {name}", exact=True)).to_be_visible()
    page.get_by_role("link", name="并排对比（2 家）").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("对比 2 家服务商")
    for name in names:
        expect(page.get_by_role("columnheader", name=re.compile(name))).to_be_visible()
    expect(page.get_by_role("button", name="打印一页")).to_be_visible(visible=script)


@pytest.mark.parametrize("script", [True, False])
def test_a_chip_goes_and_comes_back(open_page, script):
    page = open_page(f"/search?q={NEED}", script=script)
    budget = page.locator(".understood").get_by_text("20 万元以内", exact=True)
    expect(budget).to_be_visible()
    page.get_by_role("link", name="去掉“预算：20 万元以内”").click()
    expect(budget).to_have_count(0)
    assert "drop=budget" in page.url
    page.get_by_role("link", name="全部恢复").click()
    expect(budget).to_be_visible()


@pytest.mark.parametrize("script", [True, False])
def test_a_chip_is_changed(open_page, script):
    page = open_page(f"/search?q={NEED}", script=script)
    town = page.locator("details.chip-fold", has_text="镇街")
    town.locator("summary").click()
    town.get_by_label("改成").select_option("高埗镇")
    town.get_by_role("button", name="改").click()
    expect(page.locator("details.chip-fold", has_text="镇街")).to_contain_text("高埗镇")
    expect(page.locator("textarea[name=q]")).to_have_value(re.compile("厂在高埗镇"))


@pytest.mark.parametrize("script", [True, False])
def test_narrowing_by_a_facet_on_a_phone(open_page, script):
    page = open_page(f"/search?q={NEED}", script=script, width=390)
    facet = page.get_by_role("link", name=re.compile("^高埗镇"))
    expect(facet).to_be_hidden()
    page.locator(".facets-fold > summary").click()
    facet.click()
    expect(page.get_by_text("镇街：高埗镇", exact=True)).to_be_visible()
    assert "town=441900129" in page.url


@pytest.mark.parametrize("script", [True, False])
def test_conditions_stand_in_one_row_on_a_phone_and_break_only_for_an_open_one(open_page, script):
    page = open_page(f"/search?q={NEED}", script=script, width=390)
    strip = page.locator(".strip")
    assert strip.bounding_box()["height"] < 64
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    town = page.locator("details.chip-fold", has_text="镇街")
    town.locator("summary").click()
    expect(town.get_by_label("改成")).to_be_visible()
    box = town.get_by_label("改成").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    page.get_by_role("link", name="去掉“预算：20 万元以内”").click()
    expect(page.get_by_text("您去掉了：预算")).to_be_attached()


@pytest.mark.parametrize("script", [True, False])
def test_the_sentence_stands_in_one_line_and_opens_to_be_changed(open_page, script):
    page = open_page(f"/search?q={NEED}", script=script, width=390)
    box = page.get_by_label("用一句话说说您想解决什么问题")
    expect(box).to_be_hidden()
    line = page.locator(".asked > summary")
    assert line.bounding_box()["height"] < 60
    line.click()
    expect(box).to_have_value(NEED)
    box.fill("扫码报工，手机看进度")
    page.get_by_role("button", name="找服务商").click()
    expect(line).to_contain_text("扫码报工")


def test_a_result_prints_as_a_sheet_of_one_page(open_page):
    page = open_page(f"/search?q={NEED}")
    expect(page.get_by_role("button", name="打印选型单")).to_be_visible()
    assert len(re.findall(rb"/Type\s*/Page[^s]", page.pdf(format="A4"))) == 1
    page.emulate_media(media="print")
    for words in ("选型单", "2026年1月5日", "0769-22220001"):
        expect(page.locator(".matches")).to_contain_text(words)
        expect(page.get_by_text(words).locator("visible=true").first).to_be_visible()
    expect(page.get_by_role("link", name="加入对比").first).to_be_hidden()


def test_facets_stand_open_on_a_wide_screen(open_page):
    page = open_page(f"/search?q={NEED}")
    expect(page.get_by_role("link", name=re.compile("^高埗镇"))).to_be_visible()


def test_the_back_button_brings_back_the_list_before(open_page):
    page = open_page(f"/search?q={NEED}")
    page.get_by_role("link", name="去掉“预算：20 万元以内”").click()
    expect(page.get_by_text("您去掉了：预算")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("您去掉了：预算")).to_have_count(0)
    assert "drop=" not in page.url
    page.go_forward()
    expect(page.get_by_text("您去掉了：预算")).to_be_visible()


def test_the_list_changes_in_place_and_says_so(open_page):
    page = open_page(f"/search?q={NEED}")
    page.evaluate("window.stayed = true")
    page.get_by_role("link", name="去掉“预算：20 万元以内”").click()
    expect(page.get_by_text("您去掉了：预算")).to_be_visible()
    assert page.evaluate("window.stayed") is True
    expect(page.get_by_role("status")).to_contain_text("找到")
    assert page.evaluate("document.activeElement.id") == "matches-title"


def test_a_slow_answer_shows_it_is_busy_and_the_last_click_wins(open_page):
    page = open_page(f"/search?q={NEED}")
    page.route("**/search?*drop=budget*", lambda route: (page.wait_for_timeout(600), route.continue_()))
    page.get_by_role("link", name="去掉“预算：20 万元以内”").click()
    expect(page.locator("#found")).to_have_attribute("aria-busy", "true")
    expect(page.get_by_text("您去掉了：预算")).to_be_visible()
    expect(page.locator("#found")).not_to_have_attribute("aria-busy", "true")


def test_with_the_keyboard_alone(open_page):
    page = open_page("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到主要内容")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    box = page.get_by_label("用一句话说说您想解决什么问题")
    expect(box).to_be_focused()
    page.keyboard.insert_text("注塑机停机了没人知道，")
    page.keyboard.press("Shift+Enter")
    page.keyboard.insert_text("想手机上看到，厂在道滘")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("找到")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.match a.button')"):
            break
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_enter_inside_an_input_method_does_not_send(open_page):
    page = open_page("/")
    page.get_by_label("用一句话说说您想解决什么问题").fill("zhusu")
    page.evaluate(
        "document.querySelector('#q').dispatchEvent(new KeyboardEvent('keydown', "
        "{key: 'Enter', isComposing: true, bubbles: true, cancelable: true}))"
    )
    assert page.url.endswith("/")


def test_a_telephone_number_never_stays_in_the_address(open_page):
    page = open_page("/")
    page.get_by_label("用一句话说说您想解决什么问题").fill("注塑机停机没人知道，电话 13812345678")
    page.get_by_role("button", name="找服务商").click()
    expect(page.get_by_text("个人信息已经去掉")).to_be_visible()
    assert "13812345678" not in page.url + page.content()


def test_large_text_and_contrast_without_a_script(open_page):
    page = open_page("/ranking", script=False)
    page.get_by_role("button", name="大字").click()
    expect(page.locator("html")).to_have_attribute("data-text", "large")
    page.get_by_role("button", name="高对比").click()
    expect(page.locator("html")).to_have_attribute("data-contrast", "high")
    assert page.url.endswith("/ranking")


def test_nobody_fits_and_the_desk_counts_it(open_page):
    page = open_page("/search?q=食堂刷脸吃饭扣餐补的系统")
    button = page.get_by_role("button", name="转给服务台")
    expect(button).to_be_visible()
    button.click()
    expect(page.get_by_text("已经记下这个缺口")).to_be_visible()
    page.get_by_role("link", name="回到刚才的结果").click()
    expect(page.locator("textarea[name=q]")).to_have_value("食堂刷脸吃饭扣餐补的系统")


def test_a_comparison_prints_on_one_page(open_page):
    page = open_page(f"/search?q={NEED}")
    ids = [page.locator("article.match").nth(place).get_attribute("id") for place in range(4)]
    page.goto("/compare?" + "&".join(f"p={one}" for one in ids) + f"&q={NEED}")
    printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page[^s]", printed)) == 1
    assert re.search(rb"/MediaBox\s*\[0 0 84[12]", printed), "A4 lies on its side"


def test_scenarios_are_offered_while_typing(open_page):
    page = open_page("/")
    box = page.get_by_label("用一句话说说您想解决什么问题")
    expect(page.locator("[data-suggestions]")).to_be_hidden()
    box.press_sequentially("注塑机联网")
    offered = page.locator("[data-suggestions]").get_by_role("link", name="压铸机联网")
    expect(offered).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("个相近的场景")
    page.keyboard.press("Escape")
    expect(offered).to_be_hidden()
    box.press_sequentially("，手机看")
    expect(offered).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="我理解您要的是")).to_be_visible()
    assert "s=DEV02" in page.url


def test_nothing_is_offered_without_a_script(open_page):
    page = open_page("/", script=False)
    page.get_by_label("用一句话说说您想解决什么问题").fill("注塑机联网")
    expect(page.locator("[data-suggestions]")).to_be_hidden()
