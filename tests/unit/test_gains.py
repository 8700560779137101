"""前后变化: figures of cases as written, and never one that is not."""

import json
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from service.domain.gains import Gain, read_gains
from service.settings import ROOT

PAIRS = [
    ("晚班开机率由58%升到74%，日报由次日12点提前到次日7点半", ("晚班开机率", "58%", "74%"), ("日报", "次日12点", "次日7点半")),
    ("报数差异由约3.5%降到0.4%以内，统计员由2人减为1人", ("报数差异", "约3.5%", "0.4%以内"), ("统计员", "2人", "1人")),
    ("终检人数26人→11人；客户端外观投诉一年7次→1次", ("终检人数", "26人", "11人"), ("客户端外观投诉一年", "7次", "1次")),
    ("夜班每台偷停由平均96分钟降到35分钟", ("夜班每台偷停平均", "96分钟", "35分钟")),
    ("抄数人员由6人减为0", ("抄数人员", "6人", "0人")),
    ("标签类罚款由每年约1.8万美元→0", ("标签类罚款每年", "约1.8万美元", "0美元")),
    ("客诉原因查找由3天缩到半天", ("客诉原因查找", "3天", "半天")),
    ("滑牙漏锁由千分之六降到万分之四", ("滑牙漏锁", "千分之六", "万分之四")),
    ("定额偏差由±35%→±9%", ("定额偏差", "±35%", "±9%")),
    ("8D按期关闭率41%→93%", ("8D按期关闭率", "41%", "93%")),
    ("AGV掉线停车由每天19次降到每周1次以内", ("AGV掉线停车", "每天19次", "每周1次以内")),
    ("称量差错每季约14次→0次", ("称量差错每季", "约14次", "0次")),
    ("月末盘点从3天缩短至 4 小时", ("月末盘点", "3天", "4小时")),
    ("单次废品由平均1,800张→150张", ("单次废品平均", "1,800张", "150张")),
    ("库位1120→2460托", ("库位", "1120", "2460托")),
    ("比功率由8.1降到6.6千瓦每立方米每分钟", ("比功率", "8.1", "6.6千瓦每立方米每分钟")),
    ("恢复由3小时12分缩到半小时", ("恢复", "3小时12分", "半小时")),
    ("对账5天→3天半", ("对账", "5天", "3天半")),
    ("验厂得分46->92", ("验厂得分", "46", "92")),
]
CHANGES = [
    ("工艺编制时间下降54%", ("工艺编制时间", "", "下降54%")),
    ("设备利用率提高 16 个百分点", ("设备利用率", "", "提高16个百分点")),
    ("每台取件周期缩短3.1秒", ("每台取件周期", "", "缩短3.1秒")),
]
NONE = [
    "上料错误由每季度4起降到上线后14个月0起",  # 4 cases and 14 months are no pair
    "异常发现时间由数小时缩到3分钟内",  # no figure before
    "可恢复时间由无法恢复变为半小时内",
    "三款产品报告由客户退回4次到一次通过",
    "停产盘点2天→不停产",
    "整体运营效率大幅提升",
    "31小时恢复接单，数据丢失约5小时",
    "由61%降到9%",  # of what?
    "升到74%",
    "完成接入1个企业前缀，注册标识86万条",
    "用工由8人减到3班",  # an unknown unit must not take the other's
    "装箱由8人减到3道岗",
    "→→→ 由由由 %",
    "",
]


@pytest.mark.parametrize(("text", "wanted"), [(row[0], row[1:]) for row in PAIRS + CHANGES])
def test_a_figure_is_read_as_it_is_written(text, wanted) -> None:
    assert read_gains(text) == tuple(Gain(*parts) for parts in wanted)


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_pair_gives_no_figure(text) -> None:
    assert read_gains(text) == ()


def test_pairs_stand_before_single_changes() -> None:
    gains = read_gains("工艺编制时间下降54%，定额偏差由±35%→±9%")
    assert [gain.subject for gain in gains] == ["定额偏差", "工艺编制时间"]


def numbers(text: str) -> list[str]:
    return re.findall(r"\d[\d,.]*", text)


def told_in(text: str, gain: Gain) -> bool:
    """Every figure of the gain stands in the text, the one before first."""
    at = 0
    for number in [*numbers(gain.before), *numbers(gain.after)]:
        at = text.find(number, at)
        if at < 0:
            return False
        at += len(number)
    return True


def test_of_the_fixture_cases_most_tell_a_pair_and_none_is_made_up() -> None:
    lines = (ROOT / "fixtures" / "pools" / "providers.jsonl").read_text("utf-8").splitlines()
    outcomes = [case.get("outcome") or "" for line in lines for case in json.loads(line)["cases"]]
    read = {outcome: read_gains(outcome) for outcome in outcomes}
    assert sum(any(gain.before for gain in gains) for gains in read.values()) >= 0.8 * len(read)
    assert [gain for outcome, gains in read.items() for gain in gains if not told_in(outcome, gain)] == []


@given(st.text(st.sampled_from("由从降到升至为→0123456789.,%人次天小时每约平均半±，；。找模率 ()（）万"), max_size=80))
@example("由" * 60)
@example("1" * 60 + "→" + "1" * 60)
def test_nothing_is_ever_made_up(text: str) -> None:
    for gain in read_gains(text):
        assert gain.subject
        assert told_in(text, gain), gain


def test_a_wall_of_text_costs_nothing() -> None:
    assert read_gains("由1降到" * 50_000) == ()
