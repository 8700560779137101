"""服务商管理: the list."""

from dataclasses import dataclass
from typing import ClassVar

from service.domain.paging import Page
from service.domain.providers import FoundFirm
from web.parts.paging import Paging, paging_of


@dataclass(frozen=True, slots=True)
class EntriesPage:
    """`lines`: (address, name, code)."""

    template: ClassVar[str] = "pages/profiles/entries.html"
    title: str
    lines: tuple[tuple[str, str, str], ...]
    total: int
    text: str
    paging: Paging


def entries_page(found: Page[FoundFirm], text: str) -> EntriesPage:
    """Firms whose name or code holds the text."""
    lines = tuple((f"/entries/{firm.id}", firm.name, firm.uscc) for firm in found.items)
    return EntriesPage("服务商管理", lines, found.total, text, paging_of(found, "/entries", (("q", text),)))
