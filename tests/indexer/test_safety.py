"""Nothing lapsed comes alive, nothing stored vanishes unmentioned: what an update may do to what is stored."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from indexer.report import FileReport
from service.command_errors import ExitCode
from tests.factories import unified_code
from tests.indexer.conftest import Desk
from tests.indexer.grids import csv_of

USCC, OTHER = unified_code(71_001), unified_code(71_002)
NAME, OTHER_NAME = "东莞市稳当科技有限公司", "东莞市旁人科技有限公司"
HEADER = ["企业全称", "统一社会信用代码", "资源池", "入池日期", "有效期至", "状态"]
ABLE = ["统一社会信用代码", "能力名称", "能力描述", "周期"]


def load(desk: Desk, *rows: Sequence[Any], header: Sequence[str] = HEADER, **options: Any) -> FileReport:
    return desk.load(desk.write("list.csv", csv_of([header, *rows])), **options)


def membership(desk: Desk, uscc: str = USCC) -> dict[str, Any]:
    owner = next(row["id"] for row in desk.rows("providers") if row["uscc"] == uscc)
    return next(row for row in desk.rows("memberships") if row["provider_id"] == owner)


def messages(report: FileReport, code: str) -> list[str]:
    return [found.message for found in report.problems if found.code == code]


UNREADABLE = ["待定", "无", "/", "——", "以文件为准", "24年", "2024年6月以后", "2024年2月30日", "至今", "1-3年", "2020-01-01"]


@pytest.mark.parametrize("word", UNREADABLE)
def test_an_unreadable_end_keeps_the_stored_one(desk: Desk, word: str) -> None:
    load(desk, [NAME, USCC, "市级", "2021-07-15", "2024-06-30", ""])
    before = desk.everything()
    report = load(desk, [NAME, USCC, "市级", "2021-07-15", word, ""])
    assert desk.everything() == before
    code = "dates_reversed" if word == "2020-01-01" else "end_unreadable"
    assert [word in text and "库中原有的有效期至 2024-06-30 保留" in text for text in messages(report, code)] == [True]


@pytest.mark.parametrize("word", UNREADABLE)
def test_a_new_membership_with_an_unreadable_end_waits_unlisted(desk: Desk, word: str) -> None:
    report = load(desk, [NAME, USCC, "市级", "2021-07-15", word, "有效"])
    assert (membership(desk)["state"], membership(desk)["valid_until"]) == ("waiting", None)
    code = "dates_reversed" if word == "2020-01-01" else "end_unreadable"
    assert ["先登记、不公开" in text for text in messages(report, code)] == [True]
    load(desk, [NAME, USCC, "市级", "2021-07-15", "2028-06-30", ""])
    assert (membership(desk)["state"], membership(desk)["valid_until"]) == ("active", date(2028, 6, 30))


def test_an_empty_end_lifts_no_stored_one(desk: Desk) -> None:
    load(desk, [NAME, USCC, "市级", "2021-07-15", "2024-06-30", ""])
    report = load(desk, [NAME, USCC, "市级", "2021-07-15", "", ""])
    assert membership(desk)["valid_until"] == date(2024, 6, 30)
    assert len(messages(report, "end_kept")) == 1
    load(desk, [NAME, USCC, "市级", "2021-07-15", "长期", ""])
    assert membership(desk)["valid_until"] is None


@pytest.mark.parametrize("word", ["已过期", "到期", "失效"])
def test_a_word_of_lapse_ends_a_membership(desk: Desk, word: str) -> None:
    load(desk, [NAME, USCC, "市级", "2021-07-15", word, ""], [OTHER_NAME, OTHER, "市级", "2021-07-15", "2024-06-30", ""])
    report = load(desk, [NAME, USCC, "市级", "2021-07-15", word, ""], [OTHER_NAME, OTHER, "市级", "2021-07-15", word, ""])
    assert membership(desk)["valid_until"] == date(2026, 1, 4)
    assert membership(desk, OTHER)["valid_until"] == date(2024, 6, 30)
    assert len(messages(report, "end_expired")) == 2


@pytest.mark.parametrize(("word", "state"), [("已撤销", "withdrawn"), ("退出", "withdrawn"), ("暂停", "suspended")])
def test_a_state_in_the_place_of_the_end_is_a_state(desk: Desk, word: str, state: str) -> None:
    load(desk, [NAME, USCC, "市级", "2021-07-15", "2028-06-30", ""])
    report = load(desk, [NAME, USCC, "市级", "2021-07-15", word, ""])
    assert (membership(desk)["state"], membership(desk)["valid_until"]) == (state, date(2028, 6, 30))
    assert len(messages(report, "state_in_end")) == 1


@pytest.mark.parametrize("stored", ["退出", "暂停"])
@pytest.mark.parametrize("told", ["", "不清楚", "—"])
def test_a_state_changes_only_by_a_word_that_is_understood(desk: Desk, stored: str, told: str) -> None:
    load(desk, [NAME, USCC, "市级", "2021-07-15", "2028-06-30", stored])
    before = membership(desk)["state"]
    load(desk, [NAME, USCC, "市级", "2021-07-15", "2028-06-30", told])
    assert membership(desk)["state"] == before
    report = load(desk, [NAME, USCC, "市级", "2028-06-30"], header=[*HEADER[:3], "有效期至"])
    assert membership(desk)["state"] == before
    assert len(messages(report, "state_kept")) == 1
    load(desk, [NAME, USCC, "市级", "2021-07-15", "2028-06-30", "有效"])
    assert membership(desk)["state"] == "active"


def test_a_new_membership_of_unknown_state_is_suspended(desk: Desk) -> None:
    load(desk, [NAME, USCC, "市级", "2021-07-15", "2028-06-30", "不清楚"])
    assert membership(desk)["state"] == "suspended"


def test_a_day_of_admission_after_the_stored_end_is_not_taken(desk: Desk) -> None:
    load(desk, [NAME, USCC, "市级", "2021-07-15", "2024-06-30", ""])
    report = load(desk, [NAME, USCC, "市级", "2025-01-01"], header=HEADER[:4])
    assert (membership(desk)["admitted_on"], membership(desk)["valid_until"]) == (date(2021, 7, 15), date(2024, 6, 30))
    assert len(messages(report, "stored_value_kept")) == 1


@pytest.mark.parametrize("pool", ["非市级", "市级（已退出）", "原市级", "拟入市级", "不在市级", "月球", "市级资源池（暂停）"])
def test_a_pool_is_understood_whole_or_not_at_all(desk: Desk, pool: str) -> None:
    report = load(desk, [NAME, USCC, pool, "", "", ""])
    assert (desk.rows("memberships"), report.exit) == ([], ExitCode.PARTLY)
    assert "市级、省级" in messages(report, "pool_unknown")[0]


def with_capabilities(desk: Desk, *rows: Sequence[Any]) -> FileReport:
    desk.write("pool/服务商.csv", csv_of([HEADER, [NAME, USCC, "市级", "", "长期", ""], [OTHER_NAME, OTHER, "市级", "", "长期", ""]]))
    desk.write("pool/服务能力.csv", csv_of([ABLE, *rows]))
    return desk.load(desk.folder / "pool")


def titles(desk: Desk, uscc: str = USCC) -> list[str]:
    owner = next(row["id"] for row in desk.rows("providers") if row["uscc"] == uscc)
    return sorted(row["title"] for row in desk.rows("capabilities") if row["provider_id"] == owner)


def test_a_refused_row_takes_nothing_from_its_firm(desk: Desk) -> None:
    good = [[USCC, "采集", "联网采集。", 2], [USCC, "看板", "车间看板。", 3], [OTHER, "安灯", "呼叫。", 1]]
    with_capabilities(desk, *good)
    report = with_capabilities(desk, good[0], [USCC, "看板", "", 3], [USCC, "报工", "扫码报工。", ""])
    assert titles(desk) == ["报工", "看板", "采集"]
    assert ["看板" in text for text in messages(report, "list_kept")] == [True]
    assert titles(desk, OTHER) == []
    assert [found.value for found in report.problems if found.code == "row_removed"] == ["安灯"]


@pytest.mark.parametrize("code", ["", "9.14E+17", "91441900DEM", OTHER[:-1] + "?", unified_code(71_999)])
def test_a_refused_row_of_nobody_takes_nothing_from_anybody(desk: Desk, code: str) -> None:
    with_capabilities(desk, [USCC, "采集", "联网采集。", 2], [OTHER, "安灯", "呼叫。", 1], [OTHER, "看板", "车间看板。", 1])
    with_capabilities(desk, [USCC, "采集", "联网采集。", 2], [OTHER, "看板", "车间看板。", 1], ["1", "2", "3"], [code, "安灯", "呼叫。", 1])
    assert (titles(desk), titles(desk, OTHER)) == (["采集"], ["安灯", "看板"])


def test_what_an_update_removes_is_named_and_a_dry_run_tells_it_first(desk: Desk) -> None:
    firm = {
        "uscc": USCC, "name": NAME, "pools": [{"pool": "municipal"}], "summary": "做采集。", "staff": 20, "qualifications": ["软著",
        "双软"],
        "capabilities": [{"title": "采集", "description": "联网。", "weeks": 3}, {"title": "看板", "description": "大屏。"}],
        "cases": [{"summary": "装了三十台。", "outcome": "快了"}], "contact": {"phone": "0769-00000001"},
    }  # fmt: skip
    desk.load(desk.write("a.jsonl", json.dumps(firm)))
    less = {
        **firm, "summary": "", "staff": None, "qualifications": ["软著"], "cases": [], "contact": {"phone": ""},
        "capabilities": [{"title": "采集", "description": "联网。", "weeks": None}],
    }  # fmt: skip
    path = desk.write("b.jsonl", json.dumps(less))
    before = desk.everything()
    dry = desk.load(path, dry_run=True)
    assert desk.everything() == before
    removed = [(found.code, found.column, found.value) for found in dry.problems]
    assert sorted(removed, key=repr) == sorted(
        [
            ("row_removed", None, "看板"), ("row_removed", None, "装了三十台。"), ("row_removed", None, "双软"),
            ("stored_value_emptied", "简介", None), ("stored_value_emptied", "员工人数", None),
            ("stored_value_emptied", "联系电话", None), ("stored_value_emptied", "周期(周)", None),
        ],
        key=repr,
    )  # fmt: skip
    assert "0769" not in json.dumps([found.message for found in dry.problems])
    assert desk.load(path) == dry


def test_an_optional_value_that_cannot_be_used_keeps_the_stored_one(desk: Desk) -> None:
    header = [*HEADER[:3], "员工人数", "成立年份", "镇街"]
    load(desk, [NAME, USCC, "市级", 26, 2017, "虎门镇"], header=header)
    before = desk.everything()
    report = load(desk, [NAME, USCC, "市级", "约三十", "去年", "火星镇"], header=header)
    assert desk.everything() == before
    assert [found.code for found in report.problems[:3]] == ["town_unknown", "number_unusable", "number_unusable"]


def test_a_list_that_is_no_list_removes_nothing(desk: Desk) -> None:
    firm = {"uscc": USCC, "name": NAME, "pools": ["市级"], "capabilities": [{"title": "采集", "description": "联网。"}]}
    desk.load(desk.write("a.jsonl", json.dumps(firm)))
    desk.load(desk.write("b.jsonl", json.dumps({**firm, "capabilities": "采集"})))
    desk.load(desk.write("c.jsonl", json.dumps({**firm, "capabilities": ["采集"]})))
    assert titles(desk) == ["采集"]


def test_a_code_with_another_firms_name_is_refused(desk: Desk) -> None:
    rows = [[NAME, USCC, "市级", "", "2024-06-30", ""], [OTHER_NAME, OTHER, "市级", "", "2028-06-30", ""]]
    load(desk, *rows)
    before = desk.everything()
    report = load(desk, [OTHER_NAME, USCC, "市级", "", "2028-06-30", ""], [NAME, OTHER, "市级", "", "2024-06-30", ""])
    assert desk.everything() == before
    assert len(messages(report, "uscc_of_another")) == 2


def test_a_capability_beside_another_name_is_refused(desk: Desk) -> None:
    load(desk, [NAME, USCC, "市级", "", "长期", ""], [OTHER_NAME, OTHER, "市级", "", "长期", ""])
    able = [["企业名称", *ABLE[:3]], [OTHER_NAME, USCC, "采集", "联网。"], ["东莞市稳当 科技有限公司", USCC, "看板", "大屏。"]]
    report = desk.load(desk.write("b.csv", csv_of(able)))
    assert titles(desk) == ["看板"]
    assert NAME in messages(report, "uscc_of_another")[0]


def test_a_renamed_firm_keeps_its_old_name(desk: Desk) -> None:
    load(desk, [NAME, USCC, "市级", "", "长期", ""])
    for expected in (1, 0):
        report = load(desk, ["东莞市新名科技有限公司", USCC, "市级", "", "长期", ""])
        assert len(messages(report, "firm_renamed")) == expected
    assert [(row["name"], row["former_names"]) for row in desk.rows("providers")] == [("东莞市新名科技有限公司", [NAME])]
    assert load(desk, [NAME, OTHER, "市级", "", "长期", ""]).exit is ExitCode.TAKEN


def test_a_name_with_a_second_code_is_told(desk: Desk) -> None:
    load(desk, [NAME, USCC, "市级", "", "长期", ""])
    report = load(desk, [NAME, OTHER, "市级", "", "长期", ""], [NAME, unified_code(71_003), "市级", "", "长期", ""])
    assert len(messages(report, "name_elsewhere")) == 2
    assert len(messages(report, "name_twice")) == 1


def test_a_member_that_left_stays_left_when_a_later_list_names_it(desk: Desk) -> None:
    load(desk, [NAME, USCC, "市级", "", "长期", ""])
    load(desk, [NAME, USCC, "市级", "", "长期", "退出"])
    load(desk, [NAME, USCC, "市级"], header=HEADER[:3])
    assert membership(desk)["state"] == "withdrawn"
