"""Addresses of the pages of a list, ready for the paging macro."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from service.domain.paging import Page


@dataclass(frozen=True, slots=True)
class Paging:
    """Where in a list this page is; `previous_href` and `next_href` are None at its ends."""

    number: int
    pages: int
    total: int
    previous_href: str | None
    next_href: str | None


def paging_of(page: Page[Any], path: str, query: tuple[tuple[str, str], ...] = ()) -> Paging:
    """Addresses around `page` that keep the filters in `query` (name, value pairs without `page`)."""

    def address(number: int) -> str:
        return f"{path}?{urlencode([*query, ('page', str(number))])}"

    return Paging(
        page.number,
        page.pages,
        page.total,
        address(page.number - 1) if page.number > 1 else None,
        address(page.number + 1) if page.number < page.pages else None,
    )
