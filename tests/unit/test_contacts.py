"""What of contact data may stand on an open page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.contacts import open_contact, unit_mailbox, unit_phone
from service.domain.open_profile import mask_personal
from service.domain.providers import UnitContact


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("0769-22223333", "0769-22223333"),
        ("(0769)22223333", "(0769)22223333"),
        ("0755 8888 9999", "0755 8888 9999"),
        ("020-38812345", "020-38812345"),
        ("400-123-4567", "400-123-4567"),
        ("22223333转801", "22223333转801"),
        ("0769-82223333-8001", "0769-82223333-8001"),
        ("０７６９－２２２２３３３３", "0769-22223333"),
        ("0769-22223333 / 13812345678", "0769-22223333"),
        ("电话:0769-22223333;手机:13912345678", "0769-22223333"),
        ("0769-22223333、0769-22224444、0769-22223333", "0769-22223333、0769-22224444"),
    ],
)
def test_landlines_are_shown(written, shown):
    assert unit_phone(written) == shown


@pytest.mark.parametrize(
    "written",
    [
        "13812345678", "138-1234-5678", "138 0013 8000 王生", "+86 138-1234-5678", "8613812345678", "0086 13812345678", "013812345678",
        "１３８１２３４５６７８", "1 3 8 1 2 3 4 5 6 7 8", "139-22223333", "(138)12345678", "0769-13812345678", "0769-2222333313812345678",
        "", None, "无", "微信 abc12345",
    ],
)  # fmt: skip
def test_a_mobile_number_is_never_shown(written):
    assert unit_phone(written) is None


@given(
    st.integers(3, 9),
    st.text("0123456789", min_size=9, max_size=9),
    st.lists(st.sampled_from(["", " ", "-", "."]), min_size=10, max_size=10),
    st.sampled_from(["", "0", "86", "+86 ", "电话", "0769-22223333 ", "王生："]),
    st.sampled_from(["", " ", "（微信同号）", "/0769-22223333"]),
)
def test_whatever_stands_around_a_mobile_number_it_is_taken_out(second, rest, gaps, before, after):
    digits = f"1{second}{rest}"
    written = before + "".join(digit + gap for digit, gap in zip(digits, [*gaps, ""], strict=True)) + after
    shown = unit_phone(written) or ""
    assert shown.replace("0769-22223333", "").strip("、") == ""
    assert digits not in "".join(character for character in mask_personal(written) if character.isdigit())


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("请打138 1234 5678或0769-22223333", "请打138 **** 5678或0769-22223333"),
        ("+86 138-1234-5678", "+86 138-****-5678"),
        ("138/1234/5678、138*1234*5678", "138/****/5678、138******5678"),
        ("写信到 zhang.san@qq.com，", "写信到 z********@qq.com，"),
        ("13912345678@163.com", "1**********@163.com"),
        ("身份证441900198501011234", "身份证441***************"),
        ("44190019850101123X", "441***************"),
    ],
)
def test_a_masked_text_keeps_its_length(written, shown):
    masked = mask_personal(written)
    assert masked == shown
    assert len(masked) == len(written)


@pytest.mark.parametrize(
    "kept", ["型号13912345678901", "料号 8013800138", "91441900198501011Q", "价格@数量", "2021 2022 2023 年", "0769-22223333"]
)
def test_other_numbers_are_left_alone(kept):
    assert mask_personal(kept) == kept


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("contact@d001.example", "contact@d001.example"),
        ("邮箱：sales@a-b.com.cn（工作日）", "sales@a-b.com.cn"),
        ("13812345678@139.com", None),
        ("w.13812345678@qq.com", None),
        ("没有", None),
        (None, None),
    ],
)
def test_mailboxes(written, shown):
    assert unit_mailbox(written) == shown


def test_a_person_is_never_named():
    assert open_contact(UnitContact("王女士", "0769-22223333 13812345678", "a@b.example")) == UnitContact(
        None, "0769-22223333", "a@b.example"
    )
