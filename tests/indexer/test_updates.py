"""A file speaks for the firms it names: absent keeps, empty clears, lists are replaced, what staff confirmed stays."""

import json
from typing import Any

import pytest
from sqlalchemy import insert

from service.command_errors import ExitCode
from service.store import unit_of_work
from service.store.base import new_id
from service.store.rows import PassageTagRow
from tests.factories import unified_code
from tests.indexer.conftest import Desk

TOLD_BY_THE_DATABASE = {
    "member_missed", "membership_kept", "stored_value_cleared", "stored_value_emptied", "stored_value_kept", "row_removed", "list_kept",
    "end_kept", "state_kept", "firm_renamed", "name_elsewhere", "uscc_of_another",
}  # fmt: skip
"""Tried below and in `test_safety.py`."""
USCC = unified_code(70_001)
FULL: dict[str, Any] = {
    "id": "u001", "name": "东莞市样例科技有限公司", "uscc": USCC, "short_name": "样例", "former_names": ["旧样例"],
    "pools": [{"pool": "municipal", "category": "平台商", "batch": "第一批", "document_no": "演示〔2023〕1号",
               "admitted_on": "2023-11-15", "valid_until": "2028-11-15", "state": "有效"}],
    "city": "东莞", "town": "虎门镇", "founded": 2017, "staff": 26, "summary": "做数据采集。",
    "capabilities": [
        {"title": "采集", "description": "注塑机联网采集。", "industries": ["注塑"], "delivery": "现场", "price_min_wan": 4,
         "price_max_wan": 18, "weeks": 3, "scenarios": ["DEV02"]},
        {"title": "看板", "description": "车间看板。", "weeks": 2},
    ],
    "cases": [{"summary": "装了三十台。", "customer": "某厂", "industry": "注塑", "town": "长安镇", "year": 2023, "outcome": "快了",
               "capability": "采集"}],
    "qualifications": ["软件企业证书"], "contact": {"name": "王女士", "phone": "0769-00000001", "email": "a@b.example"},
}  # fmt: skip
_COUNTER = iter(range(10_000))


def load(desk: Desk, *firms: dict[str, Any], exit_code: ExitCode = ExitCode.TAKEN) -> Any:
    path = desk.write(f"{next(_COUNTER)}.jsonl", "".join(json.dumps(firm, ensure_ascii=False) + "\n" for firm in firms))
    report = desk.load(path)
    assert report.exit is exit_code, report.problems
    return report


def without(firm: dict[str, Any], *keys: str, **changes: Any) -> dict[str, Any]:
    return {**{key: value for key, value in firm.items() if key not in keys}, **changes}


def only(rows: list[dict[str, Any]]) -> dict[str, Any]:
    assert len(rows) == 1
    return rows[0]


def test_absent_keys_keep_what_is_stored(desk: Desk) -> None:
    load(desk, FULL)
    before = desk.everything()
    report = load(desk, {"name": FULL["name"], "uscc": USCC, "pools": [{"pool": "municipal"}]})
    assert report.providers.same == 1
    assert desk.everything() == before


def test_empty_values_clear_what_is_stored(desk: Desk) -> None:
    load(desk, FULL)
    cleared = dict.fromkeys(("id", "short_name", "city", "town", "founded", "staff", "summary", "contact"))
    membership = {"pool": "municipal", "category": "", "batch": None, "document_no": "", "admitted_on": None, "valid_until": "长期"}
    lists = {"former_names": [], "qualifications": "", "capabilities": [], "cases": None, "pools": [membership]}
    load(desk, {**FULL, **cleared, **lists})
    row = only(desk.rows("providers"))
    assert [row[key] for key in ("source_id", "short_name", "city", "town", "founded", "staff", "summary")] == [None] * 7
    assert row["former_names"] == []
    membership = only(desk.rows("memberships"))
    assert [membership[key] for key in ("category", "edition_id", "document_no", "admitted_on", "valid_until")] == [None] * 5
    for table in ("capabilities", "success_cases", "qualifications", "unit_contacts"):
        assert desk.rows(table) == []


def test_a_sheet_that_is_there_but_empty_clears_and_one_that_is_absent_keeps(desk: Desk) -> None:
    load(desk, FULL)
    firm = f"企业全称,统一社会信用代码,资源池\n{FULL['name']},{USCC},市级\n"
    desk.load(desk.write("pool/服务商.csv", firm))
    desk.load(desk.folder / "pool")
    assert (len(desk.rows("capabilities")), len(desk.rows("success_cases"))) == (2, 1)
    desk.write("pool/服务能力.csv", "统一社会信用代码,能力名称,能力描述\n")
    told = [(found.code, found.value) for found in desk.load(desk.folder / "pool").problems]
    assert told == [("row_removed", "采集"), ("row_removed", "看板"), ("no_capability", USCC)]
    assert (len(desk.rows("capabilities")), len(desk.rows("success_cases"))) == (0, 1)


