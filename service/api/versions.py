"""The version of a record in HTTP: told in `ETag`, asked for in `If-Match` and, where a body has it, in `version`."""

import re
from typing import Annotated

from fastapi import Depends, Header, Response

from service.errors import Invalid

_TAG = re.compile(r'(?:W/)?"(\d{1,9})"')
_UNREADABLE = 'If-Match 请原样用上一次答复里的 ETag，例如 "3"；不关心版本就不要带。'
IDEMPOTENCY_MOST = 200


def _read_if_match(
    given: Annotated[str, Header(alias="If-Match", max_length=40, description="The `ETag` as it was read; an older one: 409.")] = "",
) -> int:
    if given in {"", "*"}:
        return 0
    found = _TAG.fullmatch(given.strip())
    if found is None:
        raise Invalid(_UNREADABLE, fields={"If-Match": _UNREADABLE})
    return int(found.group(1))


VersionDep = Annotated[int, Depends(_read_if_match)]
"""The version that the caller has seen; 0: it does not say."""
KeyDep = Annotated[
    str,
    Header(alias="Idempotency-Key", max_length=IDEMPOTENCY_MOST, description="Your own text; a repeat makes no second record."),
]
"""The key of a request that may be repeated; empty for none."""


def tell_version(response: Response, version: int) -> None:
    """Put the version of the record that is answered with into `ETag`."""
    response.headers["ETag"] = f'"{version}"'
