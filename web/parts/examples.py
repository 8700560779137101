"""Example needs that a visitor can tap instead of typing. They come from different trades, and they are worded as factories speak."""

from dataclasses import dataclass
from urllib.parse import urlencode

_SENTENCES = (
    "注塑车间 20 台机，停机了没人知道，想手机上看到，预算 10 万以内",
    "客户要求一件一码能追溯，现在全靠纸质单",
    "排产靠老师傅的脑袋，插单一多就交不了货",
    "仓库账和实物对不上，找料靠问人",
)


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence and the address of its results."""

    text: str
    href: str


EXAMPLES = tuple(Example(text, "/search?" + urlencode({"q": text})) for text in _SENTENCES)
