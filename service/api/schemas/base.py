"""What every schema shares: strict input that names what it accepts, output that is never changed."""

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from service.api.invalid_requests import printable


class RequestPart(BaseModel):
    """A part of a request. An unknown name is refused with the accepted ones: a misspelt filter must not widen a search silently."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _names_known(cls, given: Any) -> Any:  # noqa: ANN401  whatever the request held
        accepted = list(cls.model_fields)
        unknown = [name for name in given if name not in accepted] if isinstance(given, dict) else []
        if unknown:
            told = "、".join(f"“{printable(name)}”" for name in unknown[:3])
            raise _refusal(f"不认识{told}；可用的名称：{'、'.join(accepted)}。")
        return given


class Answer(BaseModel):
    """A part of an answer."""

    model_config = ConfigDict(frozen=True)


def _refusal(sentence: str) -> PydanticCustomError:
    return PydanticCustomError("sentence", "{sentence}", {"sentence": sentence})


def _readable(text: str) -> str:
    if "\x00" in text:
        raise _refusal("含有空字符（NUL），多半是传送中损坏了，请检查编码后重新发送。")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise _refusal("含有残缺的字符（不成对的代理码），请用 UTF-8 重新编码后发送。")
    return text


ReadableText = Annotated[str, AfterValidator(_readable)]
"""Text without NUL and without lone surrogates, which no database and no index can keep."""

WORD_MAX = 80
Word = Annotated[str, Field(max_length=WORD_MAX), AfterValidator(_readable)]
"""A code, a name or a part of one."""
