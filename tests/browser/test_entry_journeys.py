"""An entry and its people in a real browser, with and without JavaScript: edited, returned, mended, published, found, withdrawn, gone.

And on the way: two editors at once, a certificate, a contact person, a case confirmed by its factory.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from service.domain.people import Role
from tests.browser.conftest import Watch
from tests.demonstration import served
from tests.factories import SMALL_POOL
from tests.papers import pdf, png, script
from tests.people import PASSWORD, make_person, with_mailbox

pytestmark = pytest.mark.browser

PICTURES = os.environ.get("POOL_PICTURES")
NEW_OFFER = "锅炉房烟气在线监测"
SENTENCE = "锅炉房烟气在线监测，超标马上提醒"


class Stage:
    """Browsers of several people on one platform."""

    def __init__(self, chromium: Browser, address: str) -> None:
        self._chromium, self._address, self.watch = chromium, address, Watch()
        self._contexts = []

    def open(self, name: str = "", *, script: bool = True, width: int = 1366) -> Page:
        """A browser of its own; signed in as `name`."""
        context = self._chromium.new_context(
            base_url=self._address,
            viewport={"width": width, "height": 844},
            java_script_enabled=script,
            locale="zh-CN",
            reduced_motion="reduce",
        )
        self._contexts.append(context)
        self.watch.follow(context, self._address)
        page = context.new_page()
        page.set_default_timeout(30_000)
        if name:
            page.goto("/sign-in")
            page.get_by_label("邮箱").fill(f"{name}@example.com")
            page.get_by_label("密码").fill(PASSWORD)
            page.get_by_role("button", name="登录", exact=True).click()
            page.wait_for_url(re.compile(r"/(account)?$"))
        return page

    def close(self) -> None:
        """Afterwards nothing went wrong in any of them."""
        for context in self._contexts:
            context.close()
        assert self.watch.problems == []


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def stage(request: pytest.FixtureRequest, chromium: Browser, make_platform, tmp_path) -> Iterator[tuple[Stage, bool]]:
    """A platform with a reviewer and somebody who will claim a firm."""
    runtime, _ = with_mailbox(make_platform(SMALL_POOL[:2], sign_ins_per_minute=0, data_dir=tmp_path / "data"))
    for role, name in ((Role.REVIEWER, "zhao"), (Role.MANUFACTURER, "wang"), (Role.PROVIDER, "li")):
        make_person(runtime, role, name, {"wang": "禾澄电子厂", "li": SMALL_POOL[0].uscc}.get(name, ""))
    with served(runtime) as address:
        made = Stage(chromium, address)
        yield made, request.param
        made.close()


def wide_enough(page: Page) -> None:
    """Nothing is wider than the screen; with a folder given, a picture."""
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), page.url
    if PICTURES:
        name = re.sub(r"\W+", "-", page.get_by_role("heading", level=1).inner_text())
        page.screenshot(path=str(Path(PICTURES) / f"{name}-{page.viewport_size['width']}.png"), full_page=True)


def found(page: Page) -> bool:
    """Whether the sentence leads to what was written last: a word that the sentence itself does not have."""
    page.goto("/")
    page.get_by_label("用一句话说说您想解决什么问题").fill(SENTENCE)
    page.get_by_role("button", name="找服务商").click()
    page.wait_for_url(re.compile("/search"))
    return "短信" in page.locator("main").inner_text()


def review(page: Page, button: str) -> None:
    """Take the first change of the queue and press this button."""
    page.goto("/reviews")
    page.locator("main .row-name").first.click()
    page.get_by_role("button", name="开始审核").click()
    if button == "按所选原因退回":
        page.locator("main select").first.select_option("advert")
    page.get_by_role("button", name=button).click()


def save_and_send(page: Page) -> None:
    page.get_by_role("button", name=re.compile("保存")).first.click()
    page.get_by_role("button", name="送审", exact=True).click()
    expect(page.get_by_text("已送审").first).to_be_visible()


def test_from_the_claim_to_gone_again(stage) -> None:
    made, js = stage
    wang, zhao, anybody = made.open("wang", script=js, width=390), made.open("zhao", script=js), made.open(script=js)
    wang.goto("/account/claims")
    wang.get_by_label("统一社会信用代码").fill(SMALL_POOL[0].uscc)
    wang.get_by_label("怎么核实您").fill("市场部，座机 0769-00000000")
    wang.get_by_role("button", name="提交认领").click()
    zhao.goto("/claims")
    zhao.get_by_label(re.compile("怎么核实的")).fill("打过座机")
    zhao.get_by_role("button", name="确认", exact=True).click()
    wang = made.open("wang", script=js, width=390)
    wang.goto("/profile")
    wide_enough(wang)
    assert not found(anybody)
    wang.get_by_role("link", name="加一项能力").click()
    wang.get_by_label("能力名称").fill(NEW_OFFER)
    wang.get_by_label("能力描述").fill(f"{NEW_OFFER}，超标马上短信提醒，全市第一。")
    save_and_send(wang)
    review(zhao, "按所选原因退回")
    expect(zhao.get_by_text("已退回")).to_be_visible()
    wang.goto("/profile")
    expect(wang.get_by_role("heading", name=re.compile("处要改"))).to_be_visible()
    wang.get_by_role("link", name=re.compile("^改这一处")).first.click()
    wang.get_by_label("能力描述").fill(f"{NEW_OFFER}，超标马上短信提醒。")
    save_and_send(wang)
    review(zhao, "通过并公布")
    expect(zhao.get_by_text("下一次搜索就能找到")).to_be_visible()
    assert found(anybody)
    wang.goto("/profile")
    wang.get_by_role("button", name="暂不公开").click()
    assert not found(anybody)


def hand_in(page: Page, file: Path, replaces: bool = False) -> None:
    page.get_by_label("这是哪一项的").select_option(index=1)
    page.get_by_label("文件", exact=True).set_input_files(file)
    if replaces:
        page.get_by_label("换掉哪一份").select_option(index=1)
    page.get_by_role("button", name="交给工作人员核对").click()


def a_certificate(li: Page, zhao: Page, folder: Path) -> None:
    """Refused, accepted, expired, renewed."""
    for name, content in (("bad.pdf", pdf(doing=script)), ("good.png", png())):
        (folder / name).write_bytes(content)
    li.goto("/profile")
    li.get_by_role("link", name="证书、执照和验收材料").click()
    papers = li.url
    for name, words in (("bad.pdf", "PDF 里有脚本"), ("good.png", "等工作人员核对")):
        hand_in(li, folder / name)
        expect(li.get_by_text(words).first).to_be_visible()
        wide_enough(li)
    for until, standing in (("2026-01-04", "已到期"), ("2029-01-04", "已核对")):
        zhao.goto("/attachments")
        zhao.get_by_label(re.compile("有效期至")).fill(until)
        zhao.get_by_role("button", name="核对通过").click()
        li.goto(papers)
        expect(li.get_by_text(standing, exact=True).first).to_be_visible()
        if standing == "已到期":
            hand_in(li, folder / "good.png", replaces=True)
    expect(li.get_by_text("已换新证", exact=True)).to_be_visible()
    wide_enough(li)


def a_contact_person(li: Page, person: Page) -> None:
    """Given, and withdrawn by one click."""
    li.goto("/contacts")
    li.get_by_label("他做什么").fill("销售负责人")
    li.get_by_role("button", name="生成链接").click()
    person.goto(li.locator(".secret code").inner_text())
    wide_enough(person)
    person.get_by_label("您的姓名").fill("诸葛晓梅")
    person.get_by_label("您的手机号").fill("13800138000")
    person.get_by_label(re.compile("我是本人")).check()
    person.get_by_role("button", name="同意", exact=True).click()
    own = person.locator(".secret code").inner_text()
    li.goto("/contacts")
    expect(li.get_by_text("诸** 138****8000")).to_be_visible()
    wide_enough(li)
    person.goto(own)
    person.get_by_role("button", name="撤回同意").click()
    expect(person.get_by_text("已撤回。")).to_be_visible()
    assert "13800138000" not in person.content()


def test_papers_contacts_a_case_and_two_editors(stage, tmp_path) -> None:
    made, js = stage
    li, zhao, other = made.open("li", script=js, width=390), made.open("zhao", script=js), made.open("li", script=js)
    a_certificate(li, zhao, tmp_path)
    a_contact_person(li, made.open(script=js, width=390))

    li.goto("/profile")
    edit = f"{li.url}/edit/basics"
    li.get_by_role("button", name=re.compile("^请企业确认")).first.click()
    factory = made.open(script=js, width=390)
    factory.goto(li.locator(".secret code").inner_text())
    factory.get_by_label("贵单位全称").fill("东莞市某塑胶厂")
    factory.get_by_role("button", name="属实", exact=True).click()
    expect(factory.get_by_text("谢谢").first).to_be_visible()

    for page, staff in ((li, "61"), (other, "62")):
        page.goto(edit)
        page.get_by_label("员工人数").fill(staff)
    for page in (li, other):
        page.get_by_role("button", name=re.compile("保存")).first.click()
    expect(other.get_by_text("同事先保存了这一栏")).to_be_visible()
    expect(other.locator(".sides")).to_contain_text("61")
    expect(other.get_by_label("员工人数")).to_have_value("62")
