"""重复的企业: what is proposed as likely, what only as a doubt, and what not at all."""

import pytest

from service.domain.duplicates import Certainty, FirmMark, city_in, codes_differ_by_one, core_of, guess_duplicates

A, B = "91441900DEM000001X", "91441900DEM777777X"


def mark(key, name, *others, uscc=B, city="东莞", phone="", domain=""):
    return FirmMark(key, uscc, (name, *others), city, phone, domain)


def guessed(*firms):
    return [(each.certainty, each.reasons[0]) for each in guess_duplicates(firms)]


@pytest.mark.parametrize(
    ("first", "second", "certainty"),
    [
        (mark("a", "东莞市淙塑云科技有限公司", uscc=A), mark("b", "东莞市淙塑云科技有限公司"), Certainty.LIKELY),
        (mark("a", "东莞市淙塑云科技(广东)有限公司", uscc=A), mark("b", "东莞市淙塑云科技（广东）有限公司"), Certainty.LIKELY),
        (mark("a", "东莞市新名科技有限公司", "东莞市旧名科技有限公司", uscc=A), mark("b", "东莞市旧名科技有限公司"), Certainty.LIKELY),
        (mark("a", "东莞市淙塑云科技有限公司", uscc=A), mark("b", "东莞市淙塑云信息有限公司", uscc="91441900DEM000002X"), Certainty.LIKELY),
        (mark("a", "东莞市淙塑云物联科技有限公司", uscc=A), mark("b", "东莞市淙塑芸物联科技有限公司"), Certainty.POSSIBLE),
        (mark("a", "东莞市淙塑云科技有限公司", uscc=A), mark("b", "深圳市淙塑云科技有限公司", city="深圳"), Certainty.POSSIBLE),
        (mark("a", "东莞甲乙有限公司", uscc=A, phone="22220001", domain="jia.cn"),
         mark("b", "东莞丙丁有限公司", phone="22220001", domain="jia.cn"), Certainty.POSSIBLE),
    ],
)  # fmt: skip
def test_what_speaks_for_one_firm(first, second, certainty):
    assert [each[0] for each in guessed(first, second)] == [certainty]


def test_firms_of_one_name_in_two_cities_are_a_doubt_whatever_else_agrees():
    first = mark("a", "东莞市淙塑云科技有限公司", uscc=A, domain="yun.cn")
    (guess,) = guess_duplicates([first, mark("b", "惠州市淙塑云科技有限公司", uscc="91441900DEM000002X", city="惠州", domain="yun.cn")])
    assert guess.certainty is Certainty.POSSIBLE
    assert guess.reasons[-1] == "所在城市不同，多半是两家"


def test_one_weak_sign_is_not_enough():
    assert guessed(mark("a", "东莞甲乙有限公司", uscc=A, phone="22220001"), mark("b", "东莞丙丁有限公司", phone="22220001")) == []
    assert guessed(mark("a", "东莞甲乙有限公司", uscc=A), mark("b", "东莞丙丁有限公司", uscc="91441900DEM000002X")) == []
    names = [f"东莞{chr(0x4E10 + 7 * n)}{chr(0x5E10 + n)}有限公司" for n in range(20)]
    park = [mark(f"f{n}", name, uscc=f"{n:02d}" * 9, phone="22220001") for n, name in enumerate(names)]
    assert not [each for each in guess_duplicates(park) if "单位电话相同" in each.reasons], "a telephone of twenty firms tells nothing"


def test_parts_of_names():
    assert (core_of("东莞市淙塑云科技有限公司"), city_in("东莞市淙塑云科技有限公司")) == ("淙塑云", "东莞")
    assert codes_differ_by_one(A, "91441900DEM000010X")
    assert not codes_differ_by_one(A, B)
