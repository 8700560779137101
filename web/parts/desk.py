"""The desk: the people who answer questions of visitors. Without a contact no page promises an answer."""

from dataclasses import dataclass

from service.settings import Settings

DEMONSTRATION_CONTACT = "0769-0000 0000（演示号码，打不通）"
"""Shown when no contact is set and fixture firms are loaded. So a demonstration can show every step, also the call to the desk."""


@dataclass(frozen=True, slots=True)
class Desk:
    """`contact` is empty when the settings name none. Then `promise` is empty too, and no page tells people to ask the desk.

    `promise`: within how many working days the desk answers.
    """

    name: str
    contact: str
    promise: str


def desk_of(settings: Settings, *, demonstration: bool) -> Desk:
    """The desk that these settings name.

    Args:
        demonstration: True when fixture firms are loaded.
    """
    contact = settings.desk_contact or (DEMONSTRATION_CONTACT if demonstration else "")
    return Desk(settings.desk_name, contact, f"{settings.desk_promised_days} 个工作日内答复" if contact else "")


def footer_lines(settings: Settings, desk: Desk, *, demonstration: bool) -> tuple[str, str]:
    """The two lines of the footer: (host, contact). The host is the organisation that runs the site (主办单位).

    When no contact is set, the line shows the contact of the desk.
    When no host is set, the line says that it must be set. In a demonstration it says that the site belongs to no organisation.
    """
    unset = "（部署单位在设置中填写）"
    host = settings.site_host or "主办单位：" + ("演示站点，不属于任何单位" if demonstration else unset)
    return host, settings.site_contact or f"联系方式：{desk.contact or unset}"
