"""检索质量: is it getting worse, and at what?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from markupsafe import Markup

from service.domain.search_quality import QualityMark, QualityRun, falls
from web.parts.figure_charts import month_chart

_CHARTED = 12
_NAMES = {"judged": "评判过的需求：第一名合用", "verdict": "评判过的句子"}


@dataclass(frozen=True, slots=True)
class QualityLine:
    """One kind: the newest run and the one before, in words."""

    name: str
    now: str
    before: str


@dataclass(frozen=True, slots=True)
class QualityPage:
    """`falls`: sentences of what fell, the worst first. `chart`: all verdict sentences, run by run; None before the first run."""

    template: ClassVar[str] = "pages/figures/quality.html"
    title: str
    at: datetime | None
    falls: tuple[str, ...]
    chart: Markup | None
    lines: tuple[QualityLine, ...]
    runs: tuple[tuple[datetime, str], ...]


def quality_page(runs: Sequence[QualityRun]) -> QualityPage:
    """The trend; `runs`: the newest first."""
    newest = runs[0].marks if runs else ()
    before = {mark.kind: mark for mark in runs[1].marks} if len(runs) > 1 else {}
    drawn = [(f"{run.at.month}-{run.at.day}", round(_whole(run).percent, 1)) for run in reversed(runs[:_CHARTED])]
    return QualityPage(
        title="检索质量",
        at=runs[0].at if runs else None,
        falls=tuple(f"{_name(fall.kind)}：从 {_words(fall.before)} 降到 {_words(fall.now)}" for fall in falls(runs)),
        chart=month_chart(drawn, "各次运行评判过的句子答对的百分比，柱形图；同样的数字在下面的表里。") if drawn else None,
        lines=tuple(
            QualityLine(_name(mark.kind), _words(mark), _words(before[mark.kind]) if mark.kind in before else "") for mark in newest
        ),
        runs=tuple((run.at, _words(_whole(run))) for run in runs),
    )


def _whole(run: QualityRun) -> QualityMark:
    own = [mark for mark in run.marks if mark.kind.startswith("verdict:")]
    return QualityMark("verdict", sum(mark.right for mark in own), sum(mark.of for mark in own))


def _name(kind: str) -> str:
    group, _, name = kind.partition(":")
    return f"{_NAMES.get(group, group)}（{name}）"


def _words(mark: QualityMark) -> str:
    return f"{mark.percent:.0f}%（{mark.right:,}/{mark.of:,}）"
