"""Which columns and keys a file may have: their names in sheets and in JSON, other names people use, and what each holds.

The only place that knows headers. A new header name is one more word here; a new column one more line.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from service.domain.text import clean_line


class RowKind(StrEnum):
    """What one row of a sheet is about; its value is the sheet's name."""

    PROVIDER = "服务商"
    CAPABILITY = "服务能力"
    CASE = "案例"


class ValueKind(StrEnum):
    """How a cell is read."""

    LINE = "line"
    TEXT = "text"
    LIST = "list"
    DATE = "date"
    WAN = "wan"
    COUNT = "count"
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
    """One column. `longest` in characters, 0: only the cell limit holds; `most` bounds a count."""

    field: str
    header: str
    key: str
    kind: ValueKind
    longest: int = 0
    most: int = 0
    required: bool = False
    other_headers: tuple[str, ...] = ()


_LINE, _TEXT, _LIST = ValueKind.LINE, ValueKind.TEXT, ValueKind.LIST

USCC = Column(
    "uscc", "统一社会信用代码", "uscc", ValueKind.USCC, required=True,
    other_headers=("社会信用代码", "统一信用代码", "信用代码", "统一代码", "uscc", "纳税人识别号", "税号"),
)  # fmt: skip

PROFILE_COLUMNS = (
    Column("name", "企业全称", "name", _LINE, 200, required=True,
           other_headers=("企业名称", "单位名称", "服务商名称", "公司名称", "全称", "名称", "企业", "服务商", "name")),
    Column("source_id", "来源编号", "id", _LINE, 80, other_headers=("id", "source_id", "服务商编号", "企业编号")),
    Column("short_name", "简称", "short_name", _LINE, 80, other_headers=("企业简称", "品牌", "short_name")),
    Column("former_names", "曾用名", "former_names", _LIST, 200, other_headers=("原名", "曾用名称", "former_names")),
    Column("city", "城市", "city", _LINE, 40, other_headers=("所在城市", "地市", "所属城市", "市", "city")),
    Column("town", "镇街", "town", ValueKind.TOWN, 40,
           other_headers=("所在镇街", "所属镇街", "镇（街）", "镇街（园区）", "园区", "镇区", "街镇", "town")),
    Column("founded", "成立年份", "founded", ValueKind.YEAR, other_headers=("成立时间", "成立日期", "注册年份", "founded")),
    Column("staff", "员工人数", "staff", ValueKind.COUNT, most=10_000_000,
           other_headers=("人数", "员工数", "职工人数", "从业人数", "员工人数（人）", "staff")),
    Column("summary", "简介", "summary", _TEXT, other_headers=("企业简介", "公司简介", "单位简介", "企业介绍", "summary")),
    Column("qualifications", "资质", "qualifications", _LIST, 500,
           other_headers=("资质证书", "企业资质", "资质荣誉", "荣誉资质", "证书", "qualifications")),
    Column("contact_name", "联系人", "contact.name", _LINE, 80, other_headers=("联系人姓名", "对接人", "业务联系人")),
    Column("contact_phone", "联系电话", "contact.phone", _LINE, 80,
           other_headers=("电话", "联系方式", "手机", "手机号", "手机号码", "固定电话", "办公电话")),
    Column("contact_email", "邮箱", "contact.email", _LINE, 200, other_headers=("电子邮箱", "email", "e-mail", "邮件", "联系邮箱")),
)  # fmt: skip
"""A firm itself; `field` is one of `domain.providers.PROFILE_FIELDS`."""

POOL = Column(
    "pool", "资源池", "pool", ValueKind.POOLS, 120, required=True,
    other_headers=("所属资源池", "入选资源池", "资源池级别", "资源池类别", "级别", "pool", "pools"),
)  # fmt: skip

MEMBERSHIP_COLUMNS = (
    Column("category", "类别", "category", _LINE, 80, other_headers=("服务商类别", "服务商类型", "类型", "category")),
    Column("batch", "批次", "batch", _LINE, 80, other_headers=("入池批次", "所属批次", "batch")),
    Column("document_no", "文号", "document_no", _LINE, 120, other_headers=("入池文号", "公布文号", "文件号", "发文字号", "document_no")),
    Column("admitted_on", "入池日期", "admitted_on", ValueKind.DATE,
           other_headers=("入池时间", "入选日期", "入选时间", "公布日期", "admitted_on")),
    Column("valid_until", "有效期至", "valid_until", ValueKind.DATE,
           other_headers=("有效期", "有效期止", "有效期截止", "到期日期", "到期时间", "截止日期", "valid_until")),
    Column("state", "状态", "state", ValueKind.STATE, other_headers=("资格状态", "入池状态", "在池状态", "state")),
)  # fmt: skip
"""A membership beside its pool; rows of one firm may differ in these."""

