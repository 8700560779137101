"""Addresses of the previous and the next page of a list, for the template macro that draws the page links."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from service.domain.paging import Page


@dataclass(frozen=True, slots=True)
class Paging:
    """The place of this page in its list. `previous_href` is None on the first page, `next_href` on the last.

    `number`: this page, from 1. `pages`: how many pages the list has. `total`: how many rows it has.
    """

    number: int
    pages: int
    total: int
    previous_href: str | None
    next_href: str | None


def paging_of(page: Page[Any], path: str, query: tuple[tuple[str, str], ...] = ()) -> Paging:
    """The addresses before and after `page`. They keep the filters in `query`: (name, value) pairs without `page`."""

    def address(number: int) -> str:
        return f"{path}?{urlencode([*query, ('page', str(number))])}"

    return Paging(
        page.number,
        page.pages,
        page.total,
        address(page.number - 1) if page.number > 1 else None,
        address(page.number + 1) if page.number < page.pages else None,
    )
