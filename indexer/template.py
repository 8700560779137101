"""The workbook that a bureau fills in: three sheets, notes at the headers, lists in the cells, one greyed example row each.

It is made from the columns the loader reads, so it can never ask for what is not understood.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from indexer.columns import Column, RowKind, ValueKind
from indexer.fixtures import SHEETS, header_text
from indexer.tables.asides import EXAMPLE
from service.bootstrap import open_settings_database
from service.flows.profiles.load_pool import read_knowledge
from service.settings import Settings

ROWS = 2_000
"""Rows below the header that carry lists and formats."""

_WIDTHS = {ValueKind.TEXT: 50, ValueKind.NAME: 34, ValueKind.USCC: 24, ValueKind.LIST: 24, ValueKind.INDUSTRIES: 24}
_TEXT_KINDS = frozenset({ValueKind.USCC, ValueKind.PHONE, ValueKind.SCENARIOS})
_DELIVERY = ("现场", "远程", "混合", "本地部署", "SaaS")
_STATES = ("有效", "暂停", "退出", "已到期")
_NOTES = {
    "uscc": "18 位，照营业执照填写。单元格已设为文本格式，请勿改成数值。",
    "name": "与营业执照一致的全称。",
    "pool": "两个池都在的写“市级、省级”，或分两行填写。",
    "admitted_on": "写到日，如 2023-11-15。",
    "valid_until": "写到日，如 2026-06-30。没有期限写“长期”，不要留空；看不懂的写法不会公开。",
    "state": "留空表示有效；退出的写“退出”，不要删掉这一行。",
    "town": "从列表中选择；市外企业留空并填写“城市”。",
    "contact_phone": "单位对外电话，带区号，如 0769-00000000。手机号不会公开。",
    "qualifications": "多项用“、”分开。",
    "industries": "适用的行业，多项用“、”分开；不限行业留空。",
    "scenarios": "场景编码，可留空，由系统推荐。",
    "price_min_fen": "整个项目的报价，单位万元。",
    "price_max_fen": "整个项目的报价，单位万元。",
    "weeks": "从进场到上线的周数。",
    "summary": "用一两句话说明做什么、给谁做；不要写手机号。",
    "description": "解决什么问题、怎么做、接哪些设备或系统；写清楚才能被找到。",
    "customer": "可写成“虎门某五金厂”，不必写全称。",
    "outcome": "做完以后有什么变化，最好有数字。",
}
_EXAMPLES: dict[RowKind, dict[str, Any]] = {
    RowKind.PROVIDER: {
        "name": f"{EXAMPLE}东莞市××科技有限公司", "uscc": f"{EXAMPLE}91441900…", "pool": "市级", "category": "解决方案服务商",
        "batch": "第一批",
        "admitted_on": datetime(2023, 11, 15), "valid_until": "长期", "city": "东莞", "town": "虎门镇", "founded": 2017, "staff": 26,  # noqa: DTZ001
        "summary": "为五金、注塑小厂做设备联网和报工。", "contact_name": "王女士", "contact_phone": "0769-00000000",
    },
    RowKind.CAPABILITY: {
        "uscc": f"{EXAMPLE}91441900…", "title": "注塑机联网采集", "description": "不停机加装采集盒，开机率和产量上看板。",
        "industries": "注塑、五金",
        "delivery": "现场", "price_min_fen": 4, "price_max_fen": 18, "weeks": 3,
    },
    RowKind.CASE: {
        "uscc": f"{EXAMPLE}91441900…", "customer": "虎门某端子厂", "industry": "五金", "town": "虎门镇", "year": 2023,
        "summary": "三十几台机联网，夜班停机手机能看到。", "outcome": "夜班停机发现时间 2 小时→5 分钟", "capability": "注塑机联网采集",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choices:
    """What the cells offer: names of pools and towns."""

    pools: tuple[str, ...]
    towns: tuple[str, ...]


def read_choices(settings: Settings) -> Choices:
    """The pools and towns of the database; of the shipped code tables when there is no database yet."""
    database = open_settings_database(settings)
    knowledge = read_knowledge(database)
    database.dispose()
    if knowledge:
        return Choices(tuple(pool.short_name for pool in knowledge.pools), tuple(town.name for town in knowledge.taxonomy.towns))
    codes = settings.fixtures_dir / "codes"
    pools, towns = (
        [json.loads(line) for line in (codes / name).read_text("utf-8").splitlines()] for name in ("pools.jsonl", "towns.jsonl")
    )
    return Choices(tuple(pool["short_name"] for pool in pools), tuple(town["name"] for town in towns))


def write_template(path: Path, choices: Choices) -> None:
    """Write the workbook; the same choices give the same bytes."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": datetime(2024, 1, 1)})  # noqa: DTZ001  the file format knows no zone
        formats = {
            "required": book.add_format({"bold": True, "text_wrap": True, "bg_color": "#FFF2CC", "border": 1}),
            "optional": book.add_format({"bold": True, "text_wrap": True, "bg_color": "#EDEDED", "border": 1}),
            "example": book.add_format({"font_color": "#808080", "italic": True, "num_format": "yyyy-mm-dd"}),
            "text": book.add_format({"num_format": "@"}),
            "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        }
        for kind, columns in SHEETS.items():
            sheet = book.add_worksheet(kind.value)
            sheet.freeze_panes(1, 2)
            for place, column in enumerate(columns):
                _write_column(sheet, place, column, _EXAMPLES[kind].get(column.field), formats)
                _offer(sheet, place, _choices(kind, column, choices))


def _write_column(sheet: Any, place: int, column: Column, example: Any, formats: dict[str, Any]) -> None:  # noqa: ANN401  the library has no types
    kind = "text" if column.kind in _TEXT_KINDS else "day" if column.kind in {ValueKind.DATE, ValueKind.ENDING} else None
    sheet.set_column(place, place, _WIDTHS.get(column.kind, 14), formats[kind] if kind else None)
    sheet.write_string(0, place, header_text(column), formats["required" if column.required else "optional"])
    note = ("必填。" if column.required else "") + _NOTES.get(column.field, "")
    if note:
        sheet.write_comment(0, place, note, {"x_scale": 1.6})
    if isinstance(example, datetime):
        sheet.write_datetime(1, place, example, formats["example"])
    elif example is not None:
        sheet.write(1, place, example, formats["example"])


def _choices(kind: RowKind, column: Column, choices: Choices) -> Sequence[str]:
    if column.kind is ValueKind.POOLS:
        return (*choices.pools, *(["、".join(choices.pools)] if len(choices.pools) == 2 else []))
    if column.kind is ValueKind.TOWN:
        return choices.towns
    if column.kind is ValueKind.STATE:
        return _STATES
    return _DELIVERY if kind is RowKind.CAPABILITY and column.field == "delivery" else ()


def _offer(sheet: Any, place: int, offered: Sequence[str]) -> None:  # noqa: ANN401  the library has no types
    """Offer a list in the cells; another value is warned of, not forbidden. A list over the format's 255 characters is left out."""
    if offered and len(",".join(offered)) <= 255:
        sheet.data_validation(1, place, ROWS, place, {
            "validate": "list", "source": list(offered), "error_type": "warning", "error_title": "不在列表中",
            "error_message": "请从列表中选择，或确认无误后继续。",
        })  # fmt: skip
