"""The sections in which an entry is edited: from what a form holds to the content of a part, and back. Pure.

What a form keeps apart (figures before and after, 不做, the end of a certificate) becomes the text that a file would hold.
So a form and a file mean the same, and search reads both alike.
"""

import hashlib
import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from service.domain.contacts import MOBILE
from service.domain.gains import read_gains
from service.domain.money import fen_of_wan, write_wan
from service.domain.profile_content import CAPABILITY_PART, CASE_PART, PartValue, ProfileContent, Value
from service.domain.providers import Capability, SuccessCase
from service.domain.taxonomy import Taxonomy
from service.domain.text import clean_line, clean_text

Typed = Mapping[str, str]
"""Field of a form → what it holds."""

NEW = "new"
"""Stands for the id of an item that is not there yet."""
SECTION_PARTS: Mapping[str, tuple[str, ...]] = {
    "basics": ("name", "short_name", "former_names", "city", "town", "founded", "staff", "summary"),
    "qualifications": ("qualifications",),
    "contact": ("contact_name", "contact_phone", "contact_email"),
}
GAIN_ROWS = 3
SCENARIO_ROWS = 3
SPARE_QUALIFICATIONS = 3
MOST_QUALIFICATIONS = 30
_LONGEST = {
    "name": 100, "short_name": 40, "former_names": 200, "city": 20, "town": 20, "summary": 1_000, "contact_name": 40,
    "contact_phone": 60, "contact_email": 120, "title": 60, "description": 2_000, "excludes": 200, "industries": 200, "delivery": 40,
    "customer": 60, "industry": 40, "rest": 600, "capability": 200, "subject": 18, "before": 20, "after": 20, "text": 120,
}  # fmt: skip
_FIRST_YEAR, _MOST_STAFF, _MOST_WEEKS, _MOST_WAN = 1950, 200_000, 260, 100_000.0
_EXCLUDES = re.compile(r"\s*不做：([^。\n]+)。$")
_UNTIL = re.compile(r"^(.*?)（(20\d\d-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)到期）$")
_LIST = re.compile(r"[、，,；;/\n]+")
_YEAR_MONTH = re.compile(r"20\d\d-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?")
_CLAUSE = re.compile(r"[；;。]")


@dataclass
class _Form:
    """Reads fields one by one and keeps what is wrong with each."""

    typed: Typed
    problems: dict[str, str] = field(default_factory=dict)

    def line(self, name: str, label: str, *, required: bool = False, longest: str = "") -> str | None:
        """One line of text; None when it is empty."""
        return self._text(name, label, clean_line, required=required, longest=longest)

    def words(self, name: str, label: str, *, required: bool = False, longest: str = "") -> str | None:
        """A text of several lines."""
        return self._text(name, label, clean_text, required=required, longest=longest)

    def many(self, name: str, label: str) -> tuple[str, ...]:
        """A list, its items apart by 、 or a comma."""
        told = self.line(name, label) or ""
        return tuple(dict.fromkeys(word for each in _LIST.split(told) if (word := each.strip())))

    def number(self, name: str, label: str, least: float, most: float) -> float | None:
        """A number in its bounds; None when it is empty."""
        told = clean_line(self.typed.get(name, "")).replace(",", "")
        if not told:
            return None
        if not re.fullmatch(r"\d{1,9}(?:\.\d{1,2})?", told) or not least <= float(told) <= most:
            self.problems[name] = f"{label}请填 {least:g} 到 {most:g} 之间的数字。"
            return None
        return float(told)

    def whole(self, name: str, label: str, least: int, most: int) -> int | None:
        """A whole number in its bounds."""
        number = self.number(name, label, least, most)
        if number is not None and number != int(number):
            self.problems[name] = f"{label}请填整数。"
        return None if number is None else int(number)

    def _text(self, name: str, label: str, clean: Callable[[str], str], *, required: bool, longest: str) -> str | None:
        told, most = clean(self.typed.get(name, "")), _LONGEST[longest or name]
        if required and not told:
            self.problems[name] = f"请填写{label}。"
        elif len(told) > most:
            self.problems[name] = f"{label}最多 {most} 个字，现在是 {len(told)} 个字。"
        return told or None


@dataclass(frozen=True, slots=True)
class SectionRead:
    """What a form of a section says: part → value. `problems`: field → sentence; then `values` must not be used."""

    values: Mapping[str, PartValue]
    problems: Mapping[str, str]


def section_exists(content: ProfileContent, section: str) -> bool:
    """Tell whether there is such a section: a group of fields, an item that is there, or a new one."""
    return section in SECTION_PARTS or section in {CAPABILITY_PART + NEW, CASE_PART + NEW} or section in content.parts()


