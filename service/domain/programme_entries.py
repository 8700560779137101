"""A programme as it is typed into a form, read into facts: each wrong field is told by name, nothing is guessed."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from service.domain.contacts import MOBILE
from service.domain.money import fen_of_wan
from service.domain.programme_rules import CODE_FACTS, MONEY_FACTS, NUMBER_FACTS, YES_FACTS, Fact, ProgrammeRule
from service.domain.programmes import ProgrammeFacts, ProgrammeKind
from service.domain.text import clean_line, clean_text

TERMS_MOST = 2_000
SOURCE_MOST = 300
PROGRAMME_NAME_MOST = 80
DOCUMENT_MOST = 60
CONTACT_MOST = 120
CODES_MOST = 60
"""Codes of one condition."""
_CAP_MOST_WAN = 1_000_000
_PERCENT_MOST = 100
_COUNT_MOST = 1_000_000
_SEPARATORS = str.maketrans("，,；;\n　 ", "、" * 7)
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class ProgrammeEntry:
    """The form: field → as typed. Fields of conditions are named by their fact: `industry`, `staff_least`, `contract_on_since`."""

    typed: Mapping[str, str] = field(default_factory=dict)

    def get_typed(self, name: str) -> str:
        """One field; empty when it was not sent."""
        return self.typed.get(name, "")


class EntryReader:
    """Reads one form. `problems`: field → sentence. `codes`: fact → word or code → code."""

    def __init__(self, entry: ProgrammeEntry, codes: Mapping[Fact, Mapping[str, str]]) -> None:
        self._entry = entry
        self._codes = codes
        self.problems: dict[str, str] = {}

    def read(self) -> ProgrammeFacts:
        """The facts; only to be kept when there are no problems."""
        kind = self._entry.get_typed("kind")
        known = kind in set(ProgrammeKind)
        if not known:
            self.problems["kind"] = "请选择是哪一类。"
        since, until = self._day("valid_from"), self._day("valid_until")
        if since and until and until < since:
            self.problems["valid_until"] = "有效期的结束早于开始。"
        cap = self._number("cap_wan", _CAP_MOST_WAN, float)
        return ProgrammeFacts(
            name=self._line("name", PROGRAMME_NAME_MOST, "请写项目名称。"),
            kind=ProgrammeKind(kind) if known else ProgrammeKind.OTHER,
            document_no=self._line("document_no", DOCUMENT_MOST, "请写文号，例如 东工信函〔2021〕173号。"),
            issuer=self._line("issuer", PROGRAMME_NAME_MOST, "请写发文单位。"),
            valid_from=since,
            valid_until=until,
            rate_percent=self._number("rate_percent", _PERCENT_MOST, int),
            cap_fen=None if cap is None else fen_of_wan(cap),
            terms=self._open(clean_text(self._entry.get_typed("terms")), "terms", TERMS_MOST),
            conditions=tuple(self._conditions()),
            source=self._line("source", SOURCE_MOST, "请写出处：公布文件的网址，或文件存放在哪里。"),
            contact=self._line("contact", CONTACT_MOST, "请写向谁咨询：单位和座机。"),
        )

    def _conditions(self) -> Iterable[ProgrammeRule]:
        for fact in CODE_FACTS:
            if codes := self._listed(fact):
                yield ProgrammeRule(fact, codes=codes)
        for fact in NUMBER_FACTS:
            least, most = self._amount(fact, "least"), self._amount(fact, "most")
            if least is not None or most is not None:
                if least is not None and most is not None and most < least:
                    self.problems[f"{fact}_most"] = "上限小于下限。"
                yield ProgrammeRule(fact, least=least, most=most)
        since, until = self._day("contract_on_since"), self._day("contract_on_until")
        if since or until:
            if since and until and until < since:
                self.problems["contract_on_until"] = "结束的日子早于开始的日子。"
            yield ProgrammeRule(Fact.CONTRACT_ON, since=since, until=until)
        for fact in YES_FACTS:
            if self._entry.get_typed(fact) == "yes":
                yield ProgrammeRule(fact)

    def _listed(self, fact: Fact) -> tuple[str, ...]:
        words = [word for word in self._entry.get_typed(fact).translate(_SEPARATORS).split("、") if word]
        unknown = [word for word in words if word not in self._codes[fact]]
        if unknown or len(words) > CODES_MOST:
            self.problems[fact] = f"没有认出：{'、'.join(unknown[:5])}" if unknown else f"最多 {CODES_MOST} 个。"
        return tuple(dict.fromkeys(self._codes[fact][word] for word in words if word in self._codes[fact]))

    def _amount(self, fact: Fact, end: str) -> int | None:
        name = f"{fact}_{end}"
        if fact not in MONEY_FACTS:
            return self._number(name, _COUNT_MOST, int)
        wan = self._number(name, _CAP_MOST_WAN, float)
        return None if wan is None else fen_of_wan(wan)

    def _number(self, name: str, most: int, kind: Callable[[str], _Value]) -> _Value | None:
        text = clean_line(self._entry.get_typed(name)).replace(",", "")
        if not text:
            return None
        plain = text.replace(".", "", 1) if kind is float else text
        if not (plain.isascii() and plain.isdigit()) or not float(text) <= most:
            self.problems[name] = f"请写数字，不超过 {most:,}。"
            return None
        return kind(text)

    def _day(self, name: str) -> date | None:
        text = clean_line(self._entry.get_typed(name))
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            self.problems[name] = "请写日期，例如 2026-12-31。"
            return None

    def _line(self, name: str, most: int, sentence: str) -> str:
        text = clean_line(self._entry.get_typed(name))
        if not text:
            self.problems[name] = sentence
        return self._open(text, name, most)

    def _open(self, text: str, name: str, most: int) -> str:
        if len(text) > most:
            self.problems[name] = f"最多 {most} 个字。"
        elif MOBILE.search(text):
            self.problems[name] = "这里所有人都看得到，请不要写个人手机号，写单位座机。"
        return text


def typed_of(facts: ProgrammeFacts, names: Mapping[Fact, Mapping[str, str]]) -> ProgrammeEntry:
    """The form that stands for stored facts. `names`: fact → code → word."""
    typed = {
        "name": facts.name,
        "kind": facts.kind.value,
        "document_no": facts.document_no,
        "issuer": facts.issuer,
        "valid_from": _iso(facts.valid_from),
        "valid_until": _iso(facts.valid_until),
        "rate_percent": _plain(facts.rate_percent),
        "cap_wan": _plain(facts.cap_fen, money=True),
        "terms": facts.terms,
        "source": facts.source,
        "contact": facts.contact,
    }
    for condition in facts.conditions:
        fact = condition.fact
        if fact in CODE_FACTS:
            typed[fact] = "、".join(names[fact].get(code, code) for code in condition.codes)
        elif fact in NUMBER_FACTS:
            money = fact in MONEY_FACTS
            typed |= {f"{fact}_least": _plain(condition.least, money=money), f"{fact}_most": _plain(condition.most, money=money)}
        elif fact is Fact.CONTRACT_ON:
            typed |= {"contract_on_since": _iso(condition.since), "contract_on_until": _iso(condition.until)}
        else:
            typed[fact] = "yes"
    return ProgrammeEntry(typed)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _plain(number: int | None, *, money: bool = False) -> str:
    if number is None:
        return ""
    return f"{number / fen_of_wan(1):g}" if money else str(number)