def test_absent_keys_of_a_capability_keep_its_own_values(desk: Desk) -> None:
    load(desk, FULL)
    bare = [{"title": "看板", "description": "车间看板，改过。"}, {"title": "采集", "description": "注塑机联网采集。", "weeks": 5}]
    load(desk, {**FULL, "capabilities": bare})
    rows = {row["title"]: row for row in desk.rows("capabilities")}
    assert rows["看板"]["weeks"] == 2
    assert (rows["采集"]["weeks"], rows["采集"]["price_max_fen"], rows["采集"]["delivery"]) == (5, 18_000_000, "现场")
    assert (rows["看板"]["position"], rows["采集"]["position"]) == (0, 1)


def test_capabilities_keep_their_ids_by_text_then_by_title(desk: Desk) -> None:
    load(desk, FULL)
    ids = {row["title"]: row["id"] for row in desk.rows("capabilities")}
    changed = [{"title": "采集", "description": "换了说法。"}, {"title": "安灯", "description": "车间看板。"}]
    load(desk, {**FULL, "capabilities": changed})
    rows = {row["title"]: row for row in desk.rows("capabilities")}
    assert rows["采集"]["id"] == ids["采集"]
    assert rows["采集"]["description"] == "换了说法。"
    assert rows["安灯"]["id"] not in ids.values()
    assert set(rows) == {"采集", "安灯"}


def test_capabilities_of_one_title_are_told_apart_by_their_text(desk: Desk) -> None:
    twins = [{"title": "采集", "description": "注塑机。"}, {"title": "采集", "description": "冲床。"}]
    load(desk, {**FULL, "capabilities": twins})
    ids = {row["description"]: row["id"] for row in desk.rows("capabilities")}
    load(desk, {**FULL, "capabilities": twins[::-1]})
    assert {row["description"]: row["id"] for row in desk.rows("capabilities")} == ids
    assert {row["description"]: row["position"] for row in desk.rows("capabilities")} == {"冲床。": 0, "注塑机。": 1}


def test_cases_keep_their_ids_by_summary(desk: Desk) -> None:
    load(desk, FULL)
    old = only(desk.rows("success_cases"))["id"]
    load(desk, {**FULL, "cases": [{"summary": "装了三十台。", "outcome": "更快了"}]})
    assert only(desk.rows("success_cases"))["id"] == old
    assert only(desk.rows("success_cases"))["customer"] == "某厂"
    load(desk, {**FULL, "cases": [{"summary": "装了四十台。"}]})
    assert only(desk.rows("success_cases"))["id"] != old


def test_what_staff_confirmed_stays_with_an_unchanged_text_and_goes_with_its_row(desk: Desk) -> None:
    load(desk, FULL)
    passage = {row["title"]: row["id"] for row in desk.rows("capabilities")}
    provider = only(desk.rows("providers"))["id"]
    tags = [
        {"id": new_id("tag"), "provider_id": provider, "passage_id": place, "scenario_code": "DEV08", "origin": "confirmed",
         "confidence": 1.0, "text_hash": "h", "bank_fingerprint": "b"}
        for place in (*passage.values(), provider)
    ]  # fmt: skip
    with unit_of_work.writing(desk.database) as session:
        session.execute(insert(PassageTagRow), tags)
    load(desk, {**FULL, "capabilities": FULL["capabilities"][:1], "staff": 30})
    assert {row["passage_id"] for row in desk.rows("passage_tags")} == {passage["采集"], provider}
    load(desk, {**FULL, "capabilities": FULL["capabilities"][:1], "summary": None})
    assert {row["passage_id"] for row in desk.rows("passage_tags")} == {passage["采集"]}


def test_a_membership_of_another_pool_stays_and_is_told_when_the_file_names_that_pool(desk: Desk) -> None:
    both = {**FULL, "pools": [*FULL["pools"], {"pool": "provincial", "batch": "省第一批"}]}
    other = {**FULL, "id": "u002", "name": "东莞市另一家科技有限公司", "uscc": unified_code(70_002), "pools": [{"pool": "provincial"}]}
    load(desk, both)
    assert load(desk, FULL).problems == ()
    report = load(desk, FULL, other)
    assert [(found.code, found.line) for found in report.problems] == [("membership_kept", 1)]
    firms = {row["id"]: row["uscc"] for row in desk.rows("providers")}
    assert sorted(row["pool_code"] for row in desk.rows("memberships") if firms[row["provider_id"]] == USCC) == ["municipal", "provincial"]


