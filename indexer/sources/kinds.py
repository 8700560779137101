"""What a file really is, by its first bytes and its parts: files are often named for what they are not."""

import io
import zipfile
from collections.abc import Callable
from enum import StrEnum

from indexer.problems import SourceUnusable, unusable

_SAVE = "请用 Excel 或 WPS 打开，另存为 .xlsx 后再导入"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_STARTS = (
    (b"%PDF", "一份 PDF"), (b"Rar!", "一个 RAR 压缩包"), (b"7z\xbc\xaf", "一个 7z 压缩包"), (b"\x1f\x8b", "一个 gzip 压缩包"),
    (b"\x89PNG", "一张图片"), (b"\xff\xd8\xff", "一张图片"), (b"{\\rtf", "一份 RTF 文档"),
)  # fmt: skip
_MARKUP = ((b"<html", "一个网页"), (b"<!doctype html", "一个网页"), (b"<table", "一个网页"), (b"mso-application", "Excel 2003 的 XML 表格"))
_BY_SUFFIX = {
    ".xls": "旧版 Excel 工作簿（.xls）", ".xlsb": "Excel 二进制工作簿（.xlsb）", ".xlt": "旧版 Excel 模板（.xlt）",
    ".numbers": "Numbers 表格（.numbers）",
    ".et": "WPS 表格（.et）", ".ett": "WPS 表格模板（.ett）", ".wps": "WPS 文字（.wps）", ".doc": "Word 文档（.doc）",
    ".docx": "Word 文档（.docx）",
    ".pdf": "PDF（.pdf）", ".fods": "单文件 OpenDocument 表格（.fods）", ".xml": "XML 文件（.xml）", ".html": "网页（.html）",
    ".htm": "网页（.htm）",
    ".txt": "文本文件（.txt）", ".json": "JSON 文件（.json）", ".zip": "压缩包（.zip）", ".rar": "压缩包（.rar）", ".7z": "压缩包（.7z）",
}  # fmt: skip
_WAYS_OUT = {
    ".txt": "若每行是一家、以逗号或制表符分列，请把扩展名改为 .csv", ".json": "请改为一行一家的 .jsonl",
    ".numbers": "请在 Numbers 里导出为 Excel（.xlsx）后再导入",
    **dict.fromkeys((".pdf", ".doc", ".docx", ".wps"), "请把其中的表格粘贴到 Excel 或 WPS 表格，存为 .xlsx 后再导入"),
    **dict.fromkeys((".zip", ".rar", ".7z"), "请解压后导入里面的文件"),
}  # fmt: skip


_INSIDE: tuple[tuple[Callable[[str], bool], str], ...] = (
    (lambda name: name == "xl/workbook.bin", "Excel 二进制工作簿（.xlsb）"),
    (lambda name: name.startswith("word/"), "Word 文档（.docx）"),
    (lambda name: name.endswith(".iwa"), "Numbers 表格（.numbers）"),
    (lambda name: name.startswith("xl/"), "Excel 工作簿（.xlsx）"),
    (lambda name: name == "content.xml", "OpenDocument 表格（.ods）"),
    (lambda name: name.endswith((".xlsx", ".csv", ".xls", ".jsonl")), "一个压缩包"),
)
"""What a zip is, by the name of a part; the first that is found counts."""


class SheetKind(StrEnum):
    """Spreadsheets that are read."""

    XLSX = "xlsx"
    ODS = "ods"


def refuse_suffix(suffix: str) -> SourceUnusable:
    """What to say of a file whose name shows a kind that is not read."""
    name = _BY_SUFFIX.get(suffix)
    if name is None:
        return unusable("file_kind_unknown", other="不认识的文件类型，请使用 .xlsx、.ods、.csv 或 .jsonl")
    return unusable("file_kind_unknown", other=f"这是{name}，{_WAYS_OUT.get(suffix, _SAVE)}")


def check_spreadsheet(content: bytes, kind: SheetKind) -> None:
    """Tell apart what is named .xlsx or .ods.

    Raises:
        SourceUnusable: it is of another kind; the sentence names it and the way out.
    """
    other = _other_kind(content, kind)
    if other:
        raise unusable("file_not_readable", other=f"这其实是{other}，而扩展名是 .{kind.value}，{_way_out(other)}")


def check_text(content: bytes, suffix: str) -> None:
    """Tell a text file from a workbook that bears its name.

    Raises:
        SourceUnusable: it is a workbook, an archive or another kind that is no text.
    """
    if content.startswith((b"PK\x03\x04", _COMPOUND)) or any(content.startswith(start) for start, _ in _STARTS):
        name = _other_kind(content, SheetKind.ODS) or "OpenDocument 表格（.ods）"
        raise unusable("file_not_readable", other=f"这其实是{name}，而扩展名是 {suffix}，{_way_out(name)}")


def _way_out(other: str) -> str:
    if ".ods" in other:
        return "请把扩展名改为 .ods，或另存为 .xlsx 后再导入"
    if "密码" in other:
        return "请在 Excel 或 WPS 里去掉密码后另存为 .xlsx"
    return "请把扩展名改为 .xlsx" if ".xlsx" in other else "请解压后导入里面的文件" if "压缩包" in other else _SAVE


def _other_kind(content: bytes, kind: SheetKind) -> str | None:
    if content.startswith(_COMPOUND):
        return "加了密码的工作簿" if _ENCRYPTED in content[: 1 << 20] else "旧版 Excel 或 WPS 工作簿（.xls、.et）"
    for start, name in _STARTS:
        if content.startswith(start):
            return name
    head = content[:2_000].lower()
    if not content.startswith(b"PK"):
        return next((name for mark, name in _MARKUP if mark in head), None) or (
            "文本文件（如 .csv）" if _is_text(content[:4_000]) else None
        )
    return _of_zip(content, kind)


def _of_zip(content: bytes, kind: SheetKind) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = {name.lower().replace("\\", "/") for name in archive.namelist()[:10_000]}
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return None
    own = {SheetKind.XLSX: "Excel 工作簿（.xlsx）", SheetKind.ODS: "OpenDocument 表格（.ods）"}
    found = next((told for inside, told in _INSIDE if any(inside(name) for name in names)), None)
    return None if found == own[kind] else found


def _is_text(head: bytes) -> bool:
    return bool(head) and b"\0" not in head and b"," in head and b"\n" in head