CAPABILITY_COLUMNS = (
    Column("title", "能力名称", "title", _LINE, 200, required=True,
           other_headers=("服务能力", "服务能力名称", "能力", "产品名称", "服务名称", "产品或服务名称", "title")),
    Column("description", "能力描述", "description", _TEXT, required=True,
           other_headers=("服务能力描述", "能力说明", "能力介绍", "服务内容", "详细描述", "description")),
    Column("industries", "适用行业", "industries", ValueKind.INDUSTRIES, 80, other_headers=("擅长行业", "服务行业", "行业", "industries")),
    Column("scenarios", "场景编码", "scenarios", ValueKind.SCENARIOS, 8, other_headers=("场景", "应用场景", "场景代码", "scenarios")),
    Column("delivery", "交付方式", "delivery", _LINE, 40, other_headers=("服务方式", "部署方式", "delivery")),
    Column("price_min_fen", "价格下限(万元)", "price_min_wan", ValueKind.WAN,
           other_headers=("价格下限", "最低价格", "最低价", "最低价(万元)", "起价(万元)", "price_min_wan")),
    Column("price_max_fen", "价格上限(万元)", "price_max_wan", ValueKind.WAN,
           other_headers=("价格上限", "最高价格", "最高价", "最高价(万元)", "price_max_wan")),
    Column("weeks", "周期(周)", "weeks", ValueKind.COUNT, most=1_040,
           other_headers=("周期", "交付周期", "交付周期(周)", "实施周期", "实施周期(周)", "weeks")),
)  # fmt: skip

CASE_COLUMNS = (
    Column("customer", "客户", "customer", _LINE, 200, other_headers=("客户名称", "服务对象", "服务企业", "customer")),
    Column("industry", "行业", "industry", ValueKind.INDUSTRY, 80, other_headers=("客户行业", "所属行业", "industry")),
    Column("town", "镇街", "town", ValueKind.TOWN, 40, other_headers=("客户镇街", "所在镇街", "客户所在镇街", "town")),
    Column("year", "年份", "year", ValueKind.YEAR, other_headers=("实施年份", "项目年份", "完成年份", "时间", "year")),
    Column("summary", "项目内容", "summary", _TEXT, required=True,
           other_headers=("案例内容", "案例描述", "案例介绍", "项目描述", "项目介绍", "项目概述", "summary")),
    Column("outcome", "成效", "outcome", _TEXT, other_headers=("实施成效", "项目成效", "应用成效", "效果", "outcome")),
    Column("capability", "对应能力", "capability", _LINE, 200, other_headers=("对应服务能力", "所用能力", "capability")),
)  # fmt: skip

SHEET_COLUMNS: Mapping[RowKind, tuple[Column, ...]] = {
    RowKind.PROVIDER: (USCC, *PROFILE_COLUMNS, POOL, *MEMBERSHIP_COLUMNS),
    RowKind.CAPABILITY: (USCC, *CAPABILITY_COLUMNS),
    RowKind.CASE: (USCC, *CASE_COLUMNS),
}

SILENT_HEADERS = frozenset({"序号", "编号", "备注", "no", "no."})
"""Columns every bureau's table has and nobody expects to be imported: not worth a warning."""

SHEET_NAMES: Mapping[str, RowKind] = {
    "服务商": RowKind.PROVIDER, "服务商信息": RowKind.PROVIDER, "服务商名单": RowKind.PROVIDER, "企业信息": RowKind.PROVIDER,
    "企业": RowKind.PROVIDER, "基本信息": RowKind.PROVIDER, "服务能力": RowKind.CAPABILITY, "能力": RowKind.CAPABILITY,
    "服务能力清单": RowKind.CAPABILITY, "产品与服务": RowKind.CAPABILITY, "案例": RowKind.CASE, "典型案例": RowKind.CASE,
    "成功案例": RowKind.CASE, "案例清单": RowKind.CASE, "服务案例": RowKind.CASE,
}  # fmt: skip

CONTACT_FIELDS = frozenset({"contact_name", "contact_phone", "contact_email"})
"""Their values never stand in a report."""

_MARKS = re.compile(r"[*\s:：]|\((?:必填|选填|可选)\)")


def header_key(header: str) -> str:
    """A header as it is compared: no spaces, stars, colons or (必填), brackets of one width, lower case."""
    return _MARKS.sub("", clean_line(header).replace("（", "(").replace("）", ")").lower())


def _by_header(columns: tuple[Column, ...]) -> dict[str, Column]:
    named = {header_key(name): column for column in columns for name in column.other_headers}
    return {**named, **{header_key(column.header): column for column in columns}}


COLUMN_BY_HEADER: Mapping[RowKind, Mapping[str, Column]] = {kind: _by_header(columns) for kind, columns in SHEET_COLUMNS.items()}
