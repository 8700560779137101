"""完整度: what an entry lacks that factories ask for, the weightiest first."""

from collections.abc import Iterator
from dataclasses import dataclass

from service.domain.contacts import unit_phone
from service.domain.gains import read_gains
from service.domain.profile_content import CAPABILITY_PART, CASE_PART, ProfileContent
from service.domain.profile_sections import NEW


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that is missing. `section`: where it is filled in; `why`: what a factory does without it."""

    words: str
    section: str
    why: str


@dataclass(frozen=True, slots=True)
class Completeness:
    """`kept`: how many of `asked` are there."""

    asked: int
    kept: int
    lacks: tuple[Lack, ...]


def completeness_of(content: ProfileContent) -> Completeness:
    """Look at an entry: its fields, and each capability and case."""
    checks = list(_checks(content))
    lacks = tuple(lack for there, lack in checks if not there)
    return Completeness(len(checks), len(checks) - len(lacks), lacks)


def _checks(content: ProfileContent) -> Iterator[tuple[bool, Lack]]:
    yield bool(content.capabilities), Lack("没有服务能力", CAPABILITY_PART + NEW, "没有能力就不公开")
    for key, told in content.capabilities.items():
        priced = told.price_min_fen is not None or told.price_max_fen is not None
        yield priced, Lack(f"“{told.title}”没写价格", CAPABILITY_PART + key, "企业写了预算时，排不进来")
        yield bool(told.weeks), Lack(f"“{told.title}”没写周期", CAPABILITY_PART + key, "企业赶工期时，看不出来得及")
    yield bool(content.cases), Lack("没有案例", CASE_PART + NEW, "企业先看同行做过没有")
    for key, case in content.cases.items():
        before = any(gain.before for gain in read_gains(case.outcome or ""))
        name = case.customer or case.summary[:12]
        yield before, Lack(f"案例“{name}”没有前后数字", CASE_PART + key, "卡片上显示不出“58% → 74%”")
        yield bool(case.industry), Lack(f"案例“{name}”没写行业", CASE_PART + key, "对不上“和我同行的厂”")
    phone = content.fields.get("contact_phone")
    yield bool(unit_phone(phone if isinstance(phone, str) else None)), Lack("没有单位座机", "contact", "公开页上没有电话可打")
    yield bool(content.fields.get("summary")), Lack("没有简介", "basics", "卡片上少一句话介绍")
    yield bool(content.fields.get("qualifications")), Lack("没有资质", "qualifications", "企业要核对证书时看不到")
