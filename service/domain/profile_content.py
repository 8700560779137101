"""What a provider may edit of its entry, and its parts: everything a file can hold but codes, memberships and grades.

A part is what is confirmed, reviewed and compared as one: a field such as `summary`, or a whole capability `capability:cap_…`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from service.domain.loading import CodesOf
from service.domain.providers import (
    Capability,
    Provider,
    StoredCapability,
    StoredCase,
    SuccessCase,
    UnitContact,
)

FIELD_PARTS = (
    "name", "short_name", "former_names", "city", "town", "founded", "staff", "summary", "qualifications",
    "contact_name", "contact_phone", "contact_email",
)  # fmt: skip
_CONTACT_FIELDS = {"contact_name": "name", "contact_phone": "phone", "contact_email": "email"}
CAPABILITY_PART, CASE_PART = "capability:", "case:"
PART_WORDS = {
    "name": "企业全称",
    "short_name": "简称",
    "former_names": "曾用名",
    "city": "城市",
    "town": "镇街",
    "founded": "成立年份",
    "staff": "员工人数",
    "summary": "简介",
    "qualifications": "资质",
    "contact_name": "联系人",
    "contact_phone": "联系电话",
    "contact_email": "邮箱",
}
MOST_CAPABILITIES = 40
MOST_CASES = 60

Value = str | int | tuple[str, ...] | None
PartValue = Value | Capability | SuccessCase
_Item = TypeVar("_Item", Capability, SuccessCase)


@dataclass(frozen=True, slots=True)
class ProfileContent:
    """The editable part of an entry. `capabilities` and `cases`: id → content, in the order in which they are shown."""

    fields: Mapping[str, Value]
    capabilities: Mapping[str, Capability]
    cases: Mapping[str, SuccessCase]

    def parts(self) -> dict[str, PartValue]:
        """Every part with its value; fields first, then capabilities, then cases."""
        found: dict[str, PartValue] = {name: self.fields.get(name) for name in FIELD_PARTS}
        found.update((CAPABILITY_PART + key, told) for key, told in self.capabilities.items())
        found.update((CASE_PART + key, told) for key, told in self.cases.items())
        return found

    def with_part(self, part: str, value: PartValue) -> "ProfileContent":
        """This with one part changed. None removes a capability or case; one that is not there yet comes last."""
        if part.startswith(CAPABILITY_PART):
            return replace(self, capabilities=_with(self.capabilities, part.removeprefix(CAPABILITY_PART), value, Capability))
        if part.startswith(CASE_PART):
            return replace(self, cases=_with(self.cases, part.removeprefix(CASE_PART), value, SuccessCase))
        if isinstance(value, Capability | SuccessCase) or part not in FIELD_PARTS:
            raise ValueError(part)
        return replace(self, fields={**self.fields, part: value})


def content_of(provider: Provider) -> ProfileContent:
    """What is published of a provider. Its contact must have been read with it."""
    fields: dict[str, Value] = {}
    for name in FIELD_PARTS:
        of_contact = _CONTACT_FIELDS.get(name)
        fields[name] = getattr(provider.contact, of_contact) if of_contact else getattr(provider, name)
    return ProfileContent(
        fields, {each.id: each.content for each in provider.capabilities}, {each.id: each.content for each in provider.cases}
    )


def changed_parts(before: ProfileContent, after: ProfileContent) -> dict[str, tuple[PartValue, PartValue]]:
    """Part → (value before, value after) of all that differ; None stands for a part that is not there."""
    old, new = before.parts(), after.parts()
    names = dict.fromkeys((*new, *old))
    return {part: (old.get(part), new.get(part)) for part in names if old.get(part) != new.get(part)}


def merged(base: ProfileContent, wanted: ProfileContent, published: ProfileContent) -> ProfileContent:
    """What becomes of the published content when a change is approved: the parts that the change touches, and nothing else.

    So what a file brought while the draft lay stays, unless the change speaks of the same part.
    """
    after = published
    for part, (_, value) in changed_parts(base, wanted).items():
        after = after.with_part(part, value)
    return after


def overtaken(base: ProfileContent, wanted: ProfileContent, published: ProfileContent) -> dict[str, PartValue]:
    """Parts that the change touches and that were published anew meanwhile → their value now. A reviewer must be told."""
    now = published.parts()
    parts = changed_parts(base, wanted)
    return {part: now.get(part) for part, (old, new) in parts.items() if now.get(part) not in {old, new}}


def with_content(provider: Provider, content: ProfileContent, codes_of: CodesOf) -> Provider:
    """The provider with this content. Tags and grades stay with the capability or case of the same id."""
    plain = {name: value for name, value in content.fields.items() if name not in _CONTACT_FIELDS}
    contact = UnitContact(**{part: content.fields.get(name) for name, part in _CONTACT_FIELDS.items()})  # type: ignore[arg-type]
    return replace(
        provider,
        **plain,  # type: ignore[arg-type]
        contact=contact,
        capabilities=tuple(_capabilities(provider, content, codes_of)),
        cases=tuple(_cases(provider, content, codes_of)),
    )


def name_of(part: str, value: PartValue) -> str:
    """What people call a part: 简介, 能力“注塑机联网采集”, 案例“长安某塑胶厂”."""
    if isinstance(value, Capability):
        return f"能力“{value.title}”"
    if isinstance(value, SuccessCase):
        return f"案例“{value.customer or value.summary[:20]}”"
    return PART_WORDS.get(part, "能力" if part.startswith(CAPABILITY_PART) else "案例")


def _capabilities(provider: Provider, content: ProfileContent, codes_of: CodesOf) -> Iterator[StoredCapability]:
    known = {each.id: each for each in provider.capabilities}
    for key, told in content.capabilities.items():
        stored = known.get(key) or StoredCapability(key, told, (), ())
        yield replace(stored, content=told, industry_codes=codes_of(told.industries))


def _cases(provider: Provider, content: ProfileContent, codes_of: CodesOf) -> Iterator[StoredCase]:
    known = {each.id: each for each in provider.cases}
    for key, told in content.cases.items():
        stored = known.get(key) or StoredCase(key, told, (), ())
        yield replace(stored, content=told, industry_codes=codes_of((told.industry,)) if told.industry else ())


def _with(items: Mapping[str, _Item], key: str, value: PartValue, kind: type[_Item]) -> dict[str, _Item]:
    if value is None:
        return {name: told for name, told in items.items() if name != key}
    if not isinstance(value, kind):
        raise TypeError(key)
    return {**items, key: value}
