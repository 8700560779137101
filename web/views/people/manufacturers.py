"""登记企业."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from service.flows.people.enter_manufacturer import ManufacturerWish

_NOTHING = ManufacturerWish("", "", "", "")


@dataclass(frozen=True, slots=True)
class ManufacturersPage:
    """`typed`: what the form held; `done`: a firm was just entered."""

    template: ClassVar[str] = "pages/people/manufacturers.html"
    title: str
    typed: ManufacturerWish
    problems: Mapping[str, str]
    done: bool


def manufacturers_page(
    typed: ManufacturerWish = _NOTHING, problems: Mapping[str, str] | None = None, *, done: bool = False
) -> ManufacturersPage:
    """The form."""
    return ManufacturersPage("登记企业", typed, problems or {}, done)
