"""Who answers, as every page says it: nothing is promised while nobody does."""

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


def footer_lines(settings: Settings, desk: Desk, *, demonstration: bool) -> tuple[str, str]:
    """(host, contact) of the footer: an unset contact is the desk's, an unset host is made up in a demonstration and called unset else."""
    unset = "（部署单位在设置中填写）"
    host = settings.site_host or "主办单位：" + ("演示站点，不属于任何单位" if demonstration else unset)
    return host, settings.site_contact or f"联系方式：{desk.contact or unset}"
