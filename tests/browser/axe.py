"""What axe-core says of a page, in light and dark, on a phone and a projector."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_COLOUR_AND_SIZE = ["color-contrast", "target-size", "link-in-text-block", "scrollable-region-focusable"]


def violations(page: Page) -> list[object]:
    """In light and dark, at 390 and 1366 px: all rules once, then the rules about colour and size again."""
    rules: list[str] = []
    told: list[object] = []
    for width, scheme in ((1366, "light"), (390, "dark"), (390, "light"), (1366, "dark")):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        only = {"runOnly": {"type": "rule", "values": rules}} if rules else {}
        found = Axe().run(page, options={"resultTypes": ["violations"], **only}).response["violations"]
        told += [(width, scheme, each["id"], [node["html"][:160] for node in each["nodes"][:3]]) for each in found]
        rules = _COLOUR_AND_SIZE
    return told
