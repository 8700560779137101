"""What can be wrong with a file: one table of stable codes, each with its severity and one Chinese sentence.

A sentence says what is so and what to do. {column}, {value} and {other} are filled in; several rows of one kind become one line.
"""

from dataclasses import dataclass
from enum import StrEnum


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
    "file_kind_unknown": _error("{other}。"),
    "file_not_readable": _error("文件无法按其类型读取：{other}。"),
    "file_changed": _error("读取时文件正被改写，没有导入，请等保存完成后重试。"),
    "file_too_costly": _error("读取这个文件用的时间或内存超过上限，请删去多余的工作表、格式和图片后另存，再重试。"),
    "file_too_large": _error("文件超过 {other} MB 的上限，请拆成几个文件。"),
    "file_unpacked_too_large": _error("文件解压后超过 {other} MB 的上限，请删去多余的工作表、格式和图片后另存。"),
    "too_many_rows": _error("数据超过 {other} 行的上限，请拆成几个文件。"),
    "too_many_cells": _error("工作表里有内容的单元格超过 {other} 个的上限，请拆成几个文件。"),
    "cell_too_long": _error("“{column}”一格的文字超过 {other} 字的上限，请缩短；若是 CSV，请检查引号是否成对。"),
    "line_too_long": _error("这一行超过 {other} 字节的上限，请检查是否漏了换行。"),
    "encoding_unknown": _error("文件编码无法识别，{other}。"),
    "separator_wrong": _error("各列之间用的是{other}，请改为英文逗号，或另存为 .xlsx 后重试。"),
    "header_missing": _error("前十行里没有找到表头，请保留模板的列名（如“企业全称”“统一社会信用代码”）。"),
    "form_of_one": _error("这像是一家一张的登记表（左边是项目、右边是内容），没有导入。请改成一行一家的表，可用 make template 得到模板。"),
    "column_missing": _error("缺少必填列“{column}”，{other}。"),
    "pool_contradicts": _error("命令指定的资源池与标题所写的不同（标题是 {other}），没有导入，请核对后只保留一个。"),
    "pool_option_unknown": _error("--pool 后的“{value}”不是已登记的资源池，可用的名称：{other}。"),
    "sheet_leaves": _error("标题写着“{value}”，像是已不在池的名单，没有导入。请加“状态”列逐行写明（如“退出”“有效”）后重新导入。"),
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
    "uscc_placeholder": _error("“{column}”填的是占位字符（{value}），请换成营业执照上的代码。"),
    "uscc_of_another": _error("代码 {value} 在库中属于“{other}”，与这一行的企业名称对不上，请核对代码或名称后重新导入。"),
    "firm_repeated": _error("与{other}是同一家企业但内容不同，只取前一行，请合并后重新导入。"),
    "id_repeated": _error("“{column}”与{other}的另一家企业相同，请改为不重复的编号。"),
    "pool_unknown": _error("“{column}”里的资源池“{value}”没有登记，这一入池资格未导入。可用的名称：{other}。"),
    "membership_unusable": _error("“{column}”不是可读的入池资格，这一项未导入，请对照说明修改。"),
    "firm_unknown": _error("这一行的企业（{value}）既不在本文件里，也没有入库，请先导入该企业。"),
    "firm_refused": _error("所属企业（{value}）在{other}未被接受，这一行一并未导入，请先修正该企业。"),
    "row_unusable": _error("“{column}”不是可读的一项，未导入，请对照说明修改。"),
    "row_is_sample": _error("“{value}”像是填写示例，未导入；是示例请删除，不是请改用企业全称和真实代码。"),
    "section_leaves": _error("所在部分（第 {other} 行）写着“{value}”，像是已不在池的企业，未导入；请加“状态”列写明后重新导入。"),
    "sheet_hidden": _error("这个工作表是隐藏的，没有导入；需要导入请取消隐藏，不需要请删除后重新导入。"),
    "sheet_unknown": _error("这个工作表里没有认出表头，没有导入；需要导入请使用模板的列名，不需要请删除。"),
    "column_alone": _error("“{column}”列未导入：{other}列。"),
    "columns_numbered": _error(
        "“{column}”把几项服务能力或案例并排写在一行，没有导入；请每项单独写一行（企业名称和代码照抄），再重新导入。"
    ),
    "table_beside": _error("这个工作表里并排放着两张表，只读了左边一张；请把右边的表（从“{column}”列起）移到另一个工作表，再重新导入。"),
    "sheet_unread": _error("这个工作表没有导入：{other}。"),
}
"""A row, a part of it, or a sheet is refused; the others are taken, exit code 1."""

