"""What the frame around every page shows."""

from dataclasses import dataclass

from web.parts.desk import Desk


@dataclass(frozen=True, slots=True)
class NavLink:
    """One entry of the main navigation."""

    label: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """Identity, navigation and state of the site as of this request.

    `person`: who is signed in, and `form_token`: what forms carry; both empty on pages that are the same for everybody.
    `demo_providers`: fixture firms still loaded; the band stands while it is above 0. `here`: path and query, for forms that come back.
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
