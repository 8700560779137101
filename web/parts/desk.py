"""The bureau's desk as every page speaks of it: nothing is promised while nobody answers."""

from dataclasses import dataclass

from service.settings import Settings

DEMONSTRATION_CONTACT = "0769-0000 0000（演示号码，打不通）"
"""Stands in for an unset contact while fixture firms are loaded, so that a demonstration shows the whole way."""


@dataclass(frozen=True, slots=True)
class Desk:
    """`contact` is empty while the settings name none; then `promise` is empty too, and no page offers the desk as a way on."""

    name: str
    contact: str
    promise: str


def desk_of(settings: Settings, *, demonstration: bool) -> Desk:
    """The desk of these settings. `demonstration`: fixture firms are loaded."""
    contact = settings.desk_contact or (DEMONSTRATION_CONTACT if demonstration else "")
    return Desk(settings.desk_name, contact, f"{settings.desk_promised_days} 个工作日内答复" if contact else "")