def test_a_membership_is_replaced_by_the_file(desk: Desk) -> None:
    load(desk, FULL)
    old = only(desk.rows("memberships"))["id"]
    load(desk, {**FULL, "pools": [{"pool": "市级", "batch": "第二批", "state": "退出"}]})
    row = only(desk.rows("memberships"))
    assert (row["id"], row["state"], row["category"], row["document_no"]) == (old, "withdrawn", "平台商", "演示〔2023〕1号")
    assert {edition["batch"] for edition in desk.rows("pool_editions")} == {"第一批", "第二批"}


@pytest.mark.parametrize(
    ("pools", "capabilities", "column", "cleared"),
    [
        ([{"pool": "municipal", "valid_until": "2020-01-01"}], ..., "入池日期", ("memberships", "admitted_on")),
        (
            ...,
            [{"title": "采集", "description": "注塑机联网采集。", "price_min_wan": 20}],
            "价格上限(万元)",
            ("capabilities", "price_max_fen"),
        ),
        (
            ...,
            [{"title": "采集", "description": "注塑机联网采集。", "price_max_wan": 2}],
            "价格下限(万元)",
            ("capabilities", "price_min_fen"),
        ),
    ],
)
def test_a_kept_value_that_contradicts_the_file_gives_way(desk: Desk, pools: Any, capabilities: Any, column: str, cleared: Any) -> None:
    load(desk, FULL)
    changes = {"pools": pools, "capabilities": capabilities}
    report = load(desk, {**FULL, **{key: value for key, value in changes.items() if value is not ...}})
    assert ("stored_value_cleared", column) in [(found.code, found.column) for found in report.problems]
    assert only(desk.rows(cleared[0]))[cleared[1]] is None


def test_members_of_a_named_edition_that_the_file_misses_are_told_and_stay(desk: Desk) -> None:
    second = {**FULL, "id": "u002", "name": "东莞市漏列科技有限公司", "uscc": unified_code(70_002)}
    elsewhere = {**second, "id": "u003", "uscc": unified_code(70_003), "pools": [{"pool": "municipal", "batch": "第九批"}]}
    load(desk, FULL, second, elsewhere)
    before = desk.everything()
    report = load(desk, FULL)
    assert [(found.code, found.value) for found in report.problems] == [("member_missed", f"东莞市漏列科技有限公司 {unified_code(70_002)}")]
    assert "市级第一批" in report.problems[0].message
    assert desk.everything() == before


def test_a_refused_line_still_names_its_firm(desk: Desk) -> None:
    second = {**FULL, "id": "u002", "name": "东莞市漏列科技有限公司", "uscc": unified_code(70_002)}
    load(desk, FULL, second)
    report = load(desk, FULL, {**second, "name": ""}, exit_code=ExitCode.PARTLY)
    assert "member_missed" not in [found.code for found in report.problems]


def test_each_change_raises_the_version_and_writes_one_feed_line_and_one_audit_entry(desk: Desk) -> None:
    load(desk, FULL)
    load(desk, {**FULL, "staff": 30, "contact": {"phone": "0769-00000002"}})
    load(desk, FULL | {"staff": 30, "contact": {"phone": "0769-00000002"}})
    provider = only(desk.rows("providers"))
    assert provider["version"] == 2
    assert [row["provider_id"] for row in desk.rows("change_feed")] == [provider["id"]] * 2
    audit = desk.rows("audit_entries")
    assert [(row["action"], row["actor"], row["subject_id"]) for row in audit] == [("load", "indexer", provider["id"])] * 2
    assert audit[1]["detail"] == {
        "change": "changed", "fields": ["staff", "contact"], "version": 2, "memberships": 1, "capabilities": 2, "cases": 1,
    }  # fmt: skip
    assert "0769" not in json.dumps([row["detail"] for row in audit])
    assert only(desk.rows("unit_contacts")) == {
        "provider_id": provider["id"],
        "name": "王女士",
        "phone": "0769-00000002",
        "email": "a@b.example",
    }


def test_demonstration_data_is_known_by_its_code_or_by_the_option(desk: Desk) -> None:
    real = {**FULL, "id": "u009", "uscc": "91350100M000100Y43"}
    load(desk, FULL, real)
    assert {row["uscc"]: row["is_demo"] for row in desk.rows("providers")} == {USCC: True, real["uscc"]: False}
    path = desk.write("demo.jsonl", json.dumps(real, ensure_ascii=False))
    desk.load(path, demo=True)
    assert all(row["is_demo"] for row in desk.rows("providers"))
