"""What the request checker found, in plain Chinese sentences."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from service.errors import Invalid

_SENTENCE = "sentence"
"""Error type of checks whose message is a Chinese sentence already."""

_LONGEST_NAME = 40
_MOST_FIELDS = 20

Context = Mapping[str, Any]

_SENTENCES: dict[str, Callable[[Context], str]] = {
    "missing": lambda _: "缺少这一项。",
    "json_invalid": lambda _: "不是合法的 JSON，请检查引号、逗号和括号，并用 UTF-8 编码。",
    "string_type": lambda _: "应是文字（字符串）。",
    "string_unicode": lambda _: "含有残缺的字符（不成对的代理码），请用 UTF-8 重新编码后发送。",
    "string_too_short": lambda ctx: f"至少 {ctx['min_length']} 个字。",
    "string_too_long": lambda ctx: f"最多 {ctx['max_length']} 个字。",
    "int_type": lambda _: "应是整数。",
    "int_parsing": lambda _: "应是整数。",
    "int_parsing_size": lambda _: "数字过大。",
    "int_from_float": lambda _: "应是整数。",
    "float_type": lambda _: "应是数字。",
    "float_parsing": lambda _: "应是数字。",
    "finite_number": lambda _: "应是有限的数字。",
    "bool_type": lambda _: "应是 true 或 false。",
    "bool_parsing": lambda _: "应是 true 或 false。",
    "greater_than_equal": lambda ctx: f"不能小于 {ctx['ge']}。",
    "greater_than": lambda ctx: f"应大于 {ctx['gt']}。",
    "less_than_equal": lambda ctx: f"不能大于 {ctx['le']}。",
    "less_than": lambda ctx: f"应小于 {ctx['lt']}。",
    "model_attributes_type": lambda _: "应是 JSON 对象，并带请求头 Content-Type: application/json。",
    "model_type": lambda _: "应是 JSON 对象。",
    "dict_type": lambda _: "应是 JSON 对象。",
}


def describe_problems(problems: Iterable[Mapping[str, Any]]) -> Invalid:
    """Turn the checker's findings into one error with a sentence for each part of the request."""
    fields: dict[str, str] = {}
    for found in problems:
        if len(fields) == _MOST_FIELDS:
            break
        fields.setdefault(_place(found), _sentence(found))
    told = "；".join(f"{name}：{sentence.rstrip('。')}" for name, sentence in list(fields.items())[:3])
    return Invalid(f"请求内容有误。{told}。", fields=fields)


def broken_body() -> Invalid:
    """Return the error of a body that cannot be read as JSON at all."""
    return describe_problems([{"type": "json_invalid", "loc": ("body",)}])


def printable(name: object) -> str:
    """Return a name that somebody else chose so that it can stand in a sentence: short, valid, on one line."""
    text = str(name).encode("utf-8", "replace").decode()
    text = "".join(character if character.isprintable() else "?" for character in text)
    return text if len(text) <= _LONGEST_NAME else text[: _LONGEST_NAME - 1] + "…"


def _place(found: Mapping[str, Any]) -> str:
    loc = tuple(found.get("loc", ()))
    # A JSON error names a position in the text; the part at fault is the body as a whole.
    inner = () if found["type"] == "json_invalid" else loc[1:]
    return ".".join(printable(step) for step in inner) or "body"


def _sentence(found: Mapping[str, Any]) -> str:
    if found["type"] == _SENTENCE:
        return str(found["msg"])
    describe = _SENTENCES.get(found["type"])
    return describe(found.get("ctx") or {}) if describe else "这个值无法使用。"
