"""What cells say beside the table's own columns: 同上, and remarks that a firm left."""

import re

from indexer.records import Raw
from service.domain.text import clean_line

DITTO = frozenset({"同上", "同上。", "同前", "同上行", "〃", "″", '"', "”", "“", "↑", "ditto"})
"""A cell that means the one above it."""

UNSETTLED = "备注写着已退出或暂停"
"""A state that a remark throws doubt on."""

_LEFT = re.compile(r"退出|清退|移出|撤销|取消资格|取消入池|除名|注销|吊销|暂停|停业|倒闭|不合格")
_NOT_LEFT = re.compile(r"未退出|没有退出|不退出|无退出|未暂停|未注销|未撤销|退出机制")
_YES = frozenset({"是", "√", "✓", "✔", "1", "有", "y", "yes", "已"})


def says_left(header: str, raw: Raw) -> bool:
    """Tell whether a cell of an unread column says that its firm left: 2024年退出 below 备注, 是 below 是否退出."""
    text = clean_line(raw)[:200].lower() if isinstance(raw, str) else str(raw)
    if _LEFT.search(header):
        return text in _YES
    return _LEFT.search(text) is not None and _NOT_LEFT.search(text) is None
