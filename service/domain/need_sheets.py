"""需求表格: a workbook of needs on its way in. It is read and judged first, and registers nothing before somebody confirms it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

SHEET_ROWS_MOST = 500
"""Needs of one workbook."""
SHEET_MOST_MB = 5
TAKEN_AT_ONCE = 50
"""Needs that one press registers; more go in several presses, each of which tells how far it is."""
SHEET_KEPT = timedelta(days=7)
"""Then the sheet goes, with the contacts that stand in it; what was registered stays."""
EXAMPLE_SIGN = "（示例）"


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column. `field`: of a `Statement`. `names`: what else a header may be called. `hint`: shown at the header of the template."""

    field: str
    header: str
    names: tuple[str, ...]
    hint: str
    example: str
    required: bool = False


COLUMNS = (
    SheetColumn(
        "text", "需求", ("需求描述", "一句话需求", "痛点", "问题", "需求内容"), "一句话，像平时说话那样写。",
        "三十几台啤机，晚班开没开在家看不到", required=True,
    ),
    SheetColumn("firm", "企业名称", ("企业", "单位名称", "公司名称", "企业全称", "厂名"), "全称或常用名。", "清溪某胶壳厂", required=True),
    SheetColumn("uscc", "统一社会信用代码", ("信用代码", "社会信用代码"), "18 位，可以不填。", ""),
    SheetColumn("industry", "行业", ("所属行业",), "平时的叫法就行，如 注塑、五金。", "注塑"),
    SheetColumn("town", "镇街", ("所在镇街", "镇区", "镇"), "如 清溪镇。", "清溪镇"),
    SheetColumn("staff_count", "人数", ("员工人数", "企业人数"), "整数。", "120"),
    SheetColumn("budget_wan", "预算（万元）", ("预算", "预算万元"), "万元，如 20 或 12.5。", "20"),
    SheetColumn("due_on", "希望用上", ("期望时间", "希望完成日期"), "日期，如 2026-12-31。", ""),
    SheetColumn("owned", "已有系统", ("已有", "现有系统"), "用顿号分开，如 金蝶、用友。", "金蝶"),
    SheetColumn("contact_name", "联系人", ("称呼", "联系人姓名"), "怎么称呼。", "何先生"),
    SheetColumn("contact_phone", "电话", ("联系电话", "手机", "手机号"), "能打通的电话。", "0769-00000000"),
    SheetColumn("contact_email", "邮箱", ("电子邮箱",), "可以不填。", ""),
    SheetColumn(
        "agreed", "同意用于对接", ("是否同意", "同意", "联系人同意"), "填了联系人，必须写“是”：本人同意把联系方式用于这次对接。", "是",
    ),
)  # fmt: skip
"""In the order of the template; a workbook may have them in any order, and leave out what is not required."""
YES = frozenset({"是", "同意", "已同意", "y", "yes", "1", "√", "✓"})


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One row. `line`: its number in the workbook. `problems`: header → what to mend. `alike`: which need or row says nearly the same.

    `need_id`: what it became; `failure`: why registering it did not work.
    """

    line: int
    values: Mapping[str, str]
    problems: Mapping[str, str] = field(default_factory=dict)
    alike: str = ""
    need_id: str = ""
    need_number: str = ""
    failure: str = ""

    @property
    def is_ready(self) -> bool:
        """Whether it can be registered and was not."""
        return not self.problems and not self.need_id


@dataclass(frozen=True, slots=True)
class NeedSheet:
    """One workbook as it was read. `ignored`: headers that are not understood."""

    id: str
    made_by: str
    made_at: datetime
    file_name: str
    ignored: tuple[str, ...]
    lines: tuple[SheetLine, ...]
    made_by_name: str = ""

    @property
    def ready(self) -> tuple[SheetLine, ...]:
        """Rows that can be registered and say nothing again."""
        return tuple(line for line in self.lines if line.is_ready and not line.alike)


def header_of(name: str) -> str:
    """The header of a field of a statement, as people read it."""
    return next((column.header for column in COLUMNS if column.field == name), "")
