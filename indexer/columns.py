"""Which columns and keys a file may have: their names in sheets and in JSON, other names people use, and what each holds.

The only place that knows headers. A new header name is one more word here; a new column one more line.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import product

from service.domain.text import clean_line


class RowKind(StrEnum):
    """What one row of a sheet is about; its value is the sheet's name."""

    PROVIDER = "服务商"
    CAPABILITY = "服务能力"
    CASE = "案例"


LIST_KINDS = frozenset({RowKind.CAPABILITY, RowKind.CASE})
"""What a firm has several of: each of its rows is one item of a list."""


class ValueKind(StrEnum):
    """How a cell is read."""

    LINE = "line"
    TEXT = "text"
    LIST = "list"
    NAME = "name"
    PHONE = "phone"
    DATE = "date"
    ENDING = "ending"
    WAN = "wan"
    COUNT = "count"
    WEEKS = "weeks"
    YEAR = "year"
    TOWN = "town"
    STATE = "state"
    SCENARIOS = "scenarios"
    INDUSTRIES = "industries"
    INDUSTRY = "industry"
    USCC = "uscc"
    POOLS = "pools"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `longest` in characters, 0: only the cell limit holds; `most` bounds a count.

    `weak_headers` name it only where no other header does: 案例名称 gives way to 案例内容.
    """

    field: str
    header: str
    key: str
    kind: ValueKind
    longest: int = 0
    most: int = 0
    required: bool = False
    other_headers: tuple[str, ...] = ()
    weak_headers: tuple[str, ...] = ()


def _each(stems: str, endings: str, *, more: str = "") -> tuple[str, ...]:
    """Every stem with every ending, `_` standing for none, and more words."""
    return (*((stem + ending).replace("_", "") for stem, ending in product(stems.split(), endings.split())), *more.split())


_LINE, _TEXT, _LIST = ValueKind.LINE, ValueKind.TEXT, ValueKind.LIST

USCC = Column("uscc", "统一社会信用代码", "uscc", ValueKind.USCC, required=True, other_headers=_each(
    "社会信用 统一信用 信用 统一 社会统一信用 企业信用 单位信用 企业统一社会信用 单位统一社会信用", "代码 代码证号",
    more="统一社会信用代码号 统一社会信用代码证 统一社会信用代码证号 统一社会信用编码 uscc 纳税人识别号 税号 营业执照号 营业执照号码 "
         "营业执照编号 企业代码 单位代码",
))  # fmt: skip

PROFILE_COLUMNS = (
    Column("name", "企业全称", "name", ValueKind.NAME, 200, required=True, other_headers=_each(
        "企业 单位 公司 服务商 机构 供应商 厂商 服务机构 入池企业 入选企业 入库企业 入池单位 入选单位 入库单位 "
        "入池服务商 入选服务商 申报单位 申报企业",
        "名称 全称 中文名称 全名 _",
        more="全称 名称 name 服务商企业名称 企业单位名称 企业(机构)名称 企业(单位)名称 公司(企业)名称 服务商(企业)名称 "
             "主体名称 营业执照名称",
    )),
    Column("source_id", "来源编号", "id", _LINE, 80, other_headers=("id", "source_id", "服务商编号", "企业编号")),
    Column("short_name", "简称", "short_name", _LINE, 80, other_headers=_each("企业 公司 单位 服务商", "简称",
    more="品牌 品牌名称 short_name")),
    Column("former_names", "曾用名", "former_names", _LIST, 200,
           other_headers=_each("原 曾用", "名称", more="原名 企业曾用名 原企业名称 former_names")),
    Column("city", "城市", "city", _LINE, 40, other_headers=_each("所在 所属", "城市 地市 市", more="地市 市 city")),
    Column("town", "镇街", "town", ValueKind.TOWN, 40, other_headers=_each(
        "所在 所属 _", "镇街 镇(街) 镇(街道) 镇街(园区) 镇街园区 镇街道 园区 镇区 街镇 镇 街道", more="属地 属地镇街 town",
    )),
    Column("founded", "成立年份", "founded", ValueKind.YEAR,
           other_headers=_each("成立 注册 设立 企业成立 公司成立", "时间 日期 年月 年度", more="注册年份 设立年份 founded")),
    Column("staff", "员工人数", "staff", ValueKind.COUNT, most=10_000_000, other_headers=_each(
        "员工 职工 从业 从业人员 企业 公司 在职", "人数 总数 数 数量", more="人数 从业人员 员工规模 人员规模 人员数量 staff",
    )),
    Column("summary", "简介", "summary", _TEXT,
           other_headers=_each("企业 公司 单位 机构 服务商", "简介 介绍 概况", more="简要介绍 summary"),
           weak_headers=("主营业务", "主要业务", "主营业务介绍", "主营产品", "主营产品及服务")),
    Column("qualifications", "资质", "qualifications", _LIST, 500,
           other_headers=_each("企业 主要 获得", "资质", more="资质名称 资质证书 "
                              "资质荣誉 荣誉资质 资质及荣誉 资质情况 证书 荣誉 qualifications")),
    Column("contact_name", "联系人", "contact.name", ValueKind.LINE, 80,
           other_headers=_each("联系人 联系 联系方式 联系信息", "姓名", more="对接人 业务联系人 联络人 联络员 项目联系人 对接联系人")),
    Column("contact_phone", "联系电话", "contact.phone", ValueKind.PHONE, 80, other_headers=_each(
        "联系人 联络", "电话 手机 手机号 联系电话 联系方式",
        more="电话 联系方式 手机 手机号 手机号码 电话号码 固定电话 办公电话 座机 移动电话 联系手机",
    )),
    Column("contact_email", "邮箱", "contact.email", _LINE, 200,
           other_headers=_each("电子 联系 企业 联系人", "邮箱 邮件", more="email e-mail 邮件 邮箱地址")),
)  # fmt: skip
"""A firm itself; `field` is one of `domain.providers.PROFILE_FIELDS`."""

CONTACT_BOTH = Column("contact_both", "联系人及电话", "", ValueKind.LINE, 160, other_headers=_each(
    "联系人及 联系人/ 联系人和 联系人与 联系人、", "电话 联系电话 联系方式 手机 手机号",
))  # fmt: skip
"""A person and a telephone in one cell of a sheet: told apart while it is read."""

POOL = Column("pool", "资源池", "pool", ValueKind.POOLS, 120, required=True, other_headers=_each(
    "所属 入选 所在 入", "资源池", more="资源池级别 资源池类别 资源池名称 资源池层级 资源池类型 级别 层级 "
          "入池级别 入选级别 入库级别 pool pools",
))  # fmt: skip

MEMBERSHIP_COLUMNS = (
    Column("category", "类别", "category", _LINE, 80, other_headers=_each(
        "服务商 企业 服务 所属 入池 入选 入库", "类别 类型", more="类型 入池方向 入选方向 服务方向 服务领域 专业领域 category",
    )),
    Column("batch", "批次", "batch", _LINE, 80, other_headers=_each("入池 所属 入选 入库 公布 认定", "批次", more="批次号 batch")),
    Column("document_no", "文号", "document_no", _LINE, 120,
           other_headers=_each("入池 公布 入选 入库 认定 发文 文件 批复", "文号", more="文件号 发文字号 发文号 公布文件 document_no")),
    Column("admitted_on", "入池日期", "admitted_on", ValueKind.DATE, other_headers=_each(
        "入池 入选 公布 入库 认定 发文 加入 纳入 获批 批准", "日期 时间 年月",
        more="有效期起 有效期自 有效期开始 有效期开始日期 有效期起始日期 起始日期 生效日期 admitted_on",
    )),
    Column("valid_until", "有效期至", "valid_until", ValueKind.ENDING, other_headers=_each(
        "有效期 到期 截止 有效期截止 有效截止 失效 有效期到期 有效期结束", "日期 时间 日",
        more=" ".join(_each("入池 入库 入选 资格", "有效期 有效期限 有效期至 有效期止 有效期截止日期 到期日 到期日期 到期时间 截止日期"))
        + " 有效期 有效期止 有效期到 有效期限 有效期截止 有效期起止 有效期起止时间 起止时间 起止日期 "
        "有效期终止日期 valid_until",
    )),
    Column("state", "状态", "state", ValueKind.STATE, other_headers=_each("资格 入池 在池 在库 当前 入库", "状态", more="资格情况 state")),
)  # fmt: skip
"""A membership beside its pool; rows of one firm may differ in these."""

CAPABILITY_COLUMNS = (
    Column("title", "能力名称", "title", _LINE, 200, required=True, other_headers=_each(
        "服务能力 产品 服务 产品或服务 产品及服务 产品服务 产品(服务) 产品/服务 主要产品 核心产品 解决方案 方案 "
        "服务产品 服务项目 主要产品及服务",
        "名称 _", more="能力 主要服务 title",
    )),
    Column("description", "能力描述", "description", _TEXT, required=True, other_headers=_each(
        "服务能力 能力 产品 服务 方案 解决方案 产品服务 产品(服务) 产品功能 功能", "描述 说明 介绍 简介",
        more="服务内容 主要服务内容 产品功能 主要功能 详细描述 具体内容 服务内容描述 description",
    )),
    Column("industries", "适用行业", "industries", ValueKind.INDUSTRIES, 80, other_headers=_each(
        "擅长 服务 应用 面向 主要服务 重点服务 目标", "行业", more="行业 适用领域 行业领域 适用行业领域 industries",
    )),
    Column("scenarios", "场景编码", "scenarios", ValueKind.SCENARIOS, 8, other_headers=("场景", "应用场景", "场景代码", "scenarios")),
    Column("delivery", "交付方式", "delivery", _LINE, 40, other_headers=_each("服务 部署 交付", "方式 模式 形式", more="delivery")),
    Column("price_min_fen", "价格下限(万元)", "price_min_wan", ValueKind.WAN, other_headers=_each(
        "价格 报价 价格区间 参考价 参考价格 参考报价", "下限", more="最低价格 最低价 最低报价 起价 起步价 价格最低 price_min_wan",
    )),
    Column("price_max_fen", "价格上限(万元)", "price_max_wan", ValueKind.WAN, other_headers=_each(
        "价格 报价 价格区间 参考价 参考价格 参考报价", "上限", more="最高价格 最高价 最高报价 价格最高 price_max_wan",
    )),
    Column("weeks", "周期(周)", "weeks", ValueKind.WEEKS, most=1_040,
           other_headers=_each("交付 实施 服务 建设 项目 _", "周期 工期", more="weeks")),
)  # fmt: skip

CASE_COLUMNS = (
    Column("customer", "客户", "customer", _LINE, 200, other_headers=_each(
        "客户 案例客户 应用企业 客户企业 案例企业 服务客户 用户 用户单位 应用单位", "名称",
        more="服务对象 服务企业 案例客户 应用企业 客户企业 案例企业 服务客户 用户单位 customer",
    )),
    Column("industry", "行业", "industry", ValueKind.INDUSTRY, 80, other_headers=("客户行业", "所属行业", "案例行业", "客户所属行业",
    "industry")),
    Column("town", "镇街", "town", ValueKind.TOWN, 40, other_headers=("客户镇街", "所在镇街", "客户所在镇街", "案例镇街", "town")),
    Column("year", "年份", "year", ValueKind.YEAR,
           other_headers=_each("实施 项目 完成 案例 验收", "年份 时间 年度", more="时间 年度 year")),
    Column("summary", "项目内容", "summary", _TEXT, required=True, other_headers=_each(
        "案例 项目 典型案例 成功案例 服务案例 应用案例", "内容 描述 介绍 概述 简介 情况 说明",
        more="案例 典型案例 成功案例 服务案例 应用案例 标杆案例 主要案例 实施内容 建设内容 summary",
    ), weak_headers=_each("案例 典型案例 成功案例 服务案例 应用案例 项目", "名称")),
    Column("outcome", "成效", "outcome", _TEXT, other_headers=_each("实施 项目 应用 案例 取得", "成效 效果", more="效果 效益 outcome")),
    Column("capability", "对应能力", "capability", _LINE, 200, other_headers=("对应服务能力", "所用能力", "对应产品", "capability")),
)  # fmt: skip

SHEET_COLUMNS: Mapping[RowKind, tuple[Column, ...]] = {
    RowKind.PROVIDER: (USCC, *PROFILE_COLUMNS, POOL, *MEMBERSHIP_COLUMNS),
    RowKind.CAPABILITY: (USCC, *CAPABILITY_COLUMNS),
    RowKind.CASE: (USCC, *CASE_COLUMNS),
}

SILENT_HEADERS = frozenset({"序号", "编号", "备注", "no", "no.", "排名", "排序"})
"""Columns every bureau's table has and nobody expects to be imported: not worth a warning."""

