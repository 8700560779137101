"""审计日志."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from service.domain.audit_chain import AuditLine
from service.domain.audit_reading import ACTION_WORDS, KIND_WORDS, VALUE_WORDS
from service.flows.upkeep.read_audit import AuditLines
from web.addresses.list_address import Narrowed, address
from web.parts.paging import Paging, paging_of

FILTERS = ("who", "action", "kind", "record", "from", "to")
_SHOWN_MOST = 300
_ERASED = "已擦除"


@dataclass(frozen=True, slots=True)
class AuditLineView:
    """One line. `record_href`: the same list for this record alone. `told`: (word, text) of detail, reason and values."""

    number: int
    at: datetime
    actor: str
    action: str
    kind: str
    record: str
    record_href: str
    told: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class AuditPage:
    """`wanted`: filter → value as it stands in the address. `files`: (address, words). `unread`: what was no day."""

    template: ClassVar[str] = "pages/upkeep/audit.html"
    title: str
    lines: tuple[AuditLineView, ...]
    total: int
    paging: Paging
    wanted: Mapping[str, str]
    actions: tuple[tuple[str, str], ...]
    kinds: tuple[tuple[str, str], ...]
    files: tuple[tuple[str, str], ...]
    unread: tuple[str, ...]


def audit_page(found: AuditLines, narrowed: Narrowed) -> AuditPage:
    """The lines that the address leaves."""
    wanted = narrowed.wanted
    return AuditPage(
        title="审计日志",
        lines=tuple(_line(line, found.names) for line in found.page.items),
        total=found.page.total,
        paging=paging_of(found.page, narrowed.path, narrowed.pairs),
        wanted={name: wanted.get(name, "") for name in FILTERS},
        actions=_options(ACTION_WORDS, wanted.get("action", "")),
        kinds=_options(KIND_WORDS, wanted.get("kind", "")),
        files=tuple(
            (address(f"{narrowed.path}/lines.{kind}", narrowed.pairs), words)
            for kind, words in (("xlsx", "下载 XLSX"), ("csv", "下载 CSV"), ("jsonl", "下载 JSON Lines"))
        ),
        unread=tuple(wanted[name] for name in ("from", "to") if wanted.get(name) and day_of(wanted[name]) is None),
    )


def day_of(text: str) -> date | None:
    """The day of an address, `2026-11-29`; None for anything else."""
    try:
        return date.fromisoformat(text) if len(text) == 10 and text < "9999" else None
    except ValueError:
        return None


def _options(words: Mapping[str, str], chosen: str) -> tuple[tuple[str, str], ...]:
    """What can be chosen; a value of the address that no word is known for stays chosen."""
    return (*words.items(), *(((chosen, chosen),) if chosen and chosen not in words else ()))


def _line(line: AuditLine, names: Mapping[str, str]) -> AuditLineView:
    told = [
        (name, _cut(json.dumps(value, ensure_ascii=False) if not isinstance(value, str) else value)) for name, value in line.detail.items()
    ]
    values = {value.name: value.text for value in line.values}
    for name, word in VALUE_WORDS.items():
        if name in line.value_digests:
            text = values.get(name)
            told.append((word, _ERASED if text is None else _cut(str(json.loads(text)) if text.startswith('"') else text)))
    return AuditLineView(
        number=line.seq,
        at=line.at,
        actor=names.get(line.actor, line.actor) or "未登录的人",
        action=ACTION_WORDS.get(line.action, line.action),
        kind=KIND_WORDS.get(line.subject_kind, line.subject_kind),
        record=names.get(line.subject_id, line.subject_id),
        record_href=address("/audit", [("record", line.subject_id)]) if line.subject_id else "",
        told=tuple(told),
    )


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN_MOST else text[:_SHOWN_MOST] + "…"
