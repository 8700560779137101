"""录入政策项目."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar

from service.domain.programme_entries import ProgrammeEntry
from service.domain.programme_rules import CODE_FACTS, FACT_WORDS, NUMBER_FACTS, UNITS, YES_FACTS, YES_WORDS
from service.domain.programmes import KIND_NAMES, Programme
from service.errors import PlatformError
from service.flows.programmes.browse_programmes import ProgrammeList
from web.text import chinese_date


@dataclass(frozen=True, slots=True)
class CodeField:
    """A condition on codes: words with 、 between them."""

    name: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class NumberField:
    """A condition on a number, from and to."""

    name: str
    label: str
    unit: str
    least: str
    most: str


@dataclass(frozen=True, slots=True)
class ProgrammeEntryPage:
    """`action`: where the form goes; `version`: of the stored one, 0 for a new one; `standing`: (name, address of its form, state)."""

    template: ClassVar[str] = "pages/programmes/programme_entry.html"
    title: str
    action: str
    version: int
    typed: Mapping[str, str]
    kinds: tuple[tuple[str, str], ...]
    code_fields: tuple[CodeField, ...]
    number_fields: tuple[NumberField, ...]
    yes_fields: tuple[tuple[str, str, bool], ...]
    standing: tuple[tuple[str, str, str], ...]
    entered: str
    problems: Mapping[str, str] = field(default_factory=dict)
    sentence: str = ""

    def refused(self, error: PlatformError) -> "ProgrammeEntryPage":
        """This, with what is to be changed."""
        return replace(self, problems=error.fields, sentence="" if error.fields else error.message)


_PLAIN = ("name", "kind", "document_no", "issuer", "valid_from", "valid_until", "rate_percent", "cap_wan", "terms", "source", "contact")


def programme_entry_page(found: ProgrammeList, entry: ProgrammeEntry, stored: Programme | None = None) -> ProgrammeEntryPage:
    """The form of a new one, or of `stored`."""
    typed = entry.get_typed
    standing = [
        *((each.programme.facts.name, each.programme.id, each.programme.facts.document_no) for each in found.current),
        *((programme.facts.name, programme.id, f"{programme.facts.document_no}，已失效") for programme in found.over),
    ]
    return ProgrammeEntryPage(
        title="修改政策项目" if stored else "录入政策项目",
        action=f"/programme-entries/{stored.id}" if stored else "/programme-entries",
        version=stored.version if stored else 0,
        typed={name: typed(name) for name in (*_PLAIN, "contract_on_since", "contract_on_until")},
        kinds=tuple((kind.value, word) for kind, word in KIND_NAMES.items()),
        code_fields=tuple(CodeField(fact.value, FACT_WORDS[fact], typed(fact)) for fact in CODE_FACTS),
        number_fields=tuple(
            NumberField(fact.value, FACT_WORDS[fact], UNITS[fact], typed(f"{fact}_least"), typed(f"{fact}_most")) for fact in NUMBER_FACTS
        ),
        yes_fields=tuple((fact.value, YES_WORDS[fact], typed(fact) == "yes") for fact in YES_FACTS),
        standing=tuple((name, f"/programme-entries/{key}", words) for name, key, words in standing),
        entered=f"{stored.entered_by or '命令'}，{chinese_date(stored.entered_at)}" if stored else "",
    )
