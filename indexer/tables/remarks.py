"""What cells say beside the table's own columns: 同上, and remarks that a firm left."""

import re

from indexer.records import Raw
from service.domain.text import clean_line

DITTO = frozenset({"同上", "同上。", "同前", "同上行", "〃", "″", '"', "”", "“", "↑", "ditto"})
"""A cell that means the one above it."""

UNSETTLED = "备注写着已退出或暂停"
"""A state that a remark throws doubt on."""

_LEFT = re.compile(
    r"(?<!未)(?<!没有)(?<![不无非])(?:退出|退库|出库|离库|清退|移出|剔除|淘汰|撤销|取消资格|取消入[池库]|"
    r"资格终止|终止资格|除名|注销|吊销|暂停|停业|歇业|倒闭|破产|清算|解散|"
    r"迁出|迁离|不合格)(?!机制|流程|办法|条件|程序|规定)"
)
_STAYS = re.compile(r"是否.{0,4}(?:在库|在池|在册|入库|入池|有效|合格|通过|达标|正常)")
_DAY = re.compile(r"^(?:19|20)\d{2}(?!\d{6})|^\d{5}(?:\.\d+)?$")
_NOTE = re.compile(r"[（(\[【](.*?)[）)\]】]")
_NO = frozenset({"否", "×", "✗", "✘", "x", "0", "不", "不是", "no", "n"})
_YES = frozenset({"是", "√", "✓", "✔", "1", "有", "y", "yes", "已"})


def note_says_left(name: Raw) -> bool:
    """Tell whether a note in brackets beside a firm's name says that it left: …有限公司（已注销）."""
    return isinstance(name, str) and any(says_left("", note) for note in _NOTE.findall(name[:400]))


def says_left(header: str, raw: Raw) -> bool:
    """Tell whether a cell of an unread column says that its firm left: 2024年退出 below 备注, 是 below 是否退出, a day below 退出时间."""
    text = clean_line(raw)[:200].lower() if isinstance(raw, str) else str(raw)
    if _LEFT.search(header):
        # A day below 退出时间 says as much as a yes.
        return text in _YES or _DAY.search(text) is not None
    if _STAYS.search(header):
        return text in _NO
    return _LEFT.search(text) is not None
