"""What single values become: dates, amounts, numbers, lists, codes, excerpts."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.problem_kinds import KINDS
from indexer.problems import excerpt, has_contact, problem
from indexer.records import CellError
from indexer.sources.xlsx_values import DateStyle, date_style
from indexer.values import codes, numbers, states, text
from indexer.values.text import Unusable
from service.domain.pools import MembershipState
from tests.indexer.conftest import TODAY

DAY = date(2023, 11, 15)


@pytest.mark.parametrize(("raw", "fen"), [
    (4, 4_000_000), (2.5, 2_500_000), ("0.8", 800_000), ("4万", 4_000_000), ("4 万元", 4_000_000),
    ("40000元", 4_000_000), ("￥4", 4_000_000),
    ("1,200", 1_200_000_000), ("0.3亿", 3_000_000_000), (0, 0), ("", None), ("-", None), (0.1 + 0.2, 300_000), (3000, 3_000_000_000),
])  # fmt: skip
def test_an_amount_in_wan_becomes_fen(raw: str | float, fen: int | None) -> None:
    assert numbers.read_fen(raw) == fen


@pytest.mark.parametrize("raw", ["面议", "4-18", -1, "-0.5", 1e300, 10**30, "1e3", True, [4], CellError("#N/A"), "4,00", float("inf")])
def test_what_is_no_amount_is_refused(raw: object) -> None:
    with pytest.raises(Unusable):
        numbers.read_fen(raw)  # type: ignore[arg-type]


@given(st.integers(0, 10_000_000))
def test_an_amount_never_loses_a_fen(hundreds: int) -> None:
    assert numbers.read_fen(hundreds / 10_000) == hundreds * 100
    assert numbers.read_fen(f"{hundreds / 10_000:.4f}") == hundreds * 100


@pytest.mark.parametrize(("raw", "number"), [(26, 26), (26.0, 26), ("26", 26), ("26人", 26), ("1,200", 1_200), ("３", 3), ("", None)])
def test_a_whole_number_is_read(raw: str | float, number: int | None) -> None:
    assert numbers.read_count(raw, most=10_000) == number


@pytest.mark.parametrize("raw", [2.5, "约26", "20-30", -1, 10_001, "2.5", True])
def test_what_is_no_whole_number_is_refused(raw: object) -> None:
    with pytest.raises(Unusable):
        numbers.read_count(raw, most=10_000)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("raw", "year"),
    [
        (2017, 2017),
        ("2017年", 2017),
        ("2017-05-01", 2017),
        ("2017年5月", 2017),
        (DAY, 2023),
        (TODAY.year, 2026),
        (2017.5, 2017),
        ("2010.5", 2010),
    ],
)
def test_a_year_is_read(raw: str | int | date, year: int) -> None:
    assert numbers.read_year(raw, today=TODAY) == year


@pytest.mark.parametrize("raw", [1899, TODAY.year + 1, "去年", "17", 45245, "2017前"])
def test_what_is_no_year_is_refused(raw: str | float) -> None:
    with pytest.raises(Unusable):
        numbers.read_year(raw, today=TODAY)


def test_a_cell_is_split_at_every_usual_mark_and_a_json_list_is_not() -> None:
    cell = "注塑、五金，电子,玩具；家具;食品/毛织\n服装、注塑、"
    assert text.read_list(cell, longest=80, limit=20_000) == ("注塑", "五金", "电子", "玩具", "家具", "食品", "毛织", "服装")
    assert text.read_list(["软著3、4项", 5, "", None], longest=80, limit=20_000) == ("软著3、4项", "5")


@pytest.mark.parametrize("raw", [["x"] * 201, ["长" * 81], [["x"]], {"a": 1}])
def test_what_is_no_list_is_refused(raw: object) -> None:
    with pytest.raises(Unusable):
        text.read_list(raw, longest=80, limit=20_000)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "raw", ["91350100m000100y43", "９１３５０１００Ｍ０００１００Ｙ４３", " 9135 0100-M000 100Y43 ", "91350100M000100Y43"]
)
def test_a_code_is_normalised(raw: str) -> None:
    assert codes.read_uscc(raw) == "91350100M000100Y43"


@pytest.mark.parametrize(("raw", "code"), [
    ("9.14E+17", "uscc_damaged"), ("9.14419E17", "uscc_damaged"), (9.14419e17, "uscc_damaged"), (914419001234567.0, "uscc_damaged"),
    ("91350100M000100Y4", "uscc_shape"), ("91350100M000100Y4O", "uscc_shape"), ("无", "uscc_shape"), (91441900, "uscc_shape"),
])  # fmt: skip
def test_a_code_that_is_none_is_refused(raw: str | float, code: str) -> None:
    with pytest.raises(Unusable) as refused:
        codes.read_uscc(raw)
    assert refused.value.code == code


def test_an_all_digit_code_in_json_is_whole() -> None:
    assert codes.read_uscc(914403001922038216) == "914403001922038216"


@pytest.mark.parametrize(("raw", "state"), [
    ("有效", MembershipState.ACTIVE), ("暂停", MembershipState.SUSPENDED), ("退出", MembershipState.WITHDRAWN),
    ("已到期", MembershipState.ACTIVE), ("Suspended", MembershipState.SUSPENDED), ("", None),
])  # fmt: skip
def test_a_state_is_read(raw: str, state: MembershipState | None) -> None:
    assert states.read_state(raw) is state


def test_text_that_no_database_holds_is_refused() -> None:
    for raw in ("\ud800", CellError("#REF!"), True, [], float("nan")):
        with pytest.raises(Unusable):
            text.read_line(raw, longest=80, limit=20_000)  # type: ignore[arg-type]
    assert text.read_line("a\x00b\u200b", longest=80, limit=20_000) == "ab"


@given(st.text())
def test_a_formula_is_escaped_and_comes_back(written: str) -> None:
    escaped = text.escape_formula(written)
    assert text.unescape_formula(escaped) == written
    assert not escaped.startswith(("=", "+", "-", "@"))


@pytest.mark.parametrize(("code", "is_date"), [
    ("yyyy-mm-dd", True), ("m/d/yy h:mm", True), ('yyyy"年"m"月"', True), ("[$-804]d", True), ("General", False), ("#,##0.00", False),
    ('"days "0', False), ("[Red]0.00", False), ("0.00E+00", False), ("h:mm:ss", False), (r"\d0", False), ("_-* #,##0_d", False),
])  # fmt: skip
def test_a_number_format_tells_dates(code: str, is_date: bool) -> None:
    assert (date_style(code) is not None) is is_date


@pytest.mark.parametrize(("code", "style"), [
    ("yyyy-mm-dd", DateStyle.DAY), ('yyyy"年"m"月"', DateStyle.MONTH), ("yyyy-mm", DateStyle.MONTH), ("yyyy", DateStyle.YEAR),
    ("mmm-yy", DateStyle.MONTH),
])  # fmt: skip
def test_a_number_format_tells_how_much_of_a_date_is_meant(code: str, style: DateStyle) -> None:
    assert date_style(code) is style


@pytest.mark.parametrize(
    "contact", ["13800001234", "138-0000-1234", "+86 138 0000 1234", "0769-22223333", "wang.li@example.com", "王@某.公司"]
)
def test_an_excerpt_shows_no_contact(contact: str) -> None:
    for written in (contact, f"电话{contact}。", "长" * 70 + contact, "x" * 318 + contact, "13800001234 " * 40 + contact):
        assert contact not in excerpt(written)
        assert len(excerpt(written)) <= 80


def test_a_credit_code_is_no_telephone_number() -> None:
    assert excerpt("914403001922038216") == "914403001922038216"
    assert not has_contact("统一社会信用代码 914403001922038216，2023-11-15")
    assert has_contact("加微信13800001234")


@given(st.text(st.characters(), max_size=500))
def test_an_excerpt_is_short_storable_and_without_mobile_numbers(written: str) -> None:
    shown = excerpt(written)
    assert len(shown) <= 80
    shown.encode("utf-8")


def test_every_problem_is_one_chinese_sentence_that_names_a_remedy_or_a_consequence() -> None:
    for code, kind in KINDS.items():
        made = problem(code, column="列", value="值", other="其他")
        assert made.severity is kind.severity
        assert "{" not in made.message
        assert code == code.lower()
        assert len(made.message) < 120
    with pytest.raises(KeyError):
        problem("no_such_code")