def section_mark(content: ProfileContent, section: str) -> str:
    """A mark that changes when the section does: a form sends it along, so that nobody overwrites what he has not seen."""
    parts = content.parts()
    values = [repr(parts.get(part)) for part in SECTION_PARTS.get(section, (section,))]
    return hashlib.sha256("\0".join(values).encode("utf-8", "replace")).hexdigest()[:16]


def typed_section(content: ProfileContent, section: str) -> dict[str, str]:
    """The fields of a section's form as the content fills them."""
    if section.startswith(CAPABILITY_PART):
        return _typed_capability(content.capabilities.get(section.removeprefix(CAPABILITY_PART), Capability("", "")))
    if section.startswith(CASE_PART):
        return _typed_case(content.cases.get(section.removeprefix(CASE_PART), SuccessCase("")))
    if section == "qualifications":
        return _typed_qualifications(content)
    return {name: _typed(content.fields.get(name)) for name in SECTION_PARTS[section]}


def read_section(section: str, typed: Typed, taxonomy: Taxonomy, year: int) -> SectionRead:
    """What a form says. `year`: the present one; nothing was founded or finished later."""
    form = _Form(typed)
    if section.startswith(CAPABILITY_PART):
        values: dict[str, PartValue] = {section: _capability(form, taxonomy)}
    elif section.startswith(CASE_PART):
        values = {section: _case(form, taxonomy, year)}
    elif section == "qualifications":
        values = {"qualifications": _qualifications(form)}
    elif section == "contact":
        values = dict(_contact(form))
    else:
        values = dict(_basics(form, taxonomy, year))
    return SectionRead(values, form.problems)


def certificate_end(text: str) -> date | None:
    """The last day of a certificate, where its text names one as the form writes it; a month ends with its last day."""
    found = _UNTIL.match(text)
    if not found:
        return None
    year, month, *day = map(int, found[2].split("-"))
    last = monthrange(year, month)[1]
    return date(year, month, min(day[0] if day else last, last))


def _basics(form: _Form, taxonomy: Taxonomy, year: int) -> dict[str, Value]:
    return {
        "name": form.line("name", "企业全称", required=True),
        "short_name": form.line("short_name", "简称"),
        "former_names": form.many("former_names", "曾用名"),
        "city": form.line("city", "城市"),
        "town": _town(form, taxonomy),
        "founded": form.whole("founded", "成立年份", _FIRST_YEAR, year),
        "staff": form.whole("staff", "员工人数", 1, _MOST_STAFF),
        "summary": form.words("summary", "简介"),
    }


def _contact(form: _Form) -> dict[str, Value]:
    phone, email = form.line("contact_phone", "联系电话"), form.line("contact_email", "邮箱")
    if email and not re.fullmatch(r"[^\s@]+@[^\s@]+\.[A-Za-z]{2,}", email):
        form.problems["contact_email"] = "邮箱像 office@example.com 这样写。"
    if phone and len(re.sub(r"\D", "", phone)) < 7:
        form.problems["contact_phone"] = "电话至少 7 位数字，座机请带区号，如 0769-00000000。"
    return {"contact_name": form.line("contact_name", "联系人"), "contact_phone": phone, "contact_email": email}


def _qualifications(form: _Form) -> tuple[str, ...]:
    found = []
    for row in range(MOST_QUALIFICATIONS):
        text = form.line(f"text-{row}", "资质名称", longest="text")
        until = clean_line(form.typed.get(f"until-{row}", ""))
        if until and not _YEAR_MONTH.fullmatch(until):
            form.problems[f"until-{row}"] = "有效期写到月或日，如 2027-05 或 2027-05-31；长期有效请留空。"
        elif until and not text:
            form.problems[f"text-{row}"] = "请填写这个有效期是哪项资质的。"
        elif text:
            found.append(f"{text}（{until}到期）" if until else text)
    return tuple(dict.fromkeys(found))


def _typed_qualifications(content: ProfileContent) -> dict[str, str]:
    held = content.fields.get("qualifications")
    typed = {}
    for row, text in enumerate(held if isinstance(held, tuple) else ()):
        found = _UNTIL.match(text)
        typed[f"text-{row}"], typed[f"until-{row}"] = (found[1], found[2]) if found else (text, "")
    return typed


