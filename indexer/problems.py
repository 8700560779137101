"""What can be wrong with a file: one table of stable codes, each with its severity and one Chinese sentence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from service.errors import FileUnusable

VALUE_CHARACTERS = 80
"""Longest excerpt of a value in a report."""

_CONTACT = re.compile(
    r"[^\s@,;，；、（）()<>]+@[^\s@,;，；、（）()<>]+"  # e-mail
    r"|(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)"  # mobile
    r"|(?<!\d)0\d{2,3}[- ]?\d{7,8}(?!\d)"  # landline
)
_MOBILE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)")
_MAIL = re.compile(r"[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]{1,63}\.[A-Za-z]")
_WINDOW = 320
_CUT_WORD = re.compile(r"[0-9A-Za-z@.+_-]{1,64}$")


class Severity(StrEnum):
    """An error refuses something; a warning is taken all the same."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """One line of the table. `sentence` may use {column}, {value} and {other}."""

    severity: Severity
    sentence: str


def _error(sentence: str) -> ProblemKind:
    return ProblemKind(Severity.ERROR, sentence)


def _warning(sentence: str) -> ProblemKind:
    return ProblemKind(Severity.WARNING, sentence)


FILE_KINDS = {
    "file_missing": _error("找不到这个文件或没有读取权限，请核对路径后重试。"),
    "file_kind_unknown": _error("不认识的文件类型，请使用 .xlsx、.csv 或 .jsonl；旧版 .xls 请先另存为 .xlsx。"),
    "file_not_readable": _error("文件无法按其类型读取：{other}，请重新导出后再试。"),
    "file_too_large": _error("文件超过 {other} MB 的上限，请拆成几个文件。"),
    "file_unpacked_too_large": _error("文件解压后超过 {other} MB 的上限，请删去多余的工作表、格式和图片后另存。"),
    "too_many_rows": _error("数据超过 {other} 行的上限，请拆成几个文件。"),
    "too_many_cells": _error("工作表里有内容的单元格超过 {other} 个的上限，请拆成几个文件。"),
    "cell_too_long": _error("“{column}”一格的文字超过 {other} 字的上限，请缩短；若是 CSV，请检查引号是否成对。"),
    "line_too_long": _error("这一行超过 {other} 字节的上限，请检查是否漏了换行。"),
    "encoding_unknown": _error("文件编码无法识别，{other}。"),
    "header_missing": _error("前十行里没有找到表头，请保留模板的列名（如“企业全称”“统一社会信用代码”）。"),
    "column_missing": _error("缺少必填列“{column}”，请补上这一列后重新导入。"),
    "rows_missing": _error("文件里没有数据行，请核对是否导出了正确的内容。"),
    "database_refused": _error("数据库没有收下这个文件，全部未导入：{other}"),
    "database_not_ready": _error("数据库还没有建立或不是最新版本，请先运行：python -m service migrate"),
}
"""A whole file is unusable: nothing of it is stored, exit code 2."""

ROW_KINDS = {
    "json_broken": _error("这一行不是完整的 JSON：{other}，请修正后重新导入。"),
    "json_not_object": _error("这一行不是一家服务商的 JSON 对象，请按一行一家的格式修改。"),
    "json_not_finite": _error("这一行含有 NaN 或 Infinity，不是合法的数值，请改为数字或留空。"),
    "json_key_repeated": _error("这一行的键“{value}”出现了两次，请只保留一个。"),
    "required_missing": _error("缺少必填的“{column}”，请补全后重新导入。"),
    "required_unusable": _error("必填的“{column}”无法使用：{other}，请修正后重新导入。"),
    "uscc_shape": _error("“{column}”不是 18 位统一社会信用代码（不含字母 I、O、S、V、Z），请对照营业执照修正。"),
    "uscc_damaged": _error("“{column}”已被电子表格改成数值，末几位丢失，请把该列设为文本格式后重新填写。"),
    "firm_repeated": _error("与第 {other} 行是同一家企业但内容不同，只取前一行，请合并后重新导入。"),
    "id_repeated": _error("“{column}”与第 {other} 行的另一家企业相同，请改为不重复的编号。"),
    "pool_unknown": _error("“{column}”里的资源池“{value}”没有登记，这一入池资格未导入，请改为已有资源池的名称或代码。"),
    "membership_unusable": _error("“{column}”不是可读的入池资格，这一项未导入，请对照说明修改。"),
    "firm_unknown": _error("这一行的企业（{value}）既不在本文件里，也没有入库，请先导入该企业。"),
    "firm_refused": _error("所属企业（{value}）在第 {other} 行未被接受，这一行一并未导入，请先修正该企业。"),
    "row_unusable": _error("“{column}”不是可读的一项，未导入，请对照说明修改。"),
}
"""A row, or a part of it, is refused; the others are taken, exit code 1."""

WARNING_KINDS = {
    "value_unusable": _warning("“{column}”的值“{value}”无法使用（{other}），已留空。"),
    "text_too_long": _warning("“{column}”超过 {other} 字，已留空，请缩短。"),
    "date_impossible": _warning("“{column}”的“{value}”不是有效日期，已留空，请写成 2023-11-15。"),
    "dates_reversed": _warning("“{column}”早于入池日期，已留空（按长期有效处理），请核对。"),
    "prices_reversed": _warning("“{column}”大于价格上限，两项均已留空，请核对。"),
    "number_unusable": _warning("“{column}”的“{value}”不是可用的数值（{other}），已留空。"),
    "town_unknown": _warning("“{column}”的“{value}”不在镇街表中，已留空{other}。"),
    "scenario_unknown": _warning("“{column}”的场景编码“{value}”不存在，未采用，请对照场景表。"),
    "industry_unknown": _warning("“{column}”的“{value}”不在行业俗称表中（首次出现在此），已按原文保留，检索时可能对不上行业。"),
    "state_unknown": _warning("“{column}”的“{value}”不是有效、暂停、退出或已到期，已留空（按有效处理）。"),
    "state_without_end": _warning("“{column}”写着已到期，但没有已过去的有效期至，暂按“暂停”处理，请补上日期。"),
    "uscc_check_digit": _warning("“{column}”的校验位不符，已照收，请对照营业执照核对。"),
    "row_repeated": _warning("与第 {other} 行完全相同，已忽略。"),
    "pool_repeated": _warning("同一资源池“{value}”出现两次，只取第 {other} 行的一次。"),
    "no_capability": _warning("缺服务能力，暂不公开；补充至少一项服务能力后即可公开。"),
    "contact_in_text": _warning("“{column}”里像是写有手机号或邮箱，公开前请删去，联系方式请填在联系人各列。"),
    "column_unknown": _warning("不认识的列或键“{column}”，其内容未导入；如需导入请改用模板的名称。"),
    "column_repeated": _warning("列“{column}”出现了两次，只取第一列。"),
    "sheet_unknown": _warning("不认识的工作表或文件，未导入；需要导入的请命名为 服务商、服务能力 或 案例。"),
    "cell_outside": _warning("表格之外有零散内容（如 {value}），已忽略，建议删去。"),
    "stored_value_cleared": _warning("库中原有的“{column}”与本文件矛盾，已清空，请核对。"),
    "membership_kept": _warning("库中该企业另有“{value}”资源池资格，本文件未提及，已保留；如已退出请在“状态”列写“退出”。"),
    "member_missed": _warning("库中属于“{other}”的企业 {value} 不在本文件里，未作改动，请核对是否漏列。"),
}
"""Taken all the same; exit code 0 when there is nothing worse."""

KINDS = {**FILE_KINDS, **ROW_KINDS, **WARNING_KINDS}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong, at its place. `line` counts from 1; `value` is an excerpt without contact data."""

    severity: Severity
    sheet: str | None
    line: int | None
    column: str | None
    code: str
    value: str | None
    message: str


