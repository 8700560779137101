"""What the frame of every page (head, navigation and footer) shows."""

from dataclasses import dataclass

from web.parts.desk import Desk


@dataclass(frozen=True, slots=True)
class NavLink:
    """One entry of the main navigation."""

    label: str
    href: str
    current: bool
    unread: int = 0
    """Notices in the inbox behind this entry that were not read yet."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Name, navigation and state of the site for this request.

    `person`: who is signed in. `form_token`: the token that each form sends along. Both are empty on pages that are the same for everybody.
    `demo_providers`: how many fixture firms are loaded. While it is above 0, every page shows a warning that this is a demonstration.
    `here`: path and query of this page. A form sends it along, so that the visitor returns to this page.
    """

    site_name: str
    host: str
    contact: str
    icp: str
    police_filing: str
    site_code: str
    bureau_name: str
    desk: Desk
    demo_providers: int
    large_text: bool
    high_contrast: bool
    nav: tuple[NavLink, ...]
    path: str
    here: str
    request_id: str
    person: str
    form_token: str
