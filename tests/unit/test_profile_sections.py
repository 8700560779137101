"""Forms of an entry: what a person types is what a file would hold, and comes back into the form as it was typed."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.profile_content import ProfileContent, content_of
from service.domain.profile_sections import NEW, SECTION_PARTS, read_section, section_exists, section_mark, typed_section
from service.domain.taxonomy import Taxonomy
from tests.unit.made_providers import capability, case, provider

YEAR = 2026


def content(**items) -> ProfileContent:
    return ProfileContent({"name": "东莞市样例公司"}, items.get("capabilities", {}), items.get("cases", {}))


def fill(section, taxonomy=None, **typed):
    return read_section(section, typed, taxonomy or Taxonomy(), YEAR)


def test_a_capability_keeps_what_it_excludes_in_its_own_text(taxonomy):
    read = fill(
        "capability:new", taxonomy, title="注塑机联网", description="采模次和周期", excludes="不做ERP、WMS",
        price_min_wan="6", price_max_wan="35",
        weeks="4", industries="注塑、压铸，五金", delivery="现场", **{"scenario-0": "DEV02", "scenario-1": "DEV02"},
    )  # fmt: skip
    assert read.problems == {}
    told = read.values["capability:new"]
    assert told.description == "采模次和周期。不做：ERP、WMS。"
    assert (told.price_min_fen, told.price_max_fen, told.weeks) == (6_000_000, 35_000_000, 4)
    assert (told.industries, told.scenarios) == (("注塑", "压铸", "五金"), ("DEV02",))
    typed = typed_section(content(capabilities={"cap_1": told}), "capability:cap_1")
    assert (typed["description"], typed["excludes"]) == ("采模次和周期。", "ERP、WMS")
    again = read_section("capability:cap_1", typed, taxonomy, YEAR)
    assert again.values["capability:cap_1"] == told


def test_a_case_is_told_before_and_after():
    read = fill(
        "case:new", summary="二十台啤机联网。", customer="黄江某精密齿轮厂", year="2025", rest="老板在家看得到晚班",
        **{"subject-0": "OEE", "before-0": "61%", "after-0": "70%",
           "subject-1": "夜班停机发现时间", "before-1": "2小时", "after-1": "5分钟"},
    )  # fmt: skip
    assert read.problems == {}
    told = read.values["case:new"]
    assert told.outcome == "OEE61%→70%；夜班停机发现时间2小时→5分钟；老板在家看得到晚班"
    typed = typed_section(content(cases={"cas_1": told}), "case:cas_1")
    assert (typed["subject-1"], typed["before-1"], typed["after-1"], typed["rest"]) == (
        "夜班停机发现时间",
        "2小时",
        "5分钟",
        "老板在家看得到晚班",
    )
    assert read_section("case:cas_1", typed, Taxonomy(), YEAR).values["case:cas_1"] == told


def test_a_certificate_has_its_end():
    read = fill("qualifications", **{"text-0": "ISO27001", "until-0": "2027-05", "text-4": "软件企业证书"})
    assert read.values == {"qualifications": ("ISO27001（2027-05到期）", "软件企业证书")}
    typed = typed_section(replace(content(), fields=dict(read.values)), "qualifications")
    assert typed == {"text-0": "ISO27001", "until-0": "2027-05", "text-1": "软件企业证书", "until-1": ""}


@pytest.mark.parametrize(
    ("section", "typed", "field"),
    [
        ("basics", {"name": " "}, "name"),
        ("basics", {"name": "甲", "founded": "2027"}, "founded"),
        ("basics", {"name": "甲", "founded": "一九"}, "founded"),
        ("basics", {"name": "甲", "staff": "2.5"}, "staff"),
        ("basics", {"name": "甲", "summary": "长" * 1_001}, "summary"),
        ("contact", {"contact_email": "没有"}, "contact_email"),
        ("contact", {"contact_phone": "123"}, "contact_phone"),
        ("qualifications", {"text-0": "证", "until-0": "明年"}, "until-0"),
        ("qualifications", {"until-0": "2027-05"}, "text-0"),
        ("capability:new", {"title": "联网"}, "description"),
        ("capability:new", {"title": "联网", "description": "打 13800001234"}, "description"),
        ("capability:new", {"title": "联网", "description": "采", "price_min_wan": "9", "price_max_wan": "5"}, "price_max_wan"),
        ("capability:new", {"title": "联网", "description": "采", "price_min_wan": "-1"}, "price_min_wan"),
        ("capability:new", {"title": "联网", "description": "采", "scenario-0": "XXX99"}, "scenario-0"),
        ("case:new", {"summary": "做", "subject-0": "OEE", "before-0": "61%"}, "subject-0"),
        ("case:new", {"summary": "做", "subject-0": "心情", "before-0": "差", "after-0": "好"}, "before-0"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_told_at_its_field(section, typed, field):
    assert list(fill(section, **typed).problems) == [field]


_text = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=80)


@settings(max_examples=150, deadline=None)
@given(st.fixed_dictionaries({"title": _text, "description": _text, "excludes": _text, "weeks": _text, "price_min_wan": _text}))
def test_whatever_is_typed_comes_back_the_same_once_it_is_taken(typed):
    read = read_section("capability:a", typed, Taxonomy(), YEAR)
    if not read.problems:
        told = read.values["capability:a"]
        shown = typed_section(content(capabilities={"a": told}), "capability:a")
        again = read_section("capability:a", shown, Taxonomy(), YEAR)
        assert again.problems == {}
        assert again.values["capability:a"] == told


def test_a_mark_changes_with_its_section_alone():
    before = content_of(provider(capability(), case()))
    after = before.with_part("staff", 9)
    assert section_mark(before, "basics") != section_mark(after, "basics")
    assert section_mark(before, "contact") == section_mark(after, "contact")
    assert [section for section in (*SECTION_PARTS, f"capability:{NEW}", f"case:{NEW}") if not section_exists(before, section)] == []
    assert not section_exists(before, "capability:cap_nothing")
