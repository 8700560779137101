"""The difference between two versions of an entry, field by field, with what was added and taken away marked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from service.domain.codes import CodeTables
from service.domain.profile_changes import RETURN_REASONS, Remark
from service.domain.profile_content import PART_WORDS, PartValue, name_of
from service.domain.providers import Capability, SuccessCase
from web.text import joined, price_band

_LONGEST_COMPARED = 1_500
"""Longer texts are shown whole on both sides: comparing them would take longer than reading them."""
_ALIKE_LEAST = 0.35
"""Texts that share less are shown as replaced; crumbs of common characters cannot be read."""


@dataclass(frozen=True, slots=True)
class DifferencePiece:
    """A piece of a text. `kind`: `same`, `added` or `removed`."""

    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """One field on both sides; an empty side has no pieces."""

    label: str
    before: tuple[DifferencePiece, ...]
    after: tuple[DifferencePiece, ...]


@dataclass(frozen=True, slots=True)
class PartDifference:
    """One part that differs. `section`: where it is mended; `remarks`: why it was returned; `overtaken`: a file changed it meanwhile."""

    anchor: str
    part: str
    section: str
    name: str
    kind: str
    fields: tuple[FieldDifference, ...]
    remarks: tuple[str, ...]
    overtaken: bool


def part_differences(
    differences: Mapping[str, tuple[PartValue, PartValue]],
    codes: CodeTables,
    *,
    remarks: Sequence[Remark] = (),
    overtaken: Mapping[str, PartValue] | None = None,
) -> tuple[PartDifference, ...]:
    """All parts that differ, in the order of the entry."""
    return tuple(
        PartDifference(
            anchor="d-" + part.replace(":", "-"),
            part=part,
            section=section_of(part),
            name=name_of(part, after if after is not None else before),
            kind="added" if before is None else "removed" if after is None else "changed",
            fields=tuple(_fields(part, before, after, codes)),
            remarks=tuple(remark_words(each) for each in remarks if each.part == part),
            overtaken=part in (overtaken or {}),
        )
        for part, (before, after) in differences.items()
    )


def remark_words(remark: Remark) -> str:
    """A reason in words: 成效或资质缺依据：请补月报."""
    words = RETURN_REASONS.get(remark.reason, remark.reason)
    return f"{words}：{remark.words}" if remark.words else words


def section_of(part: str) -> str:
    """The section in which a part is edited."""
    if ":" in part or part == "qualifications":
        return part
    return "contact" if part.startswith("contact_") else "basics"


def shown_value(part: str, value: PartValue, codes: CodeTables) -> list[tuple[str, str]]:
    """(label, words) of everything that a part says."""
    if isinstance(value, Capability):
        names = codes.taxonomy.scenario_by_code
        price = value.price_min_fen is not None or value.price_max_fen is not None
        return [
            ("名称", value.title),
            ("描述", value.description),
            ("适用行业", joined(value.industries)),
            ("价格", price_band(value.price_min_fen, value.price_max_fen) if price else ""),
            ("周期", f"{value.weeks} 周" if value.weeks else ""),
            ("交付方式", value.delivery or ""),
            ("场景", joined([names[code].name if code in names else code for code in value.scenarios])),
        ]
    if isinstance(value, SuccessCase):
        return [
            ("客户", value.customer or ""),
            ("行业", value.industry or ""),
            ("镇街", value.town or ""),
            ("年份", str(value.year or "")),
            ("做了什么", value.summary),
            ("成效", value.outcome or ""),
            ("对应能力", value.capability or ""),
        ]
    words = joined(value, "；") if isinstance(value, tuple) else "" if value is None else str(value)
    return [(PART_WORDS.get(part, ""), words)]


def marked_difference(before: str, after: str) -> tuple[tuple[DifferencePiece, ...], tuple[DifferencePiece, ...]]:
    """Both texts in pieces: what only the first has is removed, what only the second has is added."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    too_long = max(len(before), len(after)) > _LONGEST_COMPARED
    if not before or not after or too_long or matcher.ratio() < _ALIKE_LEAST:
        return _whole(before, "removed"), _whole(after, "added")
    old: list[DifferencePiece] = []
    new: list[DifferencePiece] = []
    for tag, start, end, other, stop in matcher.get_opcodes():
        old += _whole(before[start:end], "same" if tag == "equal" else "removed")
        new += _whole(after[other:stop], "same" if tag == "equal" else "added")
    return tuple(old), tuple(new)


def _whole(text: str, kind: str) -> tuple[DifferencePiece, ...]:
    return (DifferencePiece(text, kind),) if text else ()


def _fields(part: str, before: PartValue, after: PartValue, codes: CodeTables) -> list[FieldDifference]:
    old = dict(shown_value(part, before, codes)) if before is not None else {}
    new = dict(shown_value(part, after, codes)) if after is not None else {}
    labels = dict.fromkeys((*old, *new))
    pairs = [(label, old.get(label, ""), new.get(label, "")) for label in labels]
    return [FieldDifference(label, *marked_difference(was, now)) for label, was, now in pairs if was != now]
