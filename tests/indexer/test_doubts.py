"""What is taken all the same but may be wrong: telephones, prices, codes, years; and the same thing in another spelling."""

from typing import Any

import pytest

from indexer.values import codes, phones
from indexer.values.text import Unusable, unmarked
from service.command_errors import ExitCode
from tests.factories import unified_code
from tests.indexer.conftest import Desk
from tests.indexer.grids import csv_of

USCC = unified_code(73_001)
NAME = "东莞市疑问科技有限公司"


def told(desk: Desk, header: list[str], row: list[Any]) -> list[tuple[str, str | None]]:
    grid = [["企业全称", "统一社会信用代码", "资源池", *header], [NAME, USCC, "市级", *row]]
    report = desk.load(desk.write("a.csv", csv_of(grid)))
    assert report.exit is ExitCode.TAKEN, report.problems
    return [(found.code, found.column) for found in report.problems if found.code != "no_capability"]


@pytest.mark.parametrize(("written", "stored", "doubt"), [
    (76900000012, "0769-00000012", "phone_restored"), ("76900000012", "0769-00000012", "phone_restored"), ("769-00000012",
    "0769-00000012", "phone_restored"),
    (2000000012, "020-00000012", "phone_restored"), (1000000012, "010-00000012", "phone_restored"), ("7690000012", "7690000012",
    "phone_doubtful"),
    ("0769-00000012", "0769-00000012", None), ("(0769)00000012、00000013", "(0769)00000012、00000013", None), ("13800001234",
    "13800001234", None),
    ("4000000012", "4000000012", None), ("00000012", "00000012", None), ("", None, None), ("/", None, None), ("0769-00000012转8",
    "0769-00000012转8", None),
])  # fmt: skip
def test_a_telephone_gets_its_zero_back_where_that_is_certain(written: object, stored: str | None, doubt: str | None) -> None:
    found = phones.read_phone(written, longest=80, limit=200)  # type: ignore[arg-type]
    assert (found.text, found.doubt) == (stored, doubt)


@pytest.mark.parametrize(("written", "person", "number"), [
    ("王五 13800001234", "王五", "13800001234"), ("王五，0769-00000012", "王五", "0769-00000012"), ("王五（手机：13800001234）",
    "王五", "13800001234"),
    ("王五/138 0000 1234", "王五", "138 0000 1234"), ("13800001234", None, "13800001234"), ("王五", "王五", None),
    ("王五 电话：00000012", "王五 电话:00000012", None),
    ("王经理 22220012 李工 13800001234", "王经理   李工", "22220012、13800001234"), ("John Wang 13800001234", "John Wang", "13800001234"),
])  # fmt: skip
def test_a_person_and_a_telephone_in_one_cell_are_told_apart(written: str, person: str | None, number: str | None) -> None:
    name, found = phones.apart(written.replace("：", ":"))
    assert (name, found) == (person, number)


def test_a_telephone_beside_a_name_is_kept_as_one(desk: Desk) -> None:
    told(desk, ["联系人", "联系电话"], ["王五 13800001234", "0769-00000012"])
    assert [(row["name"], row["phone"]) for row in desk.rows("unit_contacts")] == [("王五", "0769-00000012、13800001234")]


@pytest.mark.parametrize("written", [
    "'{}", "`{}", "‘{}’", "“{}”", '="{}"', "={}", '"{}"', " {} ", "\t{}", "{}\n", "\u200b{}", "{}。", "'{}'", "´{}",
])  # fmt: skip
def test_marks_around_a_code_do_not_count(desk: Desk, written: str) -> None:
    if written == "{}。":
        with pytest.raises(Unusable):
            codes.read_uscc(unmarked(written.format(USCC)))
        return
    assert codes.read_uscc(unmarked(written.format(USCC))) == USCC
    assert codes.read_uscc(unmarked(written.format(USCC.lower()))) == USCC


@pytest.mark.parametrize("code", [
    "91441900XXXXXXXXXX", "XXXXXXXXXXXXXXXXXX", "914419000000000000", "91441900MA5XXXXXXX", "91441900**********", "123456789012345678",
    "111111111111111111",
])  # fmt: skip
def test_a_placeholder_is_no_code(code: str) -> None:
    with pytest.raises(Unusable) as refused:
        codes.read_uscc(code)
    assert refused.value.code == "uscc_placeholder"


@pytest.mark.parametrize("written", [
    "东莞市（某）科技有限公司", "东莞市(某)科技有限公司", "东莞市 (某) 科技有限公司", "东莞市【某】科技有限公司",
    "东莞市（某）科技有限公司 ",
])  # fmt: skip
def test_a_name_is_the_same_whatever_its_brackets_and_spaces(written: str) -> None:
    same = codes.firm_name(" ".join(written.split()))
    assert same == "东莞市（某）科技有限公司" or "【" in written


def test_a_latin_name_keeps_its_spaces() -> None:
    assert codes.firm_name("ABC (Dongguan) Co., Ltd.") == "ABC (Dongguan) Co., Ltd."
    assert codes.firm_name("东莞 ABC Tech 有限公司") == "东莞ABC Tech有限公司"


def test_a_price_far_too_high_is_told(desk: Desk) -> None:
    told(desk, [], [])
    grid = [["信用代码", "能力名称", "能力描述", "价格下限(万元)", "价格上限(万元)"], [USCC, "采集", "联网。", 50000, "80,000元"]]
    report = desk.load(desk.write("b.csv", csv_of(grid)))
    assert [(found.code, found.value) for found in report.problems] == [("price_doubtful", "50000"), ("prices_reversed", None)]


def test_a_firm_founded_after_its_admission_is_told(desk: Desk) -> None:
    assert told(desk, ["成立年份", "入池日期"], [2024, "2021-07-15"]) == [("founded_after_admission", "成立年份")]
    assert told(desk, ["成立年份", "入池日期"], [2021, "2021-07-15"]) == []