def _capability(form: _Form, taxonomy: Taxonomy) -> Capability:
    description = form.words("description", "能力描述", required=True) or ""
    excludes = form.line("excludes", "不做")
    low, high = (form.number(f"price_{end}_wan", label, 0, _MOST_WAN) for end, label in (("min", "价格下限"), ("max", "价格上限")))
    if low is not None and high is not None and low > high:
        form.problems["price_max_wan"] = "价格上限不能低于下限。"
    chosen = [code for row in range(SCENARIO_ROWS) if (code := form.typed.get(f"scenario-{row}", "").strip())]
    if unknown := [code for code in chosen if code not in taxonomy.scenario_by_code]:
        form.problems["scenario-0"] = f"没有场景 {unknown[0][:10]}，请从列表里选。"
    if MOBILE.search(description):
        form.problems["description"] = "描述会公开，请删去手机号码，电话填在“联系方式”里。"
    return Capability(
        title=form.line("title", "能力名称", required=True) or "",
        description=_with_excludes(description, excludes),
        industries=form.many("industries", "适用行业"),
        delivery=form.line("delivery", "交付方式"),
        price_min_fen=None if low is None else fen_of_wan(low),
        price_max_fen=None if high is None else fen_of_wan(high),
        weeks=form.whole("weeks", "周期", 1, _MOST_WEEKS),
        scenarios=tuple(dict.fromkeys(chosen)),
    )


def _typed_capability(told: Capability) -> dict[str, str]:
    found = _EXCLUDES.search(told.description)
    typed = {
        "title": told.title,
        "description": told.description[: found.start()] if found else told.description,
        "excludes": found[1] if found else "",
        "industries": "、".join(told.industries),
        "delivery": told.delivery or "",
        "price_min_wan": "" if told.price_min_fen is None else write_wan(told.price_min_fen).replace(",", ""),
        "price_max_wan": "" if told.price_max_fen is None else write_wan(told.price_max_fen).replace(",", ""),
        "weeks": _typed(told.weeks),
    }
    return typed | {f"scenario-{row}": code for row, code in enumerate(told.scenarios[:SCENARIO_ROWS])}


def _with_excludes(description: str, excludes: str | None) -> str:
    if not excludes:
        return description
    words = excludes.strip("。；; ").removeprefix("不做").lstrip("：: ").replace("。", "；")
    return f"{description}{'' if description.endswith(('。', '！', '；')) else '。'}不做：{words}。"


def _case(form: _Form, taxonomy: Taxonomy, year: int) -> SuccessCase:
    told = []
    for row in range(GAIN_ROWS):
        names = ("subject", "before", "after")
        subject, before, after = (form.line(f"{name}-{row}", "这一格", longest=name) for name in names)
        if (before or after or subject) and not (subject and before and after):
            form.problems[f"subject-{row}"] = "一行前后对比要填满三格：什么指标、原来、现在；没有数字的写进“其他成效”。"
        elif subject and before and after:
            gain = f"{subject}{before}→{after}"
            if not read_gains(gain):
                form.problems[f"before-{row}"] = f"“{gain}”读不出前后数字，请写成 58% 和 74%、2小时 和 5分钟 这样。"
            told.append(gain)
    rest = form.words("rest", "其他成效")
    return SuccessCase(
        summary=form.words("summary", "做了什么", required=True) or "",
        customer=form.line("customer", "客户"),
        industry=form.line("industry", "行业"),
        town=_town(form, taxonomy),
        year=form.whole("year", "年份", _FIRST_YEAR, year),
        outcome="；".join([*told, *([rest] if rest else [])]) or None,
        capability=form.line("capability", "对应能力"),
    )


def _typed_case(told: SuccessCase) -> dict[str, str]:
    """Clauses such as 开机率58%→74% fill the rows; all else stays as it is written."""
    rows: list[tuple[str, str, str]] = []
    rest: list[str] = []
    for clause in (each.strip() for each in _CLAUSE.split(told.outcome or "")):
        gains = read_gains(clause)
        plain = len(gains) == 1 and f"{gains[0].subject}{gains[0].before}→{gains[0].after}" == clause
        if plain and gains[0].before and len(rows) < GAIN_ROWS and not rest:
            rows.append((gains[0].subject, gains[0].before, gains[0].after))
        elif clause:
            rest.append(clause)
    typed = {
        "summary": told.summary, "customer": told.customer or "", "industry": told.industry or "", "town": told.town or "",
        "year": _typed(told.year), "capability": told.capability or "", "rest": "；".join(rest),
    }  # fmt: skip
    for row, parts in enumerate(rows):
        typed |= {f"{name}-{row}": part for name, part in zip(("subject", "before", "after"), parts, strict=True)}
    return typed


def _town(form: _Form, taxonomy: Taxonomy) -> str | None:
    town = form.line("town", "镇街")
    known = taxonomy.town_by_name.get(town or "")
    return known.name if known else town


def _typed(value: Value) -> str:
    return "、".join(value) if isinstance(value, tuple) else "" if value is None else str(value)