def problem(
    code: str, *, sheet: str | None = None, line: int | None = None, column: str | None = None, value: object = None, other: object = ""
) -> Problem:
    """Make the problem of `code`; the sentence is filled in, contact data is masked, long values are cut.

    Raises:
        KeyError: `code` is not in the table.
    """
    kind = KINDS[code]
    shown = None if value is None else excerpt(str(value))
    named = None if column is None else excerpt(column)
    message = kind.sentence.format(column=named or "", value=shown or "", other=other)
    return Problem(kind.severity, sheet, line, named, code, shown, message)


def excerpt(text: str) -> str:
    """At most 80 characters of `text` on one line, with mobile numbers, telephone numbers and e-mails masked."""
    # Masked before it is cut: half a number would not be recognised.
    window = text if len(text) <= _WINDOW else _CUT_WORD.sub("", text[:_WINDOW])
    masked = _CONTACT.sub("***", window)
    line = " ".join(masked.split())
    storable = line.encode("utf-8", "backslashreplace").decode("utf-8")
    return storable if len(storable) <= VALUE_CHARACTERS else storable[: VALUE_CHARACTERS - 1] + "…"


def has_contact(text: str) -> bool:
    """Tell whether a public text seems to hold a mobile number or an e-mail address."""
    return _MOBILE.search(text) is not None or ("@" in text and _MAIL.search(text) is not None)


class SourceUnusable(FileUnusable):
    """A file is unusable for the reason of `problem`, one of `FILE_KINDS`."""

    def __init__(self, found: Problem) -> None:
        super().__init__(found.message)
        self.problem = found


def unusable(
    code: str, *, sheet: str | None = None, line: int | None = None, column: str | None = None, value: object = None, other: object = ""
) -> SourceUnusable:
    """The error to raise for a file that is unusable as a whole."""
    return SourceUnusable(problem(code, sheet=sheet, line=line, column=column, value=value, other=other))


class ProblemLog:
    """Collects the problems of one file in the order found."""

    def __init__(self) -> None:
        self._found: list[Problem] = []

    def add(
        self, code: str, *, sheet: str | None = None, line: int | None = None, column: str | None = None, value: object = None,
        other: object = "",
    ) -> None:  # fmt: skip
        """Add the problem of `code` at a place."""
        self._found.append(problem(code, sheet=sheet, line=line, column=column, value=value, other=other))

    def take(self, found: "ProblemLog") -> None:
        """Add all of another log."""
        self._found.extend(found)

    def told(self) -> tuple[Problem, ...]:
        """The problems as a report tells them: a trade name that is not known once, where it stands first."""
        once = {found.value: found for found in reversed(self._found) if found.code == "industry_unknown"}
        return tuple(found for found in self._found if found.code != "industry_unknown" or once[found.value] is found)

    def __iter__(self) -> Iterator[Problem]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    @property
    def has_error(self) -> bool:
        """Tell whether anything was refused."""
        return any(found.severity is Severity.ERROR for found in self._found)
