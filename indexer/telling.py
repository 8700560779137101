"""A report as a clerk reads it: what happened, the gravest first, one line for all rows with the same trouble, and what to do next."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.problem_kinds import KINDS, Severity
from indexer.problems import Problem, lines_told
from indexer.report import FileReport
from service.domain.imports import ReportLine

_LINES_MOST = 20
_VALUES_TOLD = 3
_ORDER = {code: place for place, code in enumerate(KINDS)}
_TELL_THEIR_LINES = frozenset({"rows_aside", "rows_hidden", "rows_followed"})
_NEXT = {
    ("taken", True): "检查通过：去掉 --dry-run 再运行一次即可导入。",
    ("partly", True): "请改正标“错误”的行后再检查；现在去掉 --dry-run，会导入其余各行。",
    ("refused", True): "请按上面的提示改好文件，再检查一次。",
    ("taken", False): "请打开网站核对，或运行 python -m service counts 查看家数。",
    ("partly", False): "请改正标“错误”的行，重新导入同一个文件；已导入的不会重复。",
    ("refused", False): "没有写入任何内容。请按上面的提示改好后重新导入。",
}
"""(outcome, dry run) → what to do next."""


@dataclass(frozen=True, slots=True)
class _Group:
    """Problems of one kind in one column of one sheet."""

    problems: tuple[Problem, ...]

    @property
    def order(self) -> tuple[bool, int]:
        first = self.problems[0]
        return first.severity is Severity.WARNING, _ORDER[first.code]

    def told(self) -> str:
        line = self.line()
        word = "错误" if line.is_error else "提醒"
        sheet = f"{line.sheet} " if line.sheet else ""
        where = f"{line.where}：" if line.where else ""
        return f"  {word} {sheet}{where}{line.sentence}（{line.code}）"

    def line(self) -> ReportLine:
        first = self.problems[0]
        lines = list(dict.fromkeys(found.line for found in self.problems if found.line))
        if not lines or first.code in _TELL_THEIR_LINES:
            where = f"{len(self.problems)} 处" if len(self.problems) > 1 else ""
        elif len(lines) == 1:
            where = f"第 {lines[0]} 行"
        else:
            where = f"{len(lines)} 行（第 {lines_told(lines)} 行）"
        return ReportLine(first.severity is Severity.ERROR, first.sheet or "", where, self._sentence(), first.code)

    def _sentence(self) -> str:
        first = self.problems[0]
        if len(self.problems) == 1:
            return first.message
        quoted = "“{value}”" in KINDS[first.code].sentence
        value, other = (_joined(texts, mark) for texts, mark in (
            ([found.value or "" for found in self.problems], "”“" if quoted else "、"), ([found.other for found in self.problems], "、"),
        ))  # fmt: skip
        return KINDS[first.code].sentence.format(column=first.column or "", value=value, other=other)


def _joined(texts: Sequence[str], mark: str) -> str:
    different = list(dict.fromkeys(texts))
    return mark.join(different[:_VALUES_TOLD]) + ("…" if len(different) > _VALUES_TOLD else "")


def told_on_terminal(report: FileReport, *, dry_run: bool) -> Iterator[str]:
    """The lines a person reads."""
    providers, rows = report.providers, report.rows
    verb = {"taken": "可全部导入" if dry_run else "已全部导入", "partly": "可部分导入" if dry_run else "已部分导入", "refused": "未导入"}
    yield (
        f"{report.file}：{verb[report.outcome]}。服务商 新增 {providers.added}、变更 {providers.changed}、不变 {providers.same}、"
        f"拒收 {providers.refused}；行 读到 {rows.read}、拒收 {rows.refused}、忽略 {rows.ignored}。"
    )
    groups = _groups(report.problems)
    yield from (group.told() for group in groups[:_LINES_MOST])
    if len(groups) > _LINES_MOST:
        yield f"  另有 {len(groups) - _LINES_MOST} 类提示未显示，用 --report 文件名.json 查看全部。"
    yield f"  下一步：{_NEXT[report.outcome, dry_run]}"


def report_lines(report: FileReport) -> Iterator[ReportLine]:
    """The same lines for a page: all rows with the same trouble together, the gravest first."""
    return (group.line() for group in _groups(report.problems))


def _groups(problems: Sequence[Problem]) -> list[_Group]:
    """One problem for each refused row, its gravest; every warning of the rows that are taken; grouped, the gravest first."""
    refused: dict[tuple[str | None, int], Problem] = {}
    for found in problems:
        if found.severity is Severity.ERROR and found.line:
            refused.setdefault((found.sheet, found.line), found)
    kept: dict[tuple[str, str | None, str | None], list[Problem]] = {}
    for found in problems:
        worst = refused.get((found.sheet, found.line or 0))
        if worst is None or worst is found or found.code in _TELL_THEIR_LINES:
            kept.setdefault((found.code, found.sheet, found.column), []).append(found)
    return sorted((_Group(tuple(each)) for each in kept.values()), key=lambda group: group.order)