NUMBER_HEADERS = frozenset({"序号", "编号", "no", "no.", "排名", "排序"})
"""Columns that number the rows."""

SHEET_WORDS: tuple[tuple[str, RowKind], ...] = (
    ("案例", RowKind.CASE), ("能力", RowKind.CAPABILITY), ("产品", RowKind.CAPABILITY), ("解决方案", RowKind.CAPABILITY),
    ("服务商", RowKind.PROVIDER), ("企业", RowKind.PROVIDER), ("单位", RowKind.PROVIDER), ("基本信息", RowKind.PROVIDER),
)  # fmt: skip
"""A sheet whose name holds the word is of this kind; the first that is found counts."""

PREFILLED: Mapping[RowKind, frozenset[str]] = {
    RowKind.PROVIDER: frozenset({"pool", "category", "batch", "document_no", "admitted_on", "valid_until", "state", "city"}),
    RowKind.CAPABILITY: frozenset({"delivery", "industries", "scenarios"}),
    RowKind.CASE: frozenset({"year", "town", "industry"}),
}
"""Columns that a bureau fills down an empty form. A row that holds only these says nothing."""

CONTACT_FIELDS = frozenset({"contact_name", "contact_phone", "contact_email", "contact_both"})
"""Their values never stand in a report."""


def columns_named(kind: RowKind) -> Iterable[tuple[str, Column]]:
    """(name, column) for every name of every column of a sheet; a column's own header last, so that it wins."""
    for column in (*SHEET_COLUMNS[kind], *([CONTACT_BOTH] if kind is RowKind.PROVIDER else [])):
        yield from ((name, column) for name in (*column.weak_headers, *column.other_headers))
    yield from ((column.header, column) for column in SHEET_COLUMNS[kind])


_MARKS = re.compile(r"[*※★\s:：]|\((?:必填|选填|可选|必填项)\)")


def header_key(header: str) -> str:
    """A header as it is compared: no spaces, stars, colons or (必填), brackets of one width, lower case."""
    return _MARKS.sub("", clean_line(header).replace("（", "(").replace("）", ")").lower())