WARNING_KINDS = {
    "end_unreadable": _warning("“{column}”的“{value}”读不懂，{other}。请写成 2026-06-30，没有期限请写“长期”，再重新导入。"),
    "dates_reversed": _warning("“{column}”的“{value}”早于入池日期，{other}。请核对后重新导入。"),
    "end_kept": _warning("“{column}”留空，库中原有的有效期至 {value} 保留；确为长期请写“长期”。"),
    "state_kept": _warning("本文件没有写状态，库中在{other}的“{value}”保持不变；恢复资格请在“状态”列写“有效”。"),
    "state_unknown": _warning("“{column}”的“{value}”不是有效、暂停、退出或已到期，未采用：库中已有的状态保留，新入池的先按“暂停”登记。"),
    "state_without_end": _warning("“{column}”写着已到期，但没有已过去的有效期至，暂按“暂停”处理，请补上日期。"),
    "state_in_end": _warning("“{column}”写着“{value}”，按“{other}”登记，请核对。"),
    "end_expired": _warning("“{column}”写着“{value}”而没有日期，按已到期登记（最晚到 {other}），请补上实际日期。"),
    "day_inferred": _warning("“{column}”的“{value}”按 {other} 登记，请核对。"),
    "sheet_proposed": _warning(
        "标题写着“{value}”，还不是正式名单：新企业先登记、不公开。正式入池后请用正式名单导入，并写明“状态”或“有效期至”。"
    ),
    "membership_proposed": _warning("在{other}的资格未定（{value}），{column}。核实后请写明“状态”或“有效期至”，再重新导入。"),
    "pool_from_title": _warning("没有“资源池”列，按标题、工作表名或命令当作“{value}”登记，请核对。"),
    "confirmed_against": _warning(
        "“{column}”{other}已由企业或工作人员确认，本文件另有说法{value}，未采用。要以文件为准，请先在平台上放行。"
    ),
    "confirmed_left_out": _warning("{other}“{value}”已由企业或工作人员确认，本文件没有写，已保留。"),
    "confirmed_gone": _warning("{other}“{value}”已由企业在平台上撤下，没有重新加入。要以文件为准，请先在平台上放行。"),
    "row_removed": _warning("库中原有的{other}“{value}”不在本文件里，已删去。"),
    "stored_value_emptied": _warning("库中原有的“{column}”被本文件的空白清除{other}。"),
    "stored_value_cleared": _warning("库中原有的“{column}”与本文件矛盾，已清空，请核对。"),
    "stored_value_kept": _warning("“{column}”的“{value}”与库中原有的有效期至矛盾，未采用，请核对。"),
    "list_kept": _warning("有行或工作表没有导入，所以库中原有的{other}“{value}”没有删去；改正后重新导入即按文件更新。"),
    "firm_renamed": _warning("库中这个代码的企业名称是“{value}”，已按本文件更名，原名记入曾用名；若是代码写错请改正后重新导入。"),
    "name_elsewhere": _warning("同名企业已用另一个代码（{other}）入库，两家都会保留，请核对代码是否写错。"),
    "name_twice": _warning("与{other}的企业同名而代码不同，两家都已接受，请核对代码是否写错。"),
    "member_missed": _warning("库中属于“{other}”的企业 {value} 不在本文件里，未作改动，请核对是否漏列。"),
    "membership_kept": _warning("库中该企业另有“{value}”资源池资格，本文件未提及，已保留；如已退出请在“状态”列写“退出”。"),
    "uscc_check_digit": _warning("“{column}”的校验位不符，已照收，请对照营业执照核对。"),
    "no_capability": _warning("缺服务能力，暂不公开；补充至少一项服务能力后即可公开。"),
    "value_unusable": _warning("“{column}”的值“{value}”无法使用（{other}），未采用。"),
    "text_too_long": _warning("“{column}”超过 {other} 字，未采用，请缩短。"),
    "date_impossible": _warning("“{column}”的“{value}”不是有效日期，未采用，请写成 2023-11-15。"),
    "prices_reversed": _warning("“{column}”大于价格上限，两项均未采用，请核对。"),
    "price_doubtful": _warning("“{column}”的“{value}”超过 1,000 万元，已照收，请核对单位是否应为元。"),
    "number_unusable": _warning("“{column}”的“{value}”不是可用的数值（{other}），未采用。"),
    "phone_restored": _warning("“{column}”缺了开头的 0（被当作数值），已补上区号的 0，请核对。"),
    "phone_doubtful": _warning("“{column}”像是缺了区号或开头的 0，已照收但不会公开，请写成 0769-00000000 的样子。"),
    "founded_after_admission": _warning("“{column}”晚于入池日期，已照收，请核对。"),
    "town_unknown": _warning("“{column}”的“{value}”不在镇街表中，未采用{other}。"),
    "scenario_unknown": _warning("“{column}”的场景编码“{value}”不存在，未采用，请对照场景表。"),
    "industry_unknown": _warning("“{column}”的“{value}”不在行业俗称表中（首次出现在此），已按原文保留，检索时可能对不上行业。"),
    "row_repeated": _warning("与{other}完全相同，已忽略。"),
    "state_narrowed": _warning("同一资源池“{other}”有两行，这一行的“{column}”写着“{value}”，按这一行的状态登记，请核对。"),
    "pool_repeated": _warning("同一资源池“{value}”出现两次，只取{other}的一次。"),
    "rows_aside": _warning("第 {value} 行是标题、合计、填报单位之类，或只有预先填好的列，已忽略。"),
    "rows_followed": _warning("第 {value} 行没有写企业，已归到上一行的企业，请核对。"),
    "rows_hidden": _warning("有 {other} 行是隐藏的（第 {value} 行），已照收；不需要的请删除后重新导入。"),
    "columns_hidden": _warning("“{value}”列是隐藏的，已照收，请核对。"),
    "contact_in_text": _warning("“{column}”里像是写有手机号或邮箱，公开前请删去，联系方式请填在联系人各列。"),
    "column_unknown": _warning("不认识的列或键“{column}”，其内容未导入；如需导入请改用模板的名称。"),
    "paper_end": _warning("“{column}”是资质证书的期限，不当作入池有效期，没有导入；入池的期限请写在“有效期至”列。"),
    "column_repeated": _warning("列“{column}”与另一列意思相同，以另一列为准。"),
    "sheet_of_prose": _warning("这个工作表只有说明文字，没有表格，未导入。"),
    "file_left_out": _warning("文件夹里的“{value}”没有读取（文件夹只读 .csv），请另存为 .csv，或单独导入。"),
    "cell_outside": _warning("表格之外有零散内容（如 {value}），已忽略，建议删去。"),
}
"""Taken all the same; exit code 0 when there is nothing worse. The gravest stand first, and are told first."""

KINDS = {**FILE_KINDS, **ROW_KINDS, **WARNING_KINDS}
