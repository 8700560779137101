"""A need as it was typed or sent, read into what is kept; whatever cannot be used is told field by field."""

from dataclasses import dataclass
from datetime import date, timedelta

from service.domain.codes import CodeTables
from service.domain.money import fen_of_wan
from service.domain.needs import (
    BUDGET_MOST_WAN,
    CONTACT_KEPT_DAYS,
    FIRM_MOST_CHARACTERS,
    OWNED_MOST,
    STAFF_MOST,
    WORD_MOST_CHARACTERS,
    NeedContact,
    NeedFacts,
    Visibility,
    read_phone,
)
from service.domain.people import NAME_MAX_CHARACTERS, read_email, read_line
from service.domain.uscc import has_shape
from service.errors import Invalid
from service.runtime import Runtime

_LATEST_DAYS = 3_660


@dataclass(frozen=True, slots=True)
class Statement:
    """Everything as text, empty where nothing was told. `industry`, `town`, `level`: a code or one of its names.

    `owned`: what the factory has, with 、 between. `agreed`: to the use of the contact for this need.
    """

    text: str
    firm: str = ""
    uscc: str = ""
    industry: str = ""
    town: str = ""
    staff_count: str = ""
    budget_wan: str = ""
    due_on: str = ""
    owned: str = ""
    level: str = ""
    visibility: str = Visibility.SHORTLISTED
    contact_name: str = ""
    contact_phone: str = ""
    contact_email: str = ""
    agreed: bool = False


@dataclass(frozen=True, slots=True)
class ReadStatement:
    """What is kept of a statement. `firm` and `uscc` empty when not told; `contact` None when none was left."""

    firm: str
    uscc: str
    facts: NeedFacts
    contact: NeedContact | None


def read_statement(runtime: Runtime, statement: Statement, codes: CodeTables) -> ReadStatement:
    """Read it.

    Raises:
        Invalid: `fields` says what is to be mended.
    """
    reader = _Reader()
    today = runtime.today
    firm = reader.line("firm", statement.firm, FIRM_MOST_CHARACTERS, "企业名称")
    uscc = statement.uscc.strip().upper()
    if uscc and not has_shape(uscc):
        reader.problems["uscc"] = "统一社会信用代码是 18 位数字和大写字母，请核对；不清楚可以不填。"
    taxonomy = codes.taxonomy
    industries = {word: each.code for each in taxonomy.industries for word in (each.code, each.name, *each.slang)}
    towns = {word: town.code for word, town in taxonomy.town_by_name.items()} | {town.code: town.code for town in taxonomy.towns}
    levels = {word: level.code for level in codes.levels.values() for word in (level.code, level.name)}
    budget = reader.number("budget_wan", statement.budget_wan, BUDGET_MOST_WAN, "预算请填万元数，例如 20 或 12.5。")
    staff = reader.number("staff_count", statement.staff_count, STAFF_MOST, "人数请填整数，例如 120。")
    due = _read_day(statement.due_on.strip())
    if statement.due_on.strip() and (due is None or not today <= due <= today + timedelta(days=_LATEST_DAYS)):
        reader.problems["due_on"] = "日期请写成 2026-12-31 的样子，不早于今天，十年以内。"
    owned = tuple(
        dict.fromkeys(part.strip() for part in statement.owned.replace("，", "、").replace(",", "、").split("、") if part.strip())
    )
    if len(owned) > OWNED_MOST or any(len(part) > WORD_MOST_CHARACTERS for part in owned):
        reader.problems["owned"] = f"已有的系统最多 {OWNED_MOST} 样，用顿号分开，每样不超过 {WORD_MOST_CHARACTERS} 个字。"
    if statement.visibility not in set(Visibility):
        reader.problems["visibility"] = f"谁能看见只能选：{'、'.join(Visibility)}。"
    facts = NeedFacts(
        industry=reader.code("industry", statement.industry, industries, "行业"),
        town=reader.code("town", statement.town, towns, "镇街"),
        staff_count=None if staff is None else round(staff),
        budget_fen=None if budget is None else fen_of_wan(budget),
        needed_by_on=due,
        owned=owned[:OWNED_MOST],
        level=reader.code("level", statement.level, levels, "应用水平"),
        visibility=Visibility(statement.visibility) if statement.visibility in set(Visibility) else Visibility.DESK,
    )
    contact = reader.contact(statement, runtime)
    if reader.problems:
        raise Invalid("有内容没填对。", fields=reader.problems)
    return ReadStatement(firm, uscc, facts, contact)


class _Reader:
    """Reads one field at a time and collects what is wrong."""

    def __init__(self) -> None:
        self.problems: dict[str, str] = {}

    def line(self, field: str, text: str, most: int, word: str) -> str:
        line = read_line(text, most) if text.strip() else ""
        if line is None:
            self.problems[field] = f"{word}最多 {most} 个字，不要有特殊符号。"
        return line or ""

    def number(self, field: str, text: str, most: int, sentence: str) -> float | None:
        text = text.strip()
        if not text:
            return None
        plain = text.isascii() and text.replace(".", "", 1).isdigit()
        if not plain or not 0 <= float(text) <= most:
            self.problems[field] = sentence
            return None
        return float(text)

    def code(self, field: str, text: str, known: dict[str, str], word: str) -> str:
        text = text.strip()
        if text and text not in known:
            self.problems[field] = f"没有认出这个{word}，请从列表里选，或留空。"
        return known.get(text, "")

    def contact(self, statement: Statement, runtime: Runtime) -> NeedContact | None:
        given = (statement.contact_name, statement.contact_phone, statement.contact_email)
        if not any(each.strip() for each in given):
            return None
        name = self.line("contact_name", statement.contact_name, NAME_MAX_CHARACTERS, "称呼")
        phone = read_phone(statement.contact_phone) if statement.contact_phone.strip() else ""
        if phone is None:
            self.problems["contact_phone"] = "请填能打通的电话，例如 0769-12345678。"
        email = read_email(statement.contact_email) if statement.contact_email.strip() else ""
        if email is None:
            self.problems["contact_email"] = "请填能收信的邮箱，例如 name@example.com。"
        if not statement.agreed:
            self.problems["agreed"] = "留了联系方式，请先看过并同意它的用途。"
        delete_on = runtime.today + timedelta(days=CONTACT_KEPT_DAYS)
        return NeedContact(name, phone or "", email or "", runtime.clock.now(), delete_on)


def _read_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
