"""Whether the chain of audit lines is whole: pure, one line after the other, for any number of lines."""

from collections.abc import Iterable
from dataclasses import dataclass

from service.domain.audit_chain import ERASED, AuditLine, ChainHead

_PROBLEMS_TOLD = 20
_CHANGED = "第 {seq} 条被改动过，或它前面有记录被删除。"
_GAP = "第 {first} 条到第 {last} 条不见了。"
_VALUE_CHANGED = "第 {seq} 条的内容（{name}）与记录不符。"
_VALUE_GONE = "第 {seq} 条的内容（{name}）不见了，没有擦除记录。"
_SHORTER = "审计日志比存档的末尾短：存档是第 {filed} 条，现在只到第 {seq} 条。"
_OTHER = "第 {seq} 条与存档的摘要不同。"


@dataclass(frozen=True, slots=True)
class ChainCheck:
    """`head`: the newest line. `lines`: how many were checked. `erased`: values that are gone, each told by a line.

    `problems`: sentences, at most 20; none when the chain is whole.
    """

    head: ChainHead
    lines: int
    erased: int
    problems: tuple[str, ...]


def check_chain(lines: Iterable[AuditLine], start: ChainHead, filed: ChainHead | None = None) -> ChainCheck:
    """Check every line against the one before, and every value against its line.

    Args:
        lines: all of them by number, with their values.
        start: the last line that was trimmed; `ChainHead()` when none was.
        filed: a head that was printed earlier and kept elsewhere. Only this shows that the end was cut off.
    """
    problems: list[str] = []
    tellers: set[int] = set()
    erased: list[tuple[AuditLine, str, int | None]] = []
    head, number, filed_digest = start, 0, start.digest if filed and filed.seq == start.seq else None
    for line in lines:
        if line.seq != head.seq + 1:
            problems.append(_GAP.format(first=head.seq + 1, last=line.seq - 1))
        elif line.digest != line.digest_after(head.digest):
            problems.append(_CHANGED.format(seq=line.seq))
        values = {value.name: value for value in line.values}
        for name in line.value_digests.keys() | values.keys():
            value = values.get(name)
            if value is None or value.text is None:
                erased.append((line, name, value.erased_by if value else None))
            elif value.digest != line.value_digests.get(name):
                problems.append(_VALUE_CHANGED.format(seq=line.seq, name=name))
        if line.action == ERASED:
            tellers.add(line.seq)
        if filed and filed.seq == line.seq:
            filed_digest = line.digest
        head, number = ChainHead(line.seq, line.digest), number + 1
    problems += [_VALUE_GONE.format(seq=line.seq, name=name) for line, name, teller in erased if teller not in tellers]
    if filed and filed.seq > head.seq:
        problems.append(_SHORTER.format(filed=filed.seq, seq=head.seq))
    elif filed and filed.seq >= start.seq and filed_digest != filed.digest:
        problems.append(_OTHER.format(seq=filed.seq))
    return ChainCheck(head, number, len(erased), tuple(problems[:_PROBLEMS_TOLD]))
