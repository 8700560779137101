"""政策项目 for everybody: what may apply, what is over, and why."""

import pytest

from service.domain.people import Role
from service.flows.programmes.plant_demo_programmes import plant_demo_programmes
from service.store.rows import ProgrammeRow, ProviderRow
from tests.brokering import state
from tests.factories import SMALL_POOL
from tests.flows.stored import rows
from tests.people import WebPerson, make_person, signed_in, with_mailbox
from tests.web.html import assert_clean, read_page


@pytest.fixture(scope="module")
def platform(make_runtime):
    runtime = with_mailbox(make_runtime(SMALL_POOL, sign_ins_per_minute=0))[0]
    assert plant_demo_programmes(runtime) == 5
    assert plant_demo_programmes(runtime) == 0
    return runtime


def test_the_list_keeps_what_is_over_apart(platform):
    page = WebPerson(platform).get("/programmes")
    assert_clean(page.text)
    words = read_page(page.text).words
    current, _, over = words.partition("已失效 1 项")
    assert "上一期" in over
    assert "上一期" not in current
    assert "还不能判断" in current
    assert "可能适用" not in current


def test_facts_of_the_address_decide(platform):
    browser = WebPerson(platform)
    key = next(row.id for row in rows(platform.database, ProgrammeRow) if "2026" in row.document_no and row.kind == "voucher")
    href = f"/programmes/{key}"
    told = f"{href}?scenario=DEV02&years=3&revenue=2000&contract_on=2026-02-01&paid=95&clean=yes&unfunded=yes&in_pool=yes"
    assert "可能适用" in read_page(browser.get(told).text).words
    refused = read_page(browser.get(told.replace("years=3", "years=0")).text).words
    assert "不适用" in refused
    assert "因为要求：企业成立不少于 1 年" in refused
    open_ = read_page(browser.get(href).text).words
    assert "还不能判断" in open_
    assert "因为还缺：" in open_
    assert "本平台不受理申报" in open_
    assert browser.get("/programmes/prg_nobody").status_code == 404
    assert browser.get(f"{href}?staff=many&contract_on=1&level=zz").status_code == 200


def test_beside_a_need_an_offer_and_a_case(platform):
    make_person(platform, Role.BROKER, "chen")
    need = state(platform).need
    desk = signed_in(platform, "chen").get(f"/workbench/needs/{need.id}")
    assert "政策项目：" in read_page(desk.text).words
    provider = next(row for row in rows(platform.database, ProviderRow) if row.short_name == "屿栈数据")
    words = read_page(WebPerson(platform).get(f"/providers/{provider.id}").text).words
    assert words.count("政策项目：") >= 2
    assert "可能适用" not in words
    found = WebPerson(platform).get("/search", params={"q": "注塑机联网，各品牌注塑机的模次、周期、停机原因实时采集"})
    assert "政策项目：" in read_page(found.text).words
